// DuckDB, two threads: the boundary form over read_csv, ties in file order. With a second argument, to Parquet.
import { DuckDBInstance } from '@duckdb/node-api';

const [, , input, output] = process.argv;
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const columns = ['t', 'su', 'u', 's', 'd', 'at', 'lt', 'o', 'r'].map(
  (name) => `'${name}': '${name === 't' ? 'INTEGER' : 'VARCHAR'}'`,
);
const sessions = `
  SELECT u, s, d, t AS start_time, nt AS end_time FROM (
    SELECT u, s, d, t, st,
           LEAD(st, 1, 1) OVER w AS nst, LEAD(t) OVER w AS nt
    FROM (
      SELECT seq, t, u, s, d, st,
             COALESCE(LAG(st) OVER (PARTITION BY u, s, d ORDER BY seq), 0) AS p,
             LEAD(1 - st, 1, 0) OVER (PARTITION BY u, s, d ORDER BY seq) AS n_is_end
      FROM (
        SELECT row_number() OVER () AS seq, t, u, s, d, (o = 'LogOn')::INTEGER AS st
        FROM read_csv(${text(input)}, header = false, delim = ',', quote = '', escape = '', columns = {${columns.join(', ')}})
        WHERE o IN ('LogOn', 'LogOff')
      )
    )
    WHERE (st = 1 AND p = 0) OR (st = 0 AND n_is_end = 0)
    WINDOW w AS (PARTITION BY u, s, d ORDER BY seq)
  ) WHERE st = 1 AND nst = 0`;

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
if (output)
  await connection.run(
    `COPY (${sessions} ORDER BY u, s, d, start_time) TO ${text(output)} (FORMAT parquet, COMPRESSION zstd)`,
  );
else await connection.run(`SELECT count(*), sum(start_time), sum(end_time) FROM (${sessions})`);
console.log(JSON.stringify({ peakRssBytes: process.resourceUsage().maxRSS * 1024 }));
