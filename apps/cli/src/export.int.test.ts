import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

/** The first row, and the first red-team event, are what the published splitters take for headers. */
const AUTH = [
  '5,U1@D,U1@D,C1,C2,NTLM,Network,LogOn,Success',
  '7,U1@D,C9$@D,C1,C3,Kerberos,Network,LogOn,Success',
  '150885,U620@D,U620@D,C17693,C1003,NTLM,Network,LogOn,Success',
  '151036,U748@D,U748@D,C17693,C305,NTLM,Network,LogOn,Success',
];
const REDTEAM = ['150885,U620@D,C17693,C1003', '151036,U748@D,C17693,C305'];
const NAMES = ['euler', 'argus', 'mlx-graphs', 'safekit-word', 'safekit-char', 'kth', 'pikachu', 'sessions'];

const folder = useFolder();
const text = (...path: string[]): string => readFileSync(join(folder.path, ...path), 'utf8');
const put = (name: string, lines: readonly string[]): void =>
  writeFileSync(join(folder.path, name), lines.map((line) => `${line}\n`).join(''));
const run = (...args: string[]) => cmsc(['export', ...args], { cwd: folder.path });
const euler = (...args: string[]) => run('euler', 'auth.txt', '--redteam', 'redteam.txt', ...args);

beforeEach(() => {
  put('auth.txt', AUTH);
  put('redteam.txt', REDTEAM);
});

describe('cmsc export', () => {
  it('writes a folder with a manifest, and says where the rows went', async () => {
    const { status, stdout, stderr } = await euler('-o', 'out');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(text('out', '0.txt')).toBe('5,0,1,0\n');
    expect(text('out', '150000.txt')).toBe('150885,2,3,1\n151036,2,4,1\n');
    expect(text('out', 'nmap.txt')).toBe('C1\nC2\nC17693\nC1003\nC305\n');
    expect(stderr.split('\n').slice(0, 4)).toEqual([
      '4 rows read, 3 written, 2 with label 1',
      '  1 left out: the export holds rows that contain NTLM, in any case',
      'corrected; as published it would differ in 1 row, 1 label',
      'out: 18 files, 108 bytes, and manifest.json',
    ]);
    const manifest = JSON.parse(text('out', 'manifest.json'));
    expect(manifest).toMatchObject({
      command: 'export',
      options: { name: 'euler', variant: 'corrected' },
      inputs: [
        { path: 'auth.txt', rows: 4 },
        { path: 'redteam.txt', rows: 2 },
      ],
      auth: { labelled: 2, differences: { rows: 1, labels: 1, values: 0 } },
    });
    expect(manifest.timing).toBeUndefined();
  });

  it('keeps the quirks of the published code with --variant as-published', async () => {
    const { stderr } = await euler('--variant', 'as-published', '-o', 'out');
    expect(text('out', '0.txt')).toBe('');
    expect(text('out', '150000.txt')).toBe('150885,0,1,0\n151036,0,2,1\n');
    expect(stderr).toContain('as-published; corrected it would differ in 1 row, 1 label\n');
  });

  it('writes the rows of a time window', async () => {
    const { stderr } = await euler('-o', 'out', '--from', '6', '--to', '150885');
    expect(text('out', '150000.txt')).toBe('150885,0,1,1\n');
    expect(stderr).toContain('  2 outside the time window\n');
  });

  it('reads flows for argus, and for argus alone', async () => {
    put('flows.txt', ['150890,3,C17693,N1,C1003,445,6,2,90', '150890,3,C17693,?,C1003,445,6,2,90']);
    const { status, stderr } = await run(
      ...['argus', 'auth.txt', '--redteam', 'redteam.txt', '--flows', 'flows.txt', '-o', 'out'],
    );
    expect(status).toBe(0);
    expect(text('out', 'flows', '150000.txt')).toBe('150890,2,3,0,1,0,3,2,90,1\n');
    expect(stderr).toContain('2 flows read, 1 written, 1 with label 1\n');
    const refused = await euler('--flows', 'flows.txt', '-o', 'none');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toBe('cmsc: this export reads no flows: "euler" (leave --flows away)\n');
  });

  it('writes the sessions of files', async () => {
    put('auth.txt', [...AUTH, '151040,U748@D,U748@D,C305,C305,?,?,LogOff,Success']);
    put('proc.txt', ['151036,U748@D,C305,P1,Start', '151038,U748@D,C305,P2,Start']);
    const args = ['sessions', 'auth.txt', 'proc.txt', '--redteam', 'redteam.txt', '--no-gaps', '-o', 'out'];
    const { status, stderr } = await run(...args);
    expect({ status, lines: text('out', 'test.txt') }).toEqual({ status: 0, lines: 'P1 P2\n' });
    expect(JSON.parse(text('out', 'test.jsonl'))).toMatchObject({ dst_user: 'U748@D', label: 1 });
    expect(text('out', 'vocabulary.csv')).toBe('token,count,train_count\nP1,1,0\nP2,1,0\n');
    expect(stderr).toContain('1 session: 0 to train (0 attacked), 1 to test (1 attacked)\n');
    // What is wrong with the split is no summary.
    const quiet = await run(...args, '--force', '-q');
    expect(quiet).toMatchObject({ status: 0, stdout: '' });
    expect(quiet.stderr).toMatch(/^warning: nothing to train with: [^\n]+\n$/);
  });

  it('takes of files the sessions that cmsc build makes of a time window', async () => {
    // The second logoff moves the end out of the window.
    put('auth.txt', [
      ...AUTH,
      ...[151040, 151060].map((time) => `${time},U748@D,U748@D,C305,C305,?,?,LogOff,Success`),
    ]);
    put('proc.txt', ['151036,U748@D,C305,P1,Start', '151038,U748@D,C305,P2,Start']);
    const window = ['--to', '151040'];
    await run('sessions', 'auth.txt', 'proc.txt', ...window, '-o', 'files', '-q');
    await cmsc(['build', 'auth.txt', 'proc.txt', ...window, '-o', 'X.duckdb'], { cwd: folder.path });
    await run('sessions', 'X.duckdb', '-o', 'database', '-q');
    expect(text('files', 'test.jsonl')).toContain('"end_time":151040');
    expect(text('files', 'test.jsonl')).toBe(text('database', 'test.jsonl'));
  });

  it('prints the report, or writes it', async () => {
    const printed = await euler('-o', 'out', '--report', '-');
    await euler('-o', 'out', '--report', 'report.json', '--force');
    const { timing, ...facts } = JSON.parse(printed.stdout);
    expect(facts).toEqual(JSON.parse(text('out', 'manifest.json')));
    expect(Object.keys(timing)).toEqual(['seconds', 'rowsPerSecond', 'peakRssBytes']);
    expect(JSON.parse(text('report.json'))).toMatchObject(facts);
  });

  it('replaces the folder of an export with --force only', async () => {
    await euler('-o', 'out');
    const { status, stderr } = await euler('-o', 'out', '--variant', 'as-published');
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'cmsc: out: exists already (replace it with --force)\n',
    });
    expect(text('out', '0.txt')).not.toBe('');
    const kth = ['kth', 'auth.txt', '--redteam', 'redteam.txt', '-o', 'out', '--force'];
    expect((await run(...kth)).status).toBe(0);
    expect(readdirSync(join(folder.path, 'out'))).toEqual(['0.csv', '1.csv', 'manifest.json']);
  });

  it.each([
    ['a web app', '{"name":"Cats","icons":[{"src":"cat.txt"}],"start_url":"/"}'],
    ['a bundler', '{"cat.txt":{"file":"cat.txt","isEntry":true}}'],
    ['another tool that exports', '{"command":"export","outputs":"cat.txt"}'],
    ['another tool with outputs', '{"command":"build","outputs":[{"path":"cat.txt"}]}'],
    [
      'a tool that lists other files',
      '{"command":"export","outputs":[{"path":"../cat.txt"},{"path":"./cat.txt"},null]}',
    ],
    ['nobody', ''],
    ['nobody, as null', 'null'],
    ['nobody, as a list', '["cat.txt"]'],
  ])('never replaces a folder with the manifest of %s', async (_, manifest) => {
    mkdirSync(join(folder.path, 'out'));
    put(join('out', 'manifest.json'), [manifest]);
    put(join('out', 'cat.txt'), ['mine']);
    const { status, stderr } = await euler('-o', 'out', '--force');
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/^cmsc: out: (is no folder of an export|holds cat\.txt)[^\n]*\n$/),
    });
    expect([text('out', 'manifest.json'), text('out', 'cat.txt')]).toEqual([`${manifest}\n`, 'mine\n']);
    expect(readdirSync(folder.path).sort()).toEqual(['auth.txt', 'out', 'redteam.txt']);
  });

  it('follows no link in the folder that it replaces', async () => {
    await euler('-o', 'out');
    put('mine.txt', ['mine']);
    const listed = join(folder.path, 'out', 'nmap.txt');
    rmSync(listed);
    symlinkSync(join('..', 'mine.txt'), listed);
    expect((await euler('-o', 'out', '--force')).status).toBe(0);
    expect(text('mine.txt')).toBe('mine\n');
  });

  it('leaves nothing behind after a bad row', async () => {
    put('auth.txt', [...AUTH, 'x,y']);
    const { status, stderr } = await euler('-o', 'out');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cmsc: auth\.txt:5: /);
    expect(readdirSync(folder.path).sort()).toEqual(['auth.txt', 'redteam.txt']);
    const skipping = await euler('-o', 'out', '--on-bad-row', 'skip', '--rejects', 'bad.csv');
    expect(skipping.stderr).toContain('  1 bad, skipped (--rejects FILE keeps them)\n');
    expect(text('bad.csv')).toContain('auth.txt,5,');
    // Nor does a file of that name inside the folder count as one of the export.
    put(join('out', 'bad.csv'), ['mine']);
    const stranger = await euler('-o', 'out', '--force');
    expect(stranger).toMatchObject({ status: 3, stderr: expect.stringContaining('holds bad.csv') });
    expect(text('out', 'bad.csv')).toBe('mine\n');
  });

  it.each([
    [['eular', 'auth.txt', '-o', 'out'], /^cmsc: there is no such export: "eular" \(use one of euler, /],
    [['euler', 'auth.txt', '-o', 'out'], /^cmsc: this export needs a red-team file: "euler" \(add --redteam/],
    [['euler', 'auth.txt', '-o', '-'], /^cmsc: --output can't be standard output/],
    [['euler', 'auth.txt'], /^cmsc: required option '-o, --output <dir>' not specified/],
    [['euler', '-o', 'out'], /^cmsc: missing required argument 'auth'/],
    [['kth', 'auth.txt', '--cutoff', '3', '-o', 'out'], /^cmsc: the export kth has no --cutoff/],
    [
      ['sessions', 'X.duckdb', '--variant', 'corrected', '-o', 'out'],
      /^cmsc: the export sessions has no --v/,
    ],
    [
      ['euler', 'auth.txt', '--variant', 'mended', '-o', 'out'],
      /^cmsc: --variant has no choice of this name/,
    ],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });
});

describe('cmsc export --help', () => {
  it('lists every export on a line of its own', async () => {
    const { stdout } = await run('--help');
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S.{10,}$`, 'm'));
  });
});
