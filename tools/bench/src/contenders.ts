import { unsupportedReason } from '@cmsc/clickhouse-testbed';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measure, type Run } from './measure.js';

/** The files of one bench, and a place for outputs. */
export interface BenchFiles {
  auth: string;
  proc: string;
  redteam: string;
  /** Parts of auth, together the same rows. */
  parts: string[];
  scratch: string;
}

/** Something that is timed. */
export interface Contender {
  name: string;
  /** Rows above which it takes too long to wait for. */
  mostRows?: number;
  /** Why it can't run here, if it can't. */
  unavailable?: string;
  run(files: BenchFiles): Promise<Run>;
}

const CMSC = fileURLToPath(new URL('../../../apps/cli/bin/cmsc.js', import.meta.url));
const COMPETITORS = fileURLToPath(new URL('../src/competitors/', import.meta.url));

function cmsc(name: string, argumentsFor: (files: BenchFiles) => string[]): Contender {
  return {
    name: `cmsc ${name}`,
    async run(files) {
      const report = `${files.scratch}/report.json`;
      const args = [...argumentsFor(files), '--report', report, '--force', '--quiet'];
      const { seconds } = await measure(process.execPath, [CMSC, ...args]);
      const { timing } = JSON.parse(readFileSync(report, 'utf8')) as { timing: { peakRssBytes: number } };
      return { seconds, peakRssBytes: timing.peakRssBytes };
    },
  };
}

function script(name: string, file: string, toParquet: boolean, more: Partial<Contender> = {}): Contender {
  return {
    name,
    run: ({ auth, scratch }) =>
      measure(process.execPath, [
        `${COMPETITORS}${file}`,
        auth,
        ...(toParquet ? [`${scratch}/other.parquet`] : []),
      ]),
    ...more,
  };
}

function missingModule(module: string): string | undefined {
  const { status } = spawnSync('python3', ['-c', `import ${module}`]);
  return status === 0 ? undefined : `python3 with ${module} is not installed`;
}

/** All contenders, the yardstick first. */
export function allContenders(): Contender[] {
  const clickhouse = { unavailable: unsupportedReason() };
  return [
    {
      name: 'gzip -dc',
      run: ({ auth }) => measure('sh', ['-c', 'exec gzip -dc "$1" > /dev/null', 'sh', auth]),
    },
    cmsc('sessions', ({ auth }) => ['sessions', auth, '--no-output']),
    cmsc('sessions --preset notebook', ({ auth }) => [
      'sessions',
      auth,
      '--preset',
      'notebook',
      '--no-output',
    ]),
    cmsc('sessions, parts', ({ parts }) => ['sessions', ...parts, '--no-output']),
    cmsc('sessions --redteam', ({ auth, redteam }) => [
      'sessions',
      auth,
      '--redteam',
      redteam,
      '--no-output',
    ]),
    cmsc('sessions -o .parquet', ({ auth, scratch }) => [
      'sessions',
      auth,
      '--preset',
      'notebook',
      '-o',
      `${scratch}/cmsc.parquet`,
    ]),
    cmsc('sessions -o .csv', ({ auth, scratch }) => [
      'sessions',
      auth,
      '--preset',
      'notebook',
      '-o',
      `${scratch}/cmsc.csv`,
    ]),
    {
      name: 'gzip -dc proc',
      run: ({ proc }) => measure('sh', ['-c', 'exec gzip -dc "$1" > /dev/null', 'sh', proc]),
    },
    cmsc('processes', ({ proc }) => ['processes', proc, '--no-output']),
    script('DuckDB', 'duckdb.mjs', false),
    script('DuckDB, Parquet', 'duckdb.mjs', true),
    script('ClickHouse in process', 'clickhouse.mjs', false, clickhouse),
    script('ClickHouse in process, Parquet', 'clickhouse.mjs', true, clickhouse),
    script('csv-parse + Map', 'csv-parse-map.mjs', false, { mostRows: 2_000_000 }),
    {
      name: 'pandas',
      mostRows: 2_000_000,
      unavailable: missingModule('pandas'),
      run: ({ auth }) => measure('python3', [`${COMPETITORS}pandas_sessions.py`, auth]),
    },
  ];
}
