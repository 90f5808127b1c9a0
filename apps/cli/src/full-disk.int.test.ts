import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cmsc, shell, type Finished } from './testing/cmsc.js';
import { openFiles } from './testing/open-files.js';
import { AUTH, authRow } from './testing/rows.js';

/** Bytes of the disk. */
const DISK = 256 * 1024;
/** Bytes that are left to an output. */
const ROOM = 8192;

let folder: string;
let disk: string;
let isMounted = false;

/** A disk of its own, where that is allowed. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cmsc-full-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
  await cmsc(['generate', 'data', '--events', '300000', '--days', '1', '-q'], { cwd: folder });
  await cmsc(['build', 'data', '-o', 'x.duckdb', '-q'], { cwd: folder });
  const [good, bad] = [authRow(50, 'U1@D', 'C1', 'C2', 'TGS'), 'no row, and rather long for one\n'];
  writeFileSync(join(folder, 'bad.txt'), AUTH + `${good.repeat(3)}${bad}`.repeat(4000));
  writeFileSync(join(folder, 'worse.txt'), AUTH + bad.repeat(4000));
  await cmsc(['generate', 'few', '--events', '2000', '--days', '2', '-q'], { cwd: folder });
  await cmsc(['generate', 'less', '--events', '300', '--days', '2', '-q'], { cwd: folder });
  await cmsc(['score', 'few/auth.txt.gz', '--from', '0', '-o', 'few.csv', '-q'], { cwd: folder });
  isMounted = mount();
});

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  expect(openFiles(folder)).toEqual([]);
});

/** Runs a command when the disk has room for `bytes`; without one files may grow to as many. */
async function run(line: string, bytes: number, env: Record<string, string> = {}): Promise<Finished> {
  if (!isMounted) return shell(`ulimit -f ${bytes / 1024}; cmsc ${line}`, folder);
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - bytes));
  try {
    return await cmsc(line.split(' '), { cwd: folder, env });
  } finally {
    rmSync(join(disk, 'filler'));
  }
}

const LOGONS = 'data/auth.txt.gz';
const RED = '--redteam data/redteam.txt.gz';
const SKIP = '--no-output --on-bad-row skip --rejects';

const FILES: [line: string, output: string, room?: number][] = [
  ...['csv', 'csv.gz', 'jsonl', 'parquet', 'duckdb'].map((format): [string, string] => [
    `sessions ${LOGONS} -o`,
    `s.${format}`,
  ]),
  [`processes data/proc.txt.gz --keep-open -o`, 'p.csv'],
  [`label ${LOGONS} ${RED} -o`, 'l.csv'],
  [`label ${LOGONS} ${RED} -o`, 'l.parquet'],
  ['build data -o', 'y.duckdb'],
  ['sequences x.duckdb -o', 'q.csv'],
  ['sequences x.duckdb --text -o', 'q.txt'],
  ['sequences x.duckdb -o', 'q.duckdb'],
  ['ngrams x.duckdb -o', 'n.csv'],
  ['ngrams x.duckdb -o', 'n.duckdb'],
  ['report x.duckdb -o', 'r.html'],
  ['report x.duckdb -o', 'r.json'],
  ...['csv', 'jsonl.gz', 'parquet', 'duckdb'].map((format): [string, string] => [
    'query x.duckdb TABLE\u00a0session_processes -o',
    `a.${format}`,
  ]),
  [`sessions ${LOGONS} --no-output --report`, 'r.json', 0],
  [`sessions ${LOGONS} --no-output --state-out`, 'state'],
  [`sessions bad.txt ${SKIP}`, 'rejects.csv'],
  // So many that the run ends, and they are written for all that.
  [`sessions worse.txt ${SKIP}`, 'rejects.csv'],
];

const FULL = /^cmsc: [^\n]*(the disk is full|limit for the size of a file)[^\n]*\n$/;

it.each(FILES)(
  '%s %s says that the disk is full, and leaves the old file',
  async (line, output, room = ROOM) => {
    writeFileSync(join(disk, output), 'old');
    const { status, stdout, stderr } = await run(`${line} disk/${output} -q --force`, room);
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(FULL),
    });
    expect(readFileSync(join(disk, output), 'utf8')).toBe('old');
    expect(readdirSync(disk)).toEqual([output]);
  },
);

it.each([
  `export euler ${LOGONS} ${RED}`,
  'export sessions x.duckdb',
  `export sessions ${LOGONS} data/proc.txt.gz ${RED}`,
  'notebook data',
  'sequences x.duckdb --split',
])('%s leaves nothing, and no part of itself, on a full disk', async (line) => {
  const output = line.startsWith('sequences') ? 'q.csv' : 'out';
  const { status, stderr } = await run(`${line} -o disk/${output} -q`, ROOM);
  expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringMatching(FULL) });
  expect(readdirSync(disk)).toEqual([]);
});

it.each(['generate disk/out --events 30000', 'demo --keep disk/out'])(
  '%s leaves no file on a full disk',
  async (line) => {
    const { status, stderr } = await run(`${line} -q`, ROOM);
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringMatching(FULL) });
    const left = readdirSync(disk, { recursive: true, withFileTypes: true });
    expect(left.filter((each) => each.isFile())).toEqual([]);
  },
);

/** What the disk takes for the files of a folder, and the largest of them: bytes. */
function sizesIn(path: string): { all: number; largest: number } {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const sizes = files.map((each) => statSync(join(each.parentPath, each.name)).size);
  const { bsize } = statfsSync(disk);
  return {
    all: sizes.reduce((sum, size) => sum + Math.ceil(size / bsize) * bsize, 0),
    largest: Math.max(...sizes),
  };
}

/** The output stands on the disk as `before` made it; `after` would replace it, and has room for all of it but the end. */
const LATE: [before: string, after: string][] = [
  [
    `export kth few/auth.txt.gz --redteam few/redteam.txt.gz --variant as-published -o OUT`,
    `export kth few/auth.txt.gz --redteam few/redteam.txt.gz -o OUT`,
  ],
  ['notebook less -o OUT', 'notebook few -o OUT'],
  ['generate OUT --events 500 --seed 2', 'generate OUT --events 2000 --seed 3'],
  ['score few/auth.txt.gz --from 0 --to 9 -o OUT/s.csv', 'score few/auth.txt.gz --from 0 -o OUT/s.csv'],
  [
    'score few/auth.txt.gz --from 0 --to 9 -o OUT/s.parquet',
    'score few/auth.txt.gz --from 0 -o OUT/s.parquet',
  ],
  [
    'evaluate few.csv --redteam few/redteam.txt.gz -o OUT/e.csv',
    'evaluate few.csv --redteam few/redteam.txt.gz --budget 7 -o OUT/e.csv',
  ],
];

it.each(LATE)('%s stays, when the disk is full at the end of %s', async (before, after) => {
  const at = (place: string, line: string) => `${line.replaceAll('OUT', place)} -q --force`.split(' ');
  mkdirSync(join(folder, 'whole'));
  mkdirSync(join(disk, 'out'));
  await cmsc(at('whole', after), { cwd: folder });
  const { all, largest } = sizesIn(join(folder, 'whole'));
  rmSync(join(folder, 'whole'), { recursive: true });
  expect(await cmsc(at('disk/out', before), { cwd: folder })).toMatchObject({ status: 0 });
  const content = () =>
    readdirSync(join(disk, 'out')).map((name) => [name, readFileSync(join(disk, 'out', name), 'base64')]);
  const old = content();
  const { status, stderr } = await run(
    at('disk/out', after).join(' '),
    isMounted ? all - 4096 : Math.floor(largest / 1024 / 2) * 1024,
  );
  expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringMatching(FULL) });
  expect(content()).toEqual(old);
  expect(readdirSync(disk)).toEqual(['out']);
});

it.each([
  'sessions data/auth.txt.gz -o ok/out.parquet',
  'sessions data/auth.txt.gz -o ok/out.duckdb',
  'build few -o ok/out.duckdb',
  'score data/auth.txt.gz -o ok/out.parquet',
  'evaluate few.csv --redteam few/redteam.txt.gz',
  'query x.duckdb FROM\u00a0sessions -o ok/out.csv',
  'query x.duckdb FROM\u00a0sessions\u00a0ORDER\u00a0BY\u00a0random() -o ok/out.jsonl.gz',
  'sequences x.duckdb -o ok/out.parquet',
  'ngrams x.duckdb -o ok/out.csv',
  'report x.duckdb -o ok/out.html --svg ok/charts',
  'export sessions x.duckdb -o ok/out',
  'export sessions few/auth.txt.gz few/proc.txt.gz -o ok/out',
  'dashboard x.duckdb --once',
  'dashboard few --once',
  'demo --events 3000',
])('%s needs no room in the temporary folder, or says so', async (line) => {
  mkdirSync(join(folder, 'ok'));
  const { status, stderr } = await run(`${line} -q`, 0, { TMPDIR: disk });
  const made = readdirSync(join(folder, 'ok'));
  rmSync(join(folder, 'ok'), { recursive: true });
  if (status !== 0)
    expect({ status, stderr, made }).toEqual({ status: 3, stderr: expect.stringMatching(FULL), made: [] });
  expect(readdirSync(disk)).toEqual([]);
});
