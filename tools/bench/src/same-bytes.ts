import { generateDataset } from '@cmsc/synthetic';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// Shows that the same rows give the same bytes: as a whole, as seven parts cut inside a second, with one and two
// threads, and as three runs that carry their state. It prints a SHA-256 each, and fails when they differ.
// usage: node tools/bench/dist/same-bytes.js [--rows N] [--directory DIR]

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    directory: { type: 'string', default: 'tmp/bench/same-bytes' },
  },
});
const CMSC = fileURLToPath(new URL('../../../apps/cli/bin/cmsc.js', import.meta.url));
const whole = join(options.directory, 'whole');
const cut = join(options.directory, 'parts');
const output = (name: string) => join(options.directory, name);

function sessions(inputs: readonly string[], name: string, ...flags: string[]): string {
  const args = ['sessions', ...inputs, '-o', output(name), '--force', '--quiet', ...flags];
  execFileSync(process.execPath, [CMSC, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  return output(name);
}

function sha256(...pieces: Buffer[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** The rows of files in the order of their bytes: what several runs give together has no other common order. */
function sortedRows(files: readonly string[]): Buffer {
  const lines = files.flatMap((file) => readFileSync(file, 'latin1').trimEnd().split('\n').slice(1));
  return Buffer.from(lines.sort().join('\n'), 'latin1');
}

/** The rows of three runs over the parts, each going on where the one before ended. */
function carried(parts: readonly string[], threads: string): string[] {
  const runs = [parts.slice(0, 3), parts.slice(3, 5), parts.slice(5)];
  return runs.map((inputs, i) => {
    const before = i > 0 ? ['--state-in', output(`state${i}`)] : [];
    const after = i < runs.length - 1 ? ['--state-out', output(`state${i + 1}`)] : [];
    return sessions(inputs, `carried${i}.csv`, '--threads', threads, ...before, ...after);
  });
}

function check(kind: string, digests: [name: string, digest: string][]): void {
  for (const [name, digest] of digests) console.log(`${digest}  ${name}`);
  if (new Set(digests.map(([, digest]) => digest)).size === 1) return;
  console.error(`the ${kind} differ`);
  process.exitCode = 1;
}

for (const [directory, parts] of [[whole, undefined] as const, [cut, 7] as const])
  if (!existsSync(join(directory, 'truth.json')))
    await generateDataset({ directory, events: Number(options.rows), seed: 5, parts });
mkdirSync(options.directory, { recursive: true });
const names = readdirSync(cut).filter((name) => name.startsWith('auth_part_'));
const parts = names.sort().map((name) => join(cut, name));
const files: [string, string][] = [];
const rows: [string, string][] = [];
for (const threads of ['1', '2']) {
  for (const extension of ['csv', 'parquet']) {
    const flags = ['--threads', threads];
    const asWhole = sessions([join(whole, 'auth.txt.gz')], `whole.${extension}`, ...flags);
    const asParts = sessions(parts, `parts.${extension}`, ...flags);
    files.push([`whole.${extension}, ${threads} threads`, sha256(readFileSync(asWhole))]);
    files.push([`seven parts.${extension}, ${threads} threads`, sha256(readFileSync(asParts))]);
    if (extension === 'csv') rows.push([`rows of whole, ${threads} threads`, sha256(sortedRows([asWhole]))]);
  }
  rows.push([`rows of three runs, ${threads} threads`, sha256(sortedRows(carried(parts, threads)))]);
}
for (const extension of ['csv', 'parquet'])
  check(
    `${extension} files`,
    files.filter(([name]) => name.includes(`.${extension}`)),
  );
check('rows', rows);
