import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './testing/fingerprint.js';
import { isTextFormat, type OutputFormat } from './format.js';
import { runWriter, startWriter } from './testing/run-writer.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

const ROWS = 60_000;

describe.each(['csv', 'csv.gz', 'jsonl', 'parquet', 'duckdb'])('an output as %s', (format) => {
  it('that grows over a limit for the size of files keeps what was there', async () => {
    const target = folder.file(`out.${format}`);
    writeFileSync(target, 'old');
    const { status, report } = await runWriter(
      { target, rows: ROWS, options: { force: true } },
      { before: 'ulimit -f 8;' },
    );
    expect(report).toMatchObject({
      kind: 'io',
      code: 'WRITE_FAILED',
      message: expect.stringContaining('limit for the size'),
    });
    expect(status).toBe(3);
    expect(folder.names()).toEqual([`out.${format}`]);
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  it('that goes to a full device says so', async () => {
    const { status, report } = await runWriter({ target: '/dev/full', rows: ROWS, options: { format } });
    expect(report).toMatchObject({
      kind: 'io',
      code: 'WRITE_FAILED',
      message: expect.stringContaining('disk is full'),
    });
    expect(status).toBe(3);
  });

  it('that goes to /dev/null is written', async () => {
    const { status, report } = await runWriter({ target: '/dev/null', rows: ROWS, options: { format } });
    expect({ status, report }).toMatchObject({ status: 0, report: { path: '/dev/null', rows: ROWS } });
  });
});

it('rows that do not fit into memory nor on the disk keep what was there', async () => {
  const target = folder.file('out.csv');
  writeFileSync(target, 'old');
  const options = { force: true, memoryLimitBytes: 1000 };
  const { status, report } = await runWriter({ target, rows: ROWS, options }, { before: 'ulimit -f 8;' });
  expect({ status, report }).toMatchObject({ status: 3, report: { code: 'WRITE_FAILED' } });
  expect(folder.names()).toEqual(['out.csv']);
  expect(readFileSync(target, 'utf8')).toBe('old');
});

it.each(['key', 'close'])(
  'a closed pipe ends a run in the order %s, and says that it is no fault',
  async (order) => {
    const job = { target: '-', rows: 2_000_000, options: { order } };
    const { status, report } = await runWriter(job, { after: '| head -n 1; exit "${PIPESTATUS[0]}"' });
    expect({ status, report }).toMatchObject({ status: 3, report: { kind: 'io', code: 'OUTPUT_CLOSED' } });
  },
);

it('standard output takes all there is', async () => {
  const { report, output } = await runWriter({ target: '-', rows: ROWS });
  const sha256 = createHash('sha256').update(output).digest('hex');
  expect(report).toMatchObject({ path: '-', rows: ROWS, sha256, bytes: output.length });
});

describe.each<[OutputFormat, object]>([
  ['csv', {}],
  ['csv', { memoryLimitBytes: 1000 }],
  ['csv.gz', { order: 'close' }],
  ['parquet', {}],
  ['duckdb', {}],
])('a run that is killed while it writes %s with %j', (format, options) => {
  it.each(['SIGINT', 'SIGKILL'] as const)('by %s leaves its output complete or absent', async (signal) => {
    const target = folder.file(`out.${format}`);
    const job = { target, rows: ROWS, options: { ...options }, pauseMs: 1 };
    await runWriter(job);
    const complete = await fingerprint(target, format);
    rmSync(target);
    for (const delay of isTextFormat(format) ? [0, 40, 80, 140] : [0, 60, 150]) {
      const { child, opened, result } = startWriter(job);
      await opened;
      await setTimeout(delay);
      child.kill(signal);
      const { status } = await result;
      const names = folder.names();
      const leftovers = names.filter((name) => name !== `out.${format}`);
      if (leftovers.length < names.length) {
        expect(await fingerprint(target, format)).toBe(complete);
      } else expect(status).not.toBe(0);
      if (signal === 'SIGINT') expect(leftovers).toEqual([]);
      const recognisable = new RegExp(`^\\.out\\.${format}\\.cmsc-[0-9a-f]{8}-[0-9a-f]{16}\\.tmp$`);
      for (const name of leftovers) expect(name).toMatch(recognisable);
      for (const name of names) rmSync(folder.file(name), { recursive: true });
    }
  });
});
