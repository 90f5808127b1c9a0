import { Sessionizer, type EventColumns } from '@cmsc/core';
import { formats, openBytes, readColumns } from '@cmsc/loaders';
import { writeTable, type TableSpec } from '@cmsc/store';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { median } from './measure.js';

// Times the stages of `cmsc sessions` one by one, each alone in this thread, and prints the median of several runs.
// usage: node tools/bench/dist/stages.js [--auth FILE] [--runs N]

const { values: options } = parseArgs({
  options: {
    auth: { type: 'string', default: 'tmp/bench/1000000/auth.txt.gz' },
    runs: { type: 'string', default: '5' },
    scratch: { type: 'string', default: 'tmp/bench/scratch' },
  },
});

const SELECT = ['dst_user', 'dst_machine', 'src_machine'];

/** Runs a stage several times; what it takes to prepare does not count. */
async function time<T>(
  name: string,
  prepare: () => Promise<T>,
  run: (input: T) => Promise<number>,
): Promise<void> {
  const seconds: number[] = [];
  let items = 0;
  for (let i = 0; i < Number(options.runs); i++) {
    const input = await prepare();
    const started = performance.now();
    items = await run(input);
    seconds.push((performance.now() - started) / 1000);
  }
  const middle = median(seconds);
  const rate = (items / middle / 1e6).toFixed(1);
  const range = `[${Math.min(...seconds).toFixed(2)}, ${Math.max(...seconds).toFixed(2)}]`;
  console.log(
    `${name.padEnd(38)} ${middle.toFixed(2).padStart(6)} s ${range.padStart(14)} ${rate.padStart(8)} M/s`,
  );
}

function copyOf({ length, time, edge, ids }: EventColumns): EventColumns {
  return {
    length,
    time: time.slice(0, length),
    edge: edge.slice(0, length),
    ids: ids.map((column) => column.slice(0, length)),
  };
}

async function readEvents(): Promise<EventColumns[]> {
  const batches: EventColumns[] = [];
  for await (const batch of readColumns(options.auth, formats.auth, { select: SELECT }))
    batches.push(copyOf(batch));
  return batches;
}

async function inflate(hash: boolean): Promise<number> {
  let bytes = 0;
  for await (const chunk of openBytes(options.auth, { hash })) bytes += chunk.length;
  return bytes;
}

async function scan(select: string[]): Promise<number> {
  const reader = readColumns(options.auth, formats.auth, { select, hash: false });
  for await (const batch of reader) if (batch.length < 0) throw new Error('a batch of less than nothing');
  return reader.counts.rows;
}

function reduce(batches: EventColumns[], ties: 'pair' | 'file'): number {
  const sessionizer = new Sessionizer({ keyWidth: 2, ties, originColumn: 2 });
  let events = 0;
  for (const batch of batches) {
    sessionizer.push(batch);
    events += batch.length;
  }
  for (const sessions of sessionizer.finish()) if (sessions.length === 0) throw new Error('an empty batch');
  return events;
}

const TABLE: TableSpec = {
  name: 'sessions',
  key: ['dst_user', 'dst_machine'],
  columns: [
    { name: 'start_time', type: 'int' },
    { name: 'end_time', type: 'int' },
  ],
};

/** Writes all sessions, sorted by key, and gives their number. */
async function write(batches: EventColumns[], file: string): Promise<number> {
  const sessionizer = new Sessionizer({ keyWidth: 2, ties: 'pair' });
  const keys = {
    get size() {
      return sessionizer.keys.size;
    },
    name: (column: number, key: number) => `K${sessionizer.keys.column(column)[key]}`,
  };
  function* sessions() {
    for (const batch of batches) {
      const { length, key, start, end } = sessionizer.push(batch);
      yield { length, key, columns: [start, end] };
    }
  }
  const table = { spec: TABLE, keys, batches: sessions() };
  return (await writeTable(table, `${options.scratch}/${file}`, { force: true })).rows;
}

mkdirSync(options.scratch, { recursive: true });
const nothing = () => Promise.resolve();
await time('inflate (bytes)', nothing, () => inflate(false));
await time('inflate and hash (bytes)', nothing, () => inflate(true));
await time('inflate and scan, no column (rows)', nothing, () => scan([]));
await time('inflate, scan and intern (rows)', nothing, () => scan(SELECT));
await time('reduce, ties pair (events)', readEvents, async (batches) => reduce(batches, 'pair'));
await time('reduce, ties file (events)', readEvents, async (batches) => reduce(batches, 'file'));
await time('reduce, sort, write CSV (sessions)', readEvents, (batches) => write(batches, 'stage.csv'));
await time('reduce, sort, write Parquet (sessions)', readEvents, (batches) =>
  write(batches, 'stage.parquet'),
);
