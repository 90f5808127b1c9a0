import { randomNumbers } from '@cmsc/core';
import fc from 'fast-check';
import { crc32, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Inflater } from './inflater.js';
import type { Unpacker } from './unpacker.js';
import { WasmInflater } from './wasm-inflater.js';

/** What an unpacker makes of a file that comes in so many pieces. */
async function unpack(unpacker: Unpacker, file: Uint8Array, pieces: number) {
  const text: Buffer[] = [];
  const pieceBytes = Math.ceil(file.length / pieces);
  try {
    for (let at = 0; at < file.length; at += pieceBytes)
      for await (const piece of unpacker.push(file.subarray(at, at + pieceBytes)))
        text.push(Buffer.from(piece));
    await unpacker.end();
    return { text: Buffer.concat(text), error: '' };
  } catch (error) {
    return { text: Buffer.concat(text), error: String(error) };
  } finally {
    unpacker.close();
  }
}

/**
 * Holds the inflater in wasm against the one that goes by zlib: the same error, and the same text. Only what zlib has unpacked since it
 * was last given something is lost with an error, and not in wasm.
 */
async function expectAlike(file: Uint8Array, pieces: number): Promise<string> {
  const byZlib = await unpack(new Inflater('f'), file, pieces);
  const byWasm = await unpack(WasmInflater.start('f')!, file, pieces);
  expect(byWasm.error).toBe(byZlib.error);
  const isLost = byZlib.error !== '' && !byZlib.error.includes('cut off');
  const text = isLost ? byWasm.text.subarray(0, byZlib.text.length) : byWasm.text;
  expect(text.equals(byZlib.text)).toBe(true);
  return byWasm.error;
}

/** Bytes of several kinds: logs, noise of few or many values, repetitions from near and far, one value. */
function contentOf(kind: number, length: number, seed: number): Buffer {
  const next = randomNumbers(seed);
  const below = (count: number) => Math.floor(next() * count);
  const bytes = Buffer.alloc(length);
  const values = [256, 256, 4, 40, 1, 10][kind]!;
  const back = [length, 1 + below(40), length, 33_000, length, 300][kind]!;
  for (let i = 0; i < length; i++) bytes[i] = i < back || below(50) === 0 ? below(values) : bytes[i - back]!;
  return bytes;
}

const integer = (min: number, max: number) => fc.integer({ min, max });

const content = fc
  .record({ kind: integer(0, 5), length: fc.oneof(integer(0, 300), integer(0, 60_000)), seed: fc.nat() })
  .map(({ kind, length, seed }) => contentOf(kind, length, seed));

const member = fc
  .record({
    content,
    level: integer(0, 9),
    strategy: integer(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED),
    memLevel: integer(1, 9),
    windowBits: integer(9, 15),
  })
  .map(({ content, ...options }) => gzipSync(content, options));

const file = fc.array(member, { minLength: 1, maxLength: 3 }).map((members) => Buffer.concat(members));

const pieces = fc.oneof(integer(1, 5), integer(1, 60));

/** A header with all that may be in one, the flags at random. */
const header = fc
  .record({ flags: integer(0, 63), extra: fc.uint8Array({ maxLength: 20 }), crc: fc.boolean() })
  .map(({ flags, extra, crc }) => {
    const parts = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3])];
    if (flags & 4) parts.push(Buffer.from([extra.length, 0]), Buffer.from(extra));
    if (flags & 8) parts.push(Buffer.from('auth.txt\0'));
    if (flags & 16) parts.push(Buffer.from('all of it\0'));
    const sum = crc32(Buffer.concat(parts)) & 0xffff;
    if (flags & 2) parts.push(Buffer.from(crc ? [sum & 0xff, sum >> 8] : [1, 2]));
    return Buffer.concat(parts);
  });

describe('WasmInflater', () => {
  it('inflates as zlib does', () =>
    fc.assert(
      fc.asyncProperty(file, pieces, async (file, pieces) => {
        expect(await expectAlike(file, pieces)).toBe('');
      }),
      { numRuns: 100, seed: 1 },
    ));

  it('stops where zlib does, with its words, at what is damaged', () => {
    const damages = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), integer(0, 7)), {
      minLength: 1,
      maxLength: 3,
    });
    const property = fc.asyncProperty(file, damages, pieces, async (file, damages, pieces) => {
      const damaged = Buffer.from(file);
      // Squared: headers of blocks are near the beginning, and break in more ways than text.
      for (const [place, bit] of damages) damaged[Math.floor(place * place * (file.length - 1))]! ^= 1 << bit;
      // What begins with other bytes is not taken for gzip at all.
      damaged.set([0x1f, 0x8b]);
      await expectAlike(damaged, pieces);
    });
    return fc.assert(property, { numRuns: 100, seed: 2 });
  });

  it('stops where zlib does, with its words, where the rest is missing, or something else follows', () => {
    const behind = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      integer(0, 40).map((length) => new Uint8Array(length)),
    );
    const cut = fc.double({ min: 0, max: 1, noNaN: true });
    const property = fc.asyncProperty(file, cut, behind, pieces, async (file, cut, behind, pieces) => {
      await expectAlike(file.subarray(0, 2 + cut * (file.length - 2)), pieces);
      await expectAlike(Buffer.concat([file, behind]), pieces);
    });
    return fc.assert(property, { numRuns: 50, seed: 3 });
  });

  it('makes of any bytes behind a header what zlib makes of them', () =>
    fc.assert(
      fc.asyncProperty(header, fc.uint8Array({ maxLength: 200 }), pieces, async (head, data, pieces) => {
        await expectAlike(Buffer.concat([head, data]), pieces);
      }),
      { numRuns: 300, seed: 4 },
    ));

  it('reads headers with all that may be in one', () =>
    fc.assert(
      fc.asyncProperty(header, content, pieces, async (head, text, pieces) => {
        await expectAlike(Buffer.concat([head, gzipSync(text).subarray(10)]), pieces);
      }),
      { numRuns: 50, seed: 5 },
    ));

  it('knows each way in which a block is damaged', async () => {
    // Bits as they are read: the block's header, and codes with their highest bit first.
    const blocks: Record<string, string> = {
      'invalid block type': '111',
      'invalid stored block lengths': '10000000' + '1000000000000000' + '1000000000000000',
      'too many length or distance symbols': '101' + '11111' + '00000' + '0000',
      'invalid code lengths set': '101' + '00000' + '00000' + '0000' + '100'.repeat(4),
      'invalid bit length repeat': '101' + '00000' + '00000' + '0000' + '100' + '100' + '000' + '000' + '0',
      'invalid distance code': '110' + '0000001' + '11110',
      'invalid distance too far back': '110' + '0000001' + '00000',
      'invalid literal/length code': '110' + '11000110',
    };
    for (const [words, bits] of Object.entries(blocks)) {
      const file = Buffer.concat([gzipSync('').subarray(0, 10), bytesOf(bits.padEnd(80, '0'))]);
      expect(await expectAlike(file, 3)).toContain(`the gzip data is damaged, ${words} (`);
    }
  });
});

/** Bits as they are read, the first of each byte lowest. */
function bytesOf(bits: string): Buffer {
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt([...byte].reverse().join(''), 2)));
}
