// ClickHouse in process, two threads: the array form over file(), ties in file order. With a second argument, to Parquet.
import { lanlSessionsSql, runLocalQuery } from '@cmsc/clickhouse-testbed';

const [, , input, output] = process.argv;
const sql = output
  ? `${lanlSessionsSql(input, { select: '*' })} ORDER BY ALL INTO OUTFILE '${output.replaceAll("'", "\\'")}' TRUNCATE FORMAT Parquet`
  : lanlSessionsSql(input);
const { peakRssBytes } = await runLocalQuery(sql, { threads: 2 });
console.log(JSON.stringify({ peakRssBytes }));
