import { generateDataset } from '@cmsc/synthetic';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allContenders, type BenchFiles, type Contender } from './contenders.js';
import { median, type Run } from './measure.js';

// Times cmsc against what a user would pick instead, on made-up data, interleaved, and prints medians and ratios.

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000,20000000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    directory: { type: 'string', default: 'tmp/bench' },
    json: { type: 'string', default: 'tmp/bench/bench.json' },
  },
});

interface Figures {
  name: string;
  seconds: number;
  fastest: number;
  slowest: number;
  /** Against `gzip -dc` of the same file. */
  ratio: number | undefined;
  rowsPerSecond: number;
  peakMegabytes: number | undefined;
}

async function filesFor(rows: number): Promise<BenchFiles> {
  const whole = join(options.directory, String(rows));
  const parts = `${whole}-parts`;
  const scratch = join(options.directory, 'scratch');
  for (const [directory, count] of [
    [whole, undefined],
    [parts, 4],
  ] as const) {
    if (existsSync(join(directory, 'truth.json'))) continue;
    console.error(`generating ${directory}`);
    await generateDataset({ directory, events: rows, seed: 1, parts: count });
  }
  mkdirSync(scratch, { recursive: true });
  const partNames = readdirSync(parts)
    .filter((name) => name.startsWith('auth_part_'))
    .sort();
  return {
    auth: join(whole, 'auth.txt.gz'),
    proc: join(whole, 'proc.txt.gz'),
    redteam: join(whole, 'redteam.txt.gz'),
    parts: partNames.map((name) => join(parts, name)),
    scratch,
  };
}

async function benchRows(rows: number): Promise<Figures[]> {
  const files = await filesFor(rows);
  const wanted = options.only.split(',').filter((name) => name !== '');
  const contenders = allContenders().filter(
    ({ name }) =>
      wanted.length === 0 || name.startsWith('gzip') || wanted.some((part) => name.includes(part)),
  );
  const able = contenders.filter((contender) => !skipped(contender, rows));
  const runs = new Map<Contender, Run[]>(able.map((contender) => [contender, []]));
  for (let round = 0; round <= Number(options.runs); round++) {
    for (const contender of able) {
      const run = await contender.run(files);
      // The first round fills caches and is not counted.
      if (round > 0) runs.get(contender)?.push(run);
      console.error(`${rows} rows, round ${round}: ${contender.name} ${run.seconds.toFixed(2)} s`);
    }
  }
  return figuresOf(runs, rows);
}

function skipped({ name, unavailable, mostRows = Infinity }: Contender, rows: number): boolean {
  const reason = unavailable ?? (rows > mostRows ? `too slow for ${rows} rows` : undefined);
  if (reason !== undefined) console.error(`skipped: ${name}: ${reason}`);
  return reason !== undefined;
}

function figuresOf(runs: Map<Contender, Run[]>, rows: number): Figures[] {
  const secondsOf = (name: string) => {
    const found = [...runs].find(([contender]) => contender.name === name);
    return found && median(found[1].map(({ seconds }) => seconds));
  };
  return [...runs].map(([{ name }, own]) => {
    const seconds = own.map((run) => run.seconds);
    const yardstick = secondsOf(/ proc$|processes/.test(name) ? 'gzip -dc proc' : 'gzip -dc');
    const peaks = own.map((run) => run.peakRssBytes).filter((peak) => peak !== undefined);
    return {
      name,
      seconds: median(seconds),
      fastest: Math.min(...seconds),
      slowest: Math.max(...seconds),
      ratio: yardstick && median(seconds) / yardstick,
      rowsPerSecond: Math.round(rows / median(seconds)),
      peakMegabytes: peaks.length > 0 ? Math.round(Math.max(...peaks) / 1e6) : undefined,
    };
  });
}

function printTable(rows: number, figures: Figures[]): void {
  console.log(`\n${rows.toLocaleString('en')} rows, ${options.runs} runs, median [fastest, slowest]`);
  for (const { name, seconds, fastest, slowest, ratio, peakMegabytes } of figures) {
    const cells = [
      name.padEnd(32),
      `${seconds.toFixed(2)} s`.padStart(9),
      `[${fastest.toFixed(2)}, ${slowest.toFixed(2)}]`.padStart(16),
      `${ratio?.toFixed(2) ?? '–'} × gzip -dc`.padStart(17),
      peakMegabytes === undefined ? '' : `${peakMegabytes} MB`.padStart(9),
    ];
    console.log(cells.join(' '));
  }
}

const results: Record<string, Figures[]> = {};
for (const rows of options.rows.split(',').map(Number)) {
  const figures = await benchRows(rows);
  printTable(rows, figures);
  results[rows] = figures;
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
mkdirSync(join(options.json, '..'), { recursive: true });
writeFileSync(options.json, `${JSON.stringify({ machine, runs: Number(options.runs), results }, null, 2)}\n`);
