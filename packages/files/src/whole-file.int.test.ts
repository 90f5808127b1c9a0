import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { openWholeFile } from './whole-file.js';
import { removeLeftovers, temporaryName } from './scratch-folder.js';

const folder = useTemporaryFolder();

async function write(path: string, content: string, options = {}) {
  const file = await openWholeFile(path, options);
  await file.write(Buffer.from(content));
  return file.finish();
}

const read = (name: string) => readFileSync(folder.file(name), 'utf8');

const failure = (code: string, message: string) =>
  expect.objectContaining({ kind: 'io', code, message: expect.stringContaining(message) });

describe('openWholeFile', () => {
  it('shows nothing under the name before the file is complete', async () => {
    const file = await openWholeFile(folder.file('out.csv'));
    await file.write(Buffer.from('one\n'));
    const [temporary] = folder.names();
    expect(folder.names()).toHaveLength(1);
    expect(temporary).toMatch(/^\.out\.csv\.cmsc-[0-9a-f]{8}-[0-9a-f]{16}\.tmp$/);
    await file.write(Buffer.from('two\n'));
    const sha256 = createHash('sha256').update('one\ntwo\n').digest('hex');
    expect(await file.finish()).toEqual({ bytes: 8, sha256 });
    expect(folder.names()).toEqual(['out.csv']);
    expect(read('out.csv')).toBe('one\ntwo\n');
  });

  it('does not replace a file unless it is told to', async () => {
    writeFileSync(folder.file('out.csv'), 'old');
    await expect(write(folder.file('out.csv'), 'new')).rejects.toThrow(failure('OUTPUT_EXISTS', '--force'));
    expect(read('out.csv')).toBe('old');
    chmodSync(folder.file('out.csv'), 0o640);
    await write(folder.file('out.csv'), 'new', { force: true });
    expect(read('out.csv')).toBe('new');
    expect(statSync(folder.file('out.csv')).mode & 0o777).toBe(0o640);
  });

  it('does not replace a file that came up meanwhile', async () => {
    const file = await openWholeFile(folder.file('out.csv'));
    await file.write(Buffer.from('mine'));
    writeFileSync(folder.file('out.csv'), 'theirs');
    await expect(file.finish()).rejects.toThrow(failure('OUTPUT_EXISTS', 'out.csv'));
    expect(folder.names()).toEqual(['out.csv']);
    expect(read('out.csv')).toBe('theirs');
  });

  it('lets one of many runs to one target win, and keeps their bytes apart', async () => {
    const contents = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000));
    const results = await Promise.allSettled(
      contents.map((content) => write(folder.file('out.csv'), content)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(contents).toContain(read('out.csv'));
    await Promise.all(contents.map((content) => write(folder.file('out.csv'), content, { force: true })));
    expect(contents).toContain(read('out.csv'));
    expect(folder.names()).toEqual(['out.csv']);
  });

  it('leaves things as they were when it is given up', async () => {
    writeFileSync(folder.file('out.csv'), 'old');
    const file = await openWholeFile(folder.file('out.csv'), { force: true });
    await file.write(Buffer.from('new'));
    await file.abort();
    expect(folder.names()).toEqual(['out.csv']);
    expect(read('out.csv')).toBe('old');
  });

  it('writes through links, whole chains of them, to a file that is there or not', async () => {
    mkdirSync(folder.file('there'));
    symlinkSync('there/real.csv', folder.file('second.csv'));
    symlinkSync(folder.file('second.csv'), folder.file('first.csv'));
    await write(folder.file('first.csv'), 'one');
    expect(readFileSync(folder.file('there/real.csv'), 'utf8')).toBe('one');
    await expect(write(folder.file('first.csv'), 'two')).rejects.toThrow(
      failure('OUTPUT_EXISTS', 'first.csv'),
    );
    await write(folder.file('first.csv'), 'two', { force: true });
    expect(readFileSync(folder.file('there/real.csv'), 'utf8')).toBe('two');
    expect(readlinkSync(folder.file('second.csv'))).toBe('there/real.csv');
    expect(lstatSync(folder.file('there/real.csv')).isFile()).toBe(true);
    expect(folder.names()).toEqual(['first.csv', 'second.csv', 'there']);
  });

  it('refuses links that go round in a circle', async () => {
    symlinkSync('b.csv', folder.file('a.csv'));
    symlinkSync('a.csv', folder.file('b.csv'));
    await expect(write(folder.file('a.csv'), '')).rejects.toThrow(failure('WRITE_FAILED', 'circle'));
  });

  it.each([
    ['missing/out.csv', 'NOT_FOUND', 'create it first'],
    ['file/out.csv', 'WRITE_FAILED', 'not a folder'],
    ['folder', 'WRITE_FAILED', 'is a folder'],
    [`${'x'.repeat(300)}.csv`, 'WRITE_FAILED', 'too long'],
    ['nul\0.csv', 'WRITE_FAILED', 'null bytes'],
  ])('refuses %j', async (name, code, message) => {
    writeFileSync(folder.file('file'), '');
    mkdirSync(folder.file('folder'));
    await expect(write(folder.file(name), '')).rejects.toThrow(failure(code, message));
    expect(folder.names()).toEqual(['file', 'folder']);
  });

  it('says so when its folder vanishes', async () => {
    mkdirSync(folder.file('folder'));
    const file = await openWholeFile(folder.file('folder/out.csv'));
    await file.write(Buffer.from('one'));
    rmSync(folder.file('folder'), { recursive: true });
    await expect(file.finish()).rejects.toThrow(failure('WRITE_FAILED', 'its folder is gone'));
  });

  it('writes to a device, and says when it is full', async () => {
    const sha256 = createHash('sha256').update('one').digest('hex');
    expect(await write('/dev/null', 'one')).toEqual({ bytes: 3, sha256 });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    await expect(write('/dev/full', 'one')).rejects.toThrow(failure('WRITE_FAILED', 'the disk is full'));
  });

  it('writes to a named pipe as fast as its reader takes it', async () => {
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const file = openWholeFile(pipe); // it waits for the reader
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
    const heard = buffer(reader.stdout);
    for (const byte of [1, 2, 3]) await (await file).write(Buffer.alloc(1 << 20, byte));
    expect(await (await file).finish()).toMatchObject({ bytes: 3 << 20 });
    expect((await heard).equals(Buffer.concat([1, 2, 3].map((byte) => Buffer.alloc(1 << 20, byte))))).toBe(
      true,
    );
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('fails when the reader of a named pipe goes: only standard output is read as far as one likes', async () => {
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('head', ['-c', '1', pipe], { stdio: ['ignore', 'ignore', 'ignore'] });
    const file = await openWholeFile(pipe);
    const much = async () => {
      for (let i = 0; i < 100; i++) await file.write(Buffer.alloc(1 << 20));
    };
    await expect(much()).rejects.toThrow(failure('WRITE_FAILED', 'nobody reads it any more'));
    await file.abort();
  });

  it('gives up waiting for the reader of a named pipe', async () => {
    const pipe = folder.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const stop = new AbortController();
    const file = openWholeFile(pipe, { signal: stop.signal });
    setImmediate(() => stop.abort());
    await expect(file).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
  });

  it('goes on where a file stands that is open already', async () => {
    writeFileSync(folder.file('log'), 'before\n');
    const open = openSync(folder.file('log'), 'a');
    symlinkSync(`/dev/fd/${open}`, folder.file('link'));
    await write(`/dev/fd/${open}`, 'one\n');
    await write(folder.file('link'), 'two\n');
    expect(writeSync(open, 'after\n')).toBe(6);
    closeSync(open);
    expect(read('log')).toBe('before\none\ntwo\nafter\n');
    await expect(write(`/dev/fd/${open}`, '')).rejects.toThrow(failure('WRITE_FAILED', 'not open'));
  });

  it('never lets others read what the file that it replaces kept from them', async () => {
    writeFileSync(folder.file('out.csv'), 'old', { mode: 0o600 });
    const file = await openWholeFile(folder.file('out.csv'), { force: true });
    await file.write(Buffer.from('new'));
    const [temporary = ''] = folder.names().filter((name) => name.endsWith('.tmp'));
    expect(statSync(folder.file(temporary)).mode & 0o077).toBe(0);
    expect(statSync(join(folder.file(temporary), 'output')).mode & 0o077).toBe(0);
    await file.finish();
    expect(statSync(folder.file('out.csv')).mode & 0o777).toBe(0o600);
  });
});

describe('removeLeftovers', () => {
  it('removes what is not complete, and that only', async () => {
    await write(folder.file('done.csv'), 'done');
    const file = await openWholeFile(folder.file('out.csv'));
    await file.write(Buffer.from('half'));
    removeLeftovers();
    expect(folder.names()).toEqual(['done.csv']);
    await expect(file.finish()).rejects.toThrow(failure('WRITE_FAILED', 'out.csv'));
    expect(existsSync(folder.file('out.csv'))).toBe(false);
  });
});

describe('temporaryName', () => {
  it.each(['x'.repeat(255), '😀'.repeat(60), 'a b\n?*"\'.csv', ''])('makes a plain name of %j', (base) => {
    const name = temporaryName(base);
    expect(name).toMatch(/^\.[\w.-]*\.cmsc-[0-9a-f]{8}-[0-9a-f]{16}\.tmp$/);
    expect(name.length).toBeLessThan(200);
    expect(temporaryName(base)).not.toBe(name);
  });
});
