import { VARIANTS } from '@cmsc/exports';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { authRows } from '../testing/auth-rows.js';
import { HAS_SHARED, SHARED } from '../testing/shared.js';
import { tempFolder } from '../testing/temp-folder.js';
import type { ExportManifest, ExportOptions, ExportReport } from './export-options.js';
import { runExport } from './run-export.js';

const folder = tempFolder();
// A row a second or so, spread over some hours, so that there is more than one slice.
const rows = authRows(3000, 5).map((row) => row.replace(/^\d+/, (time) => String(Number(time) * 7)));
const redteamRows = rows
  .filter((row, i) => i % 89 === 0 && row.includes('LogOn'))
  .map((row) => row.split(','))
  .map(([time, , user, source, target]) => `${time},${user},${source},${target}`);
const NAMES = ['euler', 'argus', 'mlx-graphs', 'safekit-word', 'safekit-char', 'kth', 'pikachu'];

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  const text = lines.map((line) => `${line}\n`).join('');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const whole = file('auth.txt.gz', rows);
const redteam = file('redteam.txt', redteamRows);

function run(output: string, options: Partial<ExportOptions>): Promise<ExportReport> {
  return runExport({ name: 'euler', inputs: [whole], redteam, output: join(folder, output), ...options });
}

/** All files below a folder, by path. */
function filesIn(name: string): Record<string, string> {
  const root = join(folder, name);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [relative(root, path), readFileSync(path, 'latin1')]));
}

/** The same without the manifest. */
function dataIn(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(filesIn(name)).filter(([path]) => path !== 'manifest.json'));
}

function manifestOf(name: string): ExportManifest {
  return JSON.parse(readFileSync(join(folder, name, 'manifest.json'), 'utf8')) as ExportManifest;
}

describe.each(NAMES)('%s', (name) => {
  test.each(VARIANTS)('gives the same files for any threads and parts, %s', async (variant) => {
    const report = await run(`${name}-${variant}`, { name, variant, threads: 1 });
    const { read, written, leftOut, filtered, rejected } = report.auth!.rows;
    expect(read).toBe(3000);
    expect(written + leftOut + filtered + rejected).toBe(read);
    expect(report.auth!.labelled).toBeGreaterThan(0);
    const { 'manifest.json': manifest, ...files } = filesIn(`${name}-${variant}`);
    expect(JSON.parse(manifest!)).toEqual({ ...report, timing: undefined });
    for (const output of report.outputs) {
      const bytes = Buffer.from(files[output.path]!, 'latin1');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(output).toMatchObject({ bytes: bytes.length, sha256 });
    }
    expect(report.outputs.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort());

    await run(`${name}-${variant}-threads`, { name, variant, threads: 2 });
    expect(filesIn(`${name}-${variant}-threads`)['manifest.json']).toBe(manifest);
    const inputs = [0, 1000, 1700].map((from, i, all) =>
      file(`auth_part_${name}_${i}.csv`, rows.slice(from, all[i + 1])),
    );
    await run(`${name}-${variant}-parts`, { name, variant, inputs });
    expect(dataIn(`${name}-${variant}-parts`)).toEqual(files);
  });
});

describe('an export', () => {
  test('writes only the rows of its time window, both ends inside', async () => {
    const times = rows.map((row) => Number(row.split(',')[0]));
    const [from, to] = [times[700]!, times[2100]!];
    const report = await run('window', { name: 'kth', from, to });
    const inside = times.filter((time) => time >= from && time <= to).length;
    // Reading stops at the first row behind the window.
    const read = times.filter((time) => time <= to).length + 1;
    expect(report.auth!.rows).toMatchObject({ read, filtered: read - inside });
    const expected =
      (await run('no-window', { name: 'kth' })) && filesIn('no-window')['0.csv']!.match(/.*\n/g)!;
    const kept = expected.filter(
      (line) => Number(line.split(',')[0]) >= from && Number(line.split(',')[0]) <= to,
    );
    expect(filesIn('window')['0.csv']).toBe(kept.join(''));
    expect(manifestOf('window').options).toEqual({ name: 'kth', variant: 'corrected', from, to });
  });

  test.skipIf(!HAS_SHARED)('finds the red-team logon in real rows', async () => {
    const inputs = [join(SHARED, 'data/auth_users_day7_t634975-635057.txt')];
    const real = { inputs, redteam: join(SHARED, 'data/redteam.txt.gz') };
    const report = await run('day7', { ...real, name: 'argus' });
    expect(report.auth).toMatchObject({ labelled: 1, differences: { rows: 0, labels: 0, values: 0 } });
    const files = filesIn('day7');
    expect(report.outputs.filter(({ path }) => /^\d+\.txt$/.test(path))).toHaveLength(64);
    const machines = files['nmap.txt']!.split('\n');
    const attack = files['630000.txt']!.split('\n').find((line) => line.endsWith(',1'))!;
    const [time, source, destination] = attack.split(',') as [string, string, string];
    expect([time, machines[Number(source)], machines[Number(destination)]]).toEqual([
      '635015',
      'C19932',
      'C529',
    ]);
  });

  test('takes the first row for a header only when it is the first of the input', async () => {
    const ntlm = file(
      'ntlm.txt',
      [1, 2, 3].map((time) => `${time},U1@DOM1,U1@DOM1,C1,C2,NTLM,Network,LogOn,Success`),
    );
    const published = { inputs: [ntlm], variant: 'as-published' } as const;
    await run('all-three', published);
    expect(filesIn('all-three')['0.txt']).toBe('2,0,1,0\n3,0,1,0\n');
    await run('last-two', { ...published, from: 2 });
    expect(filesIn('last-two')['0.txt']).toBe('2,0,1,0\n3,0,1,0\n');
  });

  test('reads flows where it can, and says so where it can’t', async () => {
    const flows = [file('flows.txt', ['700,1,C1,N1,C2,445,6,5,600', '701,1,C1,?,C2,445,6,5,600'])];
    const report = await run('with-flows', { name: 'argus', flows });
    expect(report.flows).toMatchObject({
      rows: { read: 2, written: 1, leftOut: 1, filtered: 0, rejected: 0 },
    });
    expect(report.inputs.map(({ path }) => path)).toEqual([whole, ...flows, redteam]);
    const { 'nmap.txt': machines, [join('flows', '0.txt')]: text } = filesIn('with-flows');
    const ids = ['C1', 'C2'].map((name) => machines!.split('\n').indexOf(name));
    expect(text).toMatch(new RegExp(`^700,${ids.join(',')},0,1,0,1,5,600,[01]\n$`));
    await expect(run('no-flows', { name: 'euler', flows })).rejects.toThrow(
      'this export reads no flows: "euler"',
    );
  });

  test('writes a report with the timing on request', async () => {
    const path = join(folder, 'export-report.json');
    const report = await run('reported', { report: path });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(report.timing.seconds).toBeGreaterThan(0);
  });

  test('skips bad rows when it may, and keeps them', async () => {
    const bad = file('bad.txt', [...rows.slice(0, 10), 'x,y', ...rows.slice(10, 20)]);
    const rejects = join(folder, 'rejects.csv');
    const report = await run('skipping', { name: 'safekit-word', inputs: [bad], onBadRow: 'skip', rejects });
    expect(report.auth!.rows).toMatchObject({ read: 21, rejected: 1 });
    expect(readFileSync(rejects, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    expect(report.rejects).toMatchObject({ path: rejects, rows: 1 });
  });

  test('reads standard input twice when it has to', async () => {
    const program = `
      import { runExport } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../dist/exports/run-export.js')).href)};
      const { inputs } = await runExport(${JSON.stringify({ name: 'safekit-word', inputs: ['-'], redteam, output: join(folder, 'piped') })});
      console.log(inputs[0].path, inputs[0].rows);`;
    const input = readFileSync(whole);
    const script = join(folder, 'piped.mjs');
    writeFileSync(script, program);
    const printed = execFileSync(process.execPath, [script], {
      input,
      encoding: 'utf8',
    });
    expect(printed).toBe('- 3000\n');
    await run('not-piped', { name: 'safekit-word' });
    expect(dataIn('piped')).toEqual(dataIn('not-piped'));
  });

  test('has files without rows when there are no rows', async () => {
    const report = await run('empty', { inputs: [file('empty.txt', [])] });
    expect(report.auth!.rows).toEqual({ read: 0, written: 0, leftOut: 0, filtered: 0, rejected: 0 });
    expect(Object.keys(filesIn('empty'))).toEqual(['0.txt', 'manifest.json', 'nmap.pkl', 'nmap.txt']);
  });
});

describe('its folder', () => {
  const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

  test('is absent after a bad row, a missing file, and an interruption', async () => {
    const bad = file('late-bad.txt', [...rows.slice(0, 2000), 'x,y']);
    await expect(run('failed', { inputs: [bad] })).rejects.toMatchObject({
      kind: 'data',
      code: 'COLUMN_COUNT',
    });
    await expect(run('failed', { redteam: join(folder, 'none') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error('stopped'));
    await expect(run('failed', { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(existsSync(join(folder, 'failed'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  test('is replaced with --force only, and kept when that fails', async () => {
    await run('kept', {});
    const before = filesIn('kept');
    await expect(run('kept', { name: 'kth' })).rejects.toMatchObject({ kind: 'io', code: 'OUTPUT_EXISTS' });
    const bad = file('bad-again.txt', ['x,y']);
    await expect(run('kept', { inputs: [bad], force: true })).rejects.toMatchObject({ kind: 'data' });
    expect(filesIn('kept')).toEqual(before);
    await run('kept', { name: 'kth', force: true });
    expect(Object.keys(filesIn('kept'))).toEqual(['0.csv', 'manifest.json']);
    expect(leftovers()).toEqual([]);
  });

  test('is never one that is no export', async () => {
    mkdirSync(join(folder, 'precious'));
    writeFileSync(join(folder, 'precious', 'thesis.tex'), '');
    await expect(run('precious', { force: true })).rejects.toThrow('is no folder of an export');
    expect(existsSync(join(folder, 'precious', 'thesis.tex'))).toBe(true);
    const path = file('plain', []);
    await expect(run('plain', { force: true })).rejects.toThrow('exists already and is no folder');
    expect(statSync(path).isFile()).toBe(true);
    mkdirSync(join(folder, 'bare'));
    await run('bare', { force: true });
    expect(existsSync(join(folder, 'bare', 'manifest.json'))).toBe(true);
  });

  test('is not one that holds an input', async () => {
    await run('with-input', {});
    const inside = join(folder, 'with-input', 'auth.txt');
    writeFileSync(inside, `${rows[0]}\n`);
    await expect(run('with-input', { inputs: [inside], force: true })).rejects.toThrow(
      'which belongs to this run',
    );
    expect(existsSync(inside)).toBe(true);
  });

  test('needs a folder to be in', async () => {
    await expect(run(join('nowhere', 'out'), {})).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
  });
});

describe('options', () => {
  test.each([
    [{ name: 'eular' }, 'there is no such export: "eular"'],
    [{ variant: 'wrong' as 'corrected' }, 'there is no such variant: "wrong"'],
    [{ redteam: undefined }, 'this export needs a red-team file: "euler" (add --redteam FILE)'],
    [{ output: '-' }, 'an export is a folder, not a stream'],
    [{ name: 'sessions', inputs: [] }, 'this export needs a database'],
    [{ name: 'sessions', inputs: ['X.duckdb'], redteam: undefined }, 'there is no such database'],
  ])('that can’t be are refused: %o', async (options, message) => {
    await expect(run('refused', options)).rejects.toThrow(message);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
