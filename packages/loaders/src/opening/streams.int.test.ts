import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  createWriteStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tempFile, tempFolder } from '../testing/temp-folder.js';
import { openBytes, peekText } from './open-bytes.js';
import { adoptStreams, readStored, takeStreams } from './read-stored.js';
import { withCopies } from './stream-copies.js';

/** As many bytes as a pipe holds, and more. */
const MUCH = Buffer.from(new Uint32Array(100_000).map((_, i) => i).buffer);

const CAN_COUNT = existsSync('/proc/self/fd');
const openDescriptors = () => (CAN_COUNT ? readdirSync('/proc/self/fd').length : 0);
let descriptorsBefore = 0;
beforeEach(() => {
  descriptorsBefore = openDescriptors();
});
// Streams close theirs in their own time. Whatever a test has tried, none is left.
afterEach(() => vi.waitFor(() => expect(openDescriptors()).toBe(descriptorsBefore), 20_000));

async function makePipe(): Promise<string> {
  const path = join(await tempFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** A pipe and what writes to it; opened for both, so that neither waits for the other. */
async function pipeWithWriter(): Promise<{
  path: string;
  write: (bytes: Uint8Array) => number;
  leave(): void;
}> {
  const path = await makePipe();
  const fd = openSync(path, constants.O_RDWR);
  return { path, write: (bytes) => writeSync(fd, bytes), leave: () => closeSync(fd) };
}

async function contentOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

const peek = (path: string, bytes: number, signal?: AbortSignal) =>
  contentOf(peekText(path, bytes, signal && { signal }));

describe('a pipe', () => {
  it('is read to its end by several looks and one reader', async () => {
    const path = await makePipe();
    const writer = createWriteStream(path);
    const closed = once(writer, 'close');
    writer.end(MUCH);
    for (const least of [4, 100, 4]) expect((await peek(path, least)).length).toBeGreaterThanOrEqual(4);
    expect((await contentOf(openBytes(path))).equals(MUCH)).toBe(true);
    await closed;
  });

  it('that ends before the bytes of a look has those it has', async () => {
    const path = await makePipe();
    createWriteStream(path).end('1,a\n');
    expect((await peek(path, 65_536)).toString()).toBe('1,a\n');
    expect((await contentOf(openBytes(path))).toString()).toBe('1,a\n');
  });

  it('may pause between its bytes, in the middle of a line', async () => {
    const { path, write, leave } = await pipeWithWriter();
    write(Buffer.from('1,'));
    const text = contentOf(
      openBytes(path, { onBytes: (bytes) => (bytes === 2 ? write(Buffer.from('a\n')) : leave()) }),
    );
    expect((await text).toString()).toBe('1,a\n');
  });

  it('is closed by whoever stops reading, so that its writer learns of it', async () => {
    for (const least of [undefined, 4, 65_536]) {
      const path = await makePipe();
      const writer = createWriteStream(path);
      writer.write(MUCH);
      const broken = once(writer, 'error');
      if (least !== undefined) await peek(path, least);
      for await (const chunk of openBytes(path)) if (chunk.length > 0) break;
      expect((await broken)[0]).toMatchObject({ code: 'EPIPE' });
    }
  });

  it('is closed when it is called off', async () => {
    for (const least of [undefined, 4]) {
      const { path, write, leave } = await pipeWithWriter();
      write(Buffer.from('1,a\n'));
      if (least !== undefined) await peek(path, least);
      const controller = new AbortController();
      const reading = contentOf(
        openBytes(path, { signal: controller.signal, onBytes: () => controller.abort() }),
      );
      await expect(reading).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
      leave();
    }
  });

  it('is closed when the look is called off, before or while it is waited for', async () => {
    const path = await makePipe();
    await expect(peek(path, 4, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const controller = new AbortController();
    const looking = peek(path, 4, controller.signal);
    await vi.waitFor(
      () => expect(openDescriptors()).toBeGreaterThan(descriptorsBefore - 1 + Number(CAN_COUNT)),
      20_000,
    );
    controller.abort();
    await expect(looking).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('does not read ahead of its reader', async () => {
    const path = await makePipe();
    const writer = createWriteStream(path, { highWaterMark: 1 });
    const pieces = 64;
    let written = 0;
    const piece = Buffer.alloc(65_536, 'x');
    for (let i = 0; i < pieces; i++) writer.write(piece, () => written++);
    writer.end();
    let read = 0;
    for await (const chunk of readStored(path)) {
      read += chunk.length;
      // What is read, what the pipe and a stream hold, and what is being written.
      expect(written * piece.length).toBeLessThanOrEqual(read + 4 * piece.length);
      await new Promise(setImmediate);
    }
    expect(read).toBe(pieces * piece.length);
  });

  it('can be given to another reader with what was read of it', async () => {
    const path = await makePipe();
    const writer = createWriteStream(path);
    writer.end(MUCH);
    await peek(path, 4);
    const streams = await takeStreams([path, await tempFile('1,a\n')]);
    expect(streams).toHaveLength(1);
    adoptStreams(structuredClone(streams));
    expect((await contentOf(openBytes(path))).equals(MUCH)).toBe(true);
  });

  it('is closed when another can’t be given away, also one that was looked into', async () => {
    const [seen, other] = [await pipeWithWriter(), await pipeWithWriter()];
    seen.write(MUCH.subarray(0, 1000));
    await peek(seen.path, 4);
    const taking = takeStreams([seen.path, other.path, join(await tempFolder(), 'nowhere')]);
    await expect(taking).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
    seen.leave();
    other.leave();
  });
});

describe('copies', () => {
  let folder = '';
  const made = () => readdirSync(folder).filter((name) => name.startsWith('.copies'));
  beforeEach(async () => {
    folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    expect(made()).toEqual([]);
  });

  it('are what was read, byte for byte, of a file behind a descriptor', async () => {
    const content = Buffer.from(new Uint32Array(8_000_000).map((_, i) => i).buffer);
    const fd = openSync(await tempFile(content), 'r');
    await withCopies([`/dev/fd/${fd}`], undefined, async ([copy]) => {
      expect((await readFile(copy!)).equals(content)).toBe(true);
    });
    closeSync(fd);
  });

  it('can be read as often as files can, also by their first names, and go afterwards', async () => {
    const path = await makePipe();
    const file = await tempFile('2,b\n');
    createWriteStream(path).end(MUCH);
    const used = await withCopies([path, file, path], undefined, async (files) => {
      expect(files).toEqual([expect.not.stringContaining('pipe'), file, files[0]]);
      expect(readFileSync(files[0]!).equals(MUCH)).toBe(true);
      for (let i = 0; i < 2; i++) expect((await contentOf(openBytes(path))).equals(MUCH)).toBe(true);
      expect((await peek(path, 4)).subarray(0, 4)).toEqual(MUCH.subarray(0, 4));
      // Those within share them.
      return withCopies([path], undefined, async ([inner]) => inner!);
    });
    expect(existsSync(dirname(used))).toBe(false);
  });

  it('go when the copying is called off', async () => {
    const { path, write, leave } = await pipeWithWriter();
    write(MUCH.subarray(0, 10_000));
    const controller = new AbortController();
    const use = vi.fn();
    const copying = withCopies([path], controller.signal, use);
    await vi.waitFor(() => expect(made()).toHaveLength(1), 20_000);
    controller.abort();
    await expect(copying).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    leave();
    expect(use).not.toHaveBeenCalled();
  });

  it('go when what uses them fails', async () => {
    const path = await makePipe();
    createWriteStream(path).end('1,a\n');
    let copy = '';
    const failing = withCopies([path], undefined, ([file]) => {
      copy = file!;
      return Promise.reject(new Error('no use'));
    });
    await expect(failing).rejects.toThrow('no use');
    expect(existsSync(dirname(copy))).toBe(false);
  });

  it('say what is wrong with an input that can’t be read, and leave none of the others', async () => {
    const path = await makePipe();
    createWriteStream(path).end('1,a\n');
    const gone = join(dirname(path), 'gone');
    await expect(withCopies([path, gone], undefined, () => Promise.resolve())).rejects.toMatchObject({
      code: 'NOT_FOUND',
      context: { file: gone },
    });
  });

  it('say what to do when there is no room for them', async () => {
    const { path, write, leave } = await pipeWithWriter();
    write(Buffer.from('1,a\n'));
    vi.stubEnv('TMPDIR', join(dirname(path), 'gone'));
    await expect(withCopies([path], undefined, () => Promise.resolve())).rejects.toMatchObject({
      kind: 'io',
      code: 'WRITE_FAILED',
      what: expect.stringContaining("can't be written: its folder is gone"),
    });
    leave();
  });
});
