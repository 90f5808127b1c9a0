import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cmsc, shell, type Finished } from './testing/cmsc.js';
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
  isMounted = mount();
});

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  expect(openFiles()).toEqual([]);
});

/** What this process has open on the disk, where the system says. */
function openFiles(): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd));
    } catch {
      return ''; // that of the folder itself
    }
  });
  return links.filter((path) => path.startsWith(disk));
}

/** Runs a command when the disk has room for `bytes`; without one files may grow to as many. */
async function run(line: string, bytes: number): Promise<Finished> {
  if (!isMounted) return shell(`ulimit -f ${bytes / 1024}; cmsc ${line}`, folder);
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - bytes));
  try {
    return await cmsc(line.split(' '), { cwd: folder });
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
