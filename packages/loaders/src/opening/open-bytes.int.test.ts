import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, createWriteStream, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CmscError } from '@cmsc/core';
import { tempFile, tempFolder } from '../testing/temp-folder.js';
import { openBytes, peekText, type OpenOptions } from './open-bytes.js';
import { CAN_UNPACK_ZSTD } from './zstd-unpacker.js';

const { gzipSync } = zlib;
/** Packs with Zstandard, where Node can. */
const pack = (zlib as unknown as { zstdCompressSync(data: string | Uint8Array, options?: object): Buffer })
  .zstdCompressSync;

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function readAllBytes(path: string, options?: OpenOptions) {
  const opened = openBytes(path, options);
  const chunks: Buffer[] = [];
  let error: CmscError | undefined;
  try {
    for await (const chunk of opened) chunks.push(Buffer.from(chunk));
  } catch (thrown) {
    if (!(thrown instanceof CmscError)) throw thrown;
    error = thrown;
  }
  return {
    content: Buffer.concat(chunks),
    chunks: chunks.length,
    bytes: opened.bytes,
    sha256: opened.sha256,
    error,
  };
}

async function readStored(stored: Uint8Array, name = 'auth.txt') {
  return readAllBytes(await tempFile(stored, name));
}

/** Bytes that hardly pack, so that their gzip data spans several chunks. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

describe('plain and gzip files', () => {
  it.each([
    ['plain', Buffer.from('1,a\n'), '1,a\n'],
    ['gzip', gzipSync('1,a\n'), '1,a\n'],
    ['several members', Buffer.concat([gzipSync('1,a\n'), gzipSync(''), gzipSync('2,b\n')]), '1,a\n2,b\n'],
    ['zero padding', Buffer.concat([gzipSync('1,a\n'), Buffer.alloc(1000)]), '1,a\n'],
    ['a byte order mark', Buffer.concat([MARK, Buffer.from('1,a\n')]), '1,a\n'],
    ['a packed byte order mark', gzipSync(Buffer.concat([MARK, Buffer.from('1,a\n')])), '1,a\n'],
    ['nothing', Buffer.alloc(0), ''],
    ['packed nothing', gzipSync(''), ''],
    ['a byte order mark alone', MARK, ''],
    ['half a byte order mark', MARK.subarray(0, 2), '\ufffd'],
    ['one byte', Buffer.from('1'), '1'],
  ])('%s', async (_, stored, text) => {
    for (const name of ['auth.txt', 'auth.gz']) {
      const { content, bytes, sha256, error } = await readStored(stored, name);
      expect(error).toBeUndefined();
      expect(content.toString()).toBe(text);
      expect(bytes).toBe(stored.length);
      expect(sha256).toBe(createHash('sha256').update(stored).digest('hex'));
    }
  });

  it('reads files of many chunks', async () => {
    const content = noise(3_500_000);
    for (const stored of [
      content,
      gzipSync(content),
      Buffer.concat([gzipSync(content), gzipSync(content)]),
    ]) {
      const read = await readStored(stored);
      expect(read.error).toBeUndefined();
      expect(read.bytes).toBe(stored.length);
      const copies = stored.length > 5_000_000 ? [content, content] : [content];
      expect(read.content.equals(Buffer.concat(copies))).toBe(true);
    }
  });

  it('leaves the hash out when it is not wanted, and reports bytes', async () => {
    const stored = noise(2_500_000);
    const seen: number[] = [];
    const { sha256 } = await readAllBytes(await tempFile(stored), {
      hash: false,
      onBytes: (bytes) => seen.push(bytes),
    });
    expect(sha256).toBeUndefined();
    expect(seen).toEqual([1_048_576, 2_097_152, 2_500_000]);
  });
});

describe('damaged gzip', () => {
  const content = noise(1_500_000);
  const packed = gzipSync(content);

  it.each([1, 2, 4, 8, 9, 100, 700_000])('cut off by %i bytes', async (missing) => {
    const { content: read, error } = await readStored(packed.subarray(0, packed.length - missing));
    expect(error).toMatchObject({ kind: 'data', code: 'GZIP_TRUNCATED' });
    expect(error?.message).toMatch(/auth\.txt: the gzip data is cut off \(fetch the file again/);
    expect(read.equals(content.subarray(0, read.length))).toBe(true);
    expect(content.length - read.length).toBeLessThanOrEqual(missing + 100);
  });

  it.each([2, 3, 9, 10, 15])('cut off after %i bytes', async (length) => {
    expect(await readStored(gzipSync('1,a\n').subarray(0, length))).toMatchObject({
      error: { code: 'GZIP_TRUNCATED' },
    });
  });

  it.each([2, 10, 12])('a second member cut off after %i bytes', async (length) => {
    const { content: read, error } = await readStored(
      Buffer.concat([gzipSync('1,a\n'), gzipSync('2,b\n').subarray(0, length)]),
    );
    expect(error).toMatchObject({ code: 'GZIP_TRUNCATED' });
    expect(read.toString()).toContain('1,a\n');
  });

  it.each([
    ['a wrong checksum', -8],
    ['a wrong length', -1],
    ['a damaged block', -400_000],
  ])('%s', async (_, at) => {
    const damaged = Buffer.from(packed);
    damaged[damaged.length + at]! ^= 0x55;
    const { content: read, error } = await readStored(damaged);
    expect(error).toMatchObject({ kind: 'data', code: 'BAD_GZIP' });
    expect(read.length).toBeLessThan(content.length + 1);
  });

  it('a damaged header', async () => {
    const damaged = gzipSync('1,a\n');
    damaged[2] = 7;
    expect(await readStored(damaged)).toMatchObject({
      content: Buffer.alloc(0),
      error: { code: 'BAD_GZIP' },
    });
  });

  it.each([
    ['a newline', Buffer.from('\n')],
    ['text', Buffer.from('hello, world')],
    ['a byte that begins a member', Buffer.from([0x1f])],
    ['text behind zero bytes', Buffer.concat([Buffer.alloc(3), Buffer.from('x')])],
    ['a member behind zero bytes', Buffer.concat([Buffer.alloc(3), gzipSync('2,b\n')])],
    ['much', noise(3_000_000).fill('x', 0, 1)],
    ['text behind much padding', Buffer.concat([Buffer.alloc(3_000_000), Buffer.from('x')])],
  ])('something behind the last member: %s', async (_, garbage) => {
    const { error } = await readStored(Buffer.concat([gzipSync('1,a\n'), garbage]));
    expect(error).toMatchObject({ kind: 'data', code: 'BAD_GZIP' });
    expect(error?.message).toContain('something that is not gzip follows');
  });

  it('something in a chunk of its own behind the last member', async () => {
    // Whatever does not pack is stored as it is: this member ends where the first chunk does.
    const member = gzipSync(noise(1_048_576 - 200), { level: 0 });
    const filler = gzipSync('', { level: 0 });
    const padding = (1_048_576 - member.length) % filler.length;
    const head = Buffer.concat([
      member,
      ...Array(Math.floor((1_048_576 - member.length) / filler.length)).fill(filler),
    ]);
    expect(head.length).toBe(1_048_576 - padding);
    const { error } = await readStored(Buffer.concat([head, Buffer.alloc(padding), Buffer.from('x')]));
    expect(error).toMatchObject({ code: 'BAD_GZIP' });
  });

  it.each<[string, number[]]>([
    ...(CAN_UNPACK_ZSTD ? [] : [['zstd', [0x28, 0xb5, 0x2f, 0xfd]] as [string, number[]]]),
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
    ['zip', [0x50, 0x4b, 0x03, 0x04]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
  ])('is not %s', async (kind, head) => {
    const { error } = await readStored(Uint8Array.from(head));
    expect(error).toMatchObject({
      code: 'UNKNOWN_FORMAT',
      what: `the file is packed with ${kind}, not gzip`,
    });
  });
});

describe.runIf(CAN_UNPACK_ZSTD)('Zstandard', () => {
  const content = noise(1_500_000);
  const checked = { params: { 201: 1 } }; // ZSTD_c_checksumFlag
  const packed = CAN_UNPACK_ZSTD ? pack(content, checked) : Buffer.alloc(0);
  const first = CAN_UNPACK_ZSTD ? pack('1,a\n') : Buffer.alloc(0);
  const otherData = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

  it.each([
    ['one frame', () => first, '1,a\n'],
    ['several frames', () => Buffer.concat([first, pack(''), pack('2,b\n')]), '1,a\n2,b\n'],
    ['data for others', () => Buffer.concat([first, otherData, pack('2,b\n'), otherData]), '1,a\n2,b\n'],
    ['a packed byte order mark', () => pack(Buffer.concat([MARK, Buffer.from('1,a\n')])), '1,a\n'],
    ['packed nothing', () => pack(''), ''],
  ])('%s', async (_, stored, text) => {
    const { content: read, bytes, sha256, error } = await readStored(stored());
    expect(error).toBeUndefined();
    expect(read.toString()).toBe(text);
    expect(bytes).toBe(stored().length);
    expect(sha256).toBe(createHash('sha256').update(stored()).digest('hex'));
  });

  it('reads many frames of many chunks', async () => {
    const stored = Buffer.concat([packed, first, packed, pack(content), first]);
    const { content: read, error } = await readStored(stored);
    expect(error).toBeUndefined();
    const text = Buffer.from('1,a\n');
    expect(read.equals(Buffer.concat([content, text, content, content, text]))).toBe(true);
  });

  it.each([1, 2, 4, 5, 100, 700_000])('cut off by %i bytes', async (missing) => {
    const { content: read, error } = await readStored(packed.subarray(0, packed.length - missing));
    expect(error).toMatchObject({ kind: 'data', code: 'ZSTD_TRUNCATED' });
    expect(error?.message).toMatch(/auth\.txt: the zstd data is cut off \(fetch the file again/);
    expect(read.equals(content.subarray(0, read.length))).toBe(true);
  });

  it.each([1, 3, 4, 9, 12])('a second frame cut off after %i bytes', async (length) => {
    const { content: read, error } = await readStored(Buffer.concat([first, first.subarray(0, length)]));
    expect(error).toMatchObject({ code: 'ZSTD_TRUNCATED' });
    expect(read.toString()).toContain('1,a\n');
  });

  it('a wrong checksum', async () => {
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 1]! ^= 0x55;
    const { error } = await readStored(damaged);
    expect(error).toMatchObject({ kind: 'data', code: 'BAD_ZSTD' });
    expect(error?.message).toContain('the zstd data is damaged, ');
  });

  it.each([
    ['a newline', Buffer.from('\n')],
    ['text', Buffer.from('hello, world')],
    ['zero bytes', Buffer.alloc(3)],
    ['gzip', gzipSync('2,b\n')],
  ])('something behind the last frame: %s', async (_, garbage) => {
    const { content: read, error } = await readStored(Buffer.concat([first, garbage]));
    expect(error).toMatchObject({ kind: 'data', code: 'BAD_ZSTD' });
    expect(error?.message).toContain('something that is not zstd follows');
    expect(read.toString()).toBe('1,a\n');
  });

  it('holds little of much, and stops when it is called off', async () => {
    const path = await tempFile(Buffer.concat(Array(50).fill(pack(Buffer.alloc(1_048_576)))));
    const controller = new AbortController();
    let read = 0;
    await expect(async () => {
      for await (const chunk of openBytes(path, { signal: controller.signal })) {
        read += chunk.length;
        if (read > 10_000_000) controller.abort();
      }
    }).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(read).toBeLessThan(20_000_000);
  });
});

describe('bounds', () => {
  it('holds little of a gzip bomb', async () => {
    const megabyte = Buffer.alloc(1_048_576);
    const path = await tempFile(Buffer.concat(Array(200).fill(gzipSync(megabyte))));
    const before = process.memoryUsage().rss;
    let inflated = 0;
    let most = 0;
    for await (const chunk of openBytes(path)) {
      inflated += chunk.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(inflated).toBe(200 * 1_048_576);
    expect(most).toBeLessThan(100 * 1_048_576);
  });

  it('does not run ahead of its consumer', async () => {
    const path = await tempFile(gzipSync(noise(20_000_000), { level: 1 }));
    const opened = openBytes(path);
    for await (const chunk of opened) {
      expect(chunk.length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(opened.bytes).toBeLessThan(4_000_000);
      break;
    }
  });
});

describe('the end of reading', () => {
  it('closes the file at the end, at an error, and when the consumer stops', async () => {
    const good = await tempFile(gzipSync(noise(3_000_000)));
    const bad = await tempFile(gzipSync(noise(3_000_000)).subarray(0, 1_000_000));
    const before = openDescriptors();
    await readAllBytes(good);
    await readAllBytes(bad);
    for await (const chunk of openBytes(good)) if (chunk.length > 0) break;
    for await (const chunk of openBytes(await tempFile(noise(3_000_000)))) if (chunk.length > 0) break;
    expect(openDescriptors()).toBe(before);
  });

  it.each(['plain', 'gzip'])('stops a %s file when it is called off', async (kind) => {
    const path = await tempFile(kind === 'gzip' ? gzipSync(noise(5_000_000)) : noise(5_000_000));
    const before = openDescriptors();
    const controller = new AbortController();
    const opened = openBytes(path, { signal: controller.signal });
    await expect(async () => {
      for await (const chunk of opened) if (chunk.length > 0) controller.abort();
    }).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    expect(opened.sha256).toBeUndefined();
    expect(openDescriptors()).toBe(before);
  });

  it('reads nothing when it is called off before', async () => {
    const { error, bytes } = await readAllBytes(await tempFile('1,a\n'), { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ code: 'INTERRUPTED' });
    expect(bytes).toBe(0);
  });
});

describe('what can’t be read', () => {
  it('is not there', async () => {
    const folder = await tempFolder();
    const { error } = await readAllBytes(join(folder, 'gone.txt'));
    expect(error).toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
  });

  it('is a folder', async () => {
    const folder = await tempFolder();
    const before = openDescriptors();
    const { error } = await readAllBytes(folder);
    expect(error).toMatchObject({ kind: 'io', code: 'READ_FAILED' });
    expect(error?.message).toBe(`${folder}: can't be read, it is a folder, not a file`);
    expect(openDescriptors()).toBe(before);
  });
});

describe('named pipes', () => {
  const makePipe = async () => {
    const path = join(await tempFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    return path;
  };

  it('are read, byte by byte if need be', async () => {
    const path = await makePipe();
    const stored = gzipSync(Buffer.concat([MARK, Buffer.from('1,a\n')]));
    const reading = readAllBytes(path);
    const writer = createWriteStream(path);
    for (const byte of stored) {
      if (!writer.write(Uint8Array.of(byte))) await once(writer, 'drain');
      await new Promise((resolve) => setImmediate(resolve));
    }
    writer.end();
    const { content, bytes, sha256 } = await reading;
    expect(content.toString()).toBe('1,a\n');
    expect(bytes).toBe(stored.length);
    expect(sha256).toBe(createHash('sha256').update(stored).digest('hex'));
  });

  it.each([
    ['at once', undefined],
    ['after a look at their beginning', 4],
    ['after a look at all of them', 65_536],
  ])('are read %s when their writer has gone before', async (_, leastBytes) => {
    const path = await makePipe();
    const content = `1,${'a'.repeat(9_997)}\n`;
    // What keeps the pipe while its writer writes and leaves, before anybody reads.
    const holder = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    writeFileSync(path, content);
    if (leastBytes !== undefined)
      for await (const chunk of peekText(path, leastBytes)) expect(chunk.length).toBeGreaterThan(0);
    expect((await readAllBytes(path)).content.toString()).toBe(content);
    closeSync(holder);
  });

  it('that nobody writes to can be called off', async () => {
    const path = await makePipe();
    const before = openDescriptors();
    const controller = new AbortController();
    const reading = readAllBytes(path, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    expect((await reading).error).toMatchObject({ code: 'INTERRUPTED' });
    // The stream closes its descriptor in its own time.
    await expect.poll(openDescriptors, { timeout: 30_000 }).toBe(before);
  });
});
