import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZstdFrames } from './zstd-frames.js';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A block as it is in a frame, stored as it is (0) or one byte repeated (1). */
function block(content: readonly number[], { isLast = false, type = 0 } = {}): number[] {
  const header = (content.length << 3) | (type << 1) | (isLast ? 1 : 0);
  const stored = type === 1 ? content.slice(0, 1) : content;
  return [header & 255, (header >> 8) & 255, header >> 16, ...stored];
}

/** Frames of all forms of header. */
const FRAMES = {
  'a single segment': [...MAGIC, 0x20, 3, ...block([1, 2, 3], { isLast: true })],
  'a window and a checksum': [
    ...MAGIC,
    0x04,
    0x58,
    ...block([1, 2]),
    ...block([3], { isLast: true }),
    9,
    9,
    9,
    9,
  ],
  'a dictionary and a size of 2 bytes': [...MAGIC, 0x63, 1, 2, 3, 4, 5, 0, ...block([7], { isLast: true })],
  'a size of 8 bytes and a repeated byte': [
    ...MAGIC,
    0xc0,
    0x58,
    ...Array<number>(8).fill(0),
    ...block(Array<number>(300).fill(5), { isLast: true, type: 1 }),
  ],
  'no content': [...MAGIC, 0x20, 0, ...block([], { isLast: true })],
  'data for others': [0x5f, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, ...MAGIC, 1],
  'no data for others': [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0],
};

/** What a file is cut into that comes in chunks of these sizes. */
function cut(bytes: readonly number[], sizes: readonly number[] = []) {
  const frames = new ZstdFrames();
  const pieces: number[][] = [];
  let start = 0;
  for (const size of [...sizes, bytes.length]) {
    const chunk = Uint8Array.from(bytes.slice(start, start + size));
    for (const piece of frames.pieces(chunk)) pieces.push([...piece]);
    start += size;
  }
  return { pieces, isBetween: frames.isBetween, isForeign: frames.isForeign };
}

describe('ZstdFrames', () => {
  it.each(Object.entries(FRAMES))('finds the end of a frame with %s', (_, frame) => {
    const next = FRAMES['a single segment'];
    expect(cut([...frame, ...next])).toEqual({ pieces: [frame, next], isBetween: true, isForeign: false });
    for (let length = 1; length < frame.length; length++)
      expect(cut(frame.slice(0, length))).toMatchObject({ isBetween: false, isForeign: false });
  });

  it('finds them however the file is cut into chunks', () => {
    const frame = fc.constantFrom(...Object.values(FRAMES));
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 40 })),
        (frames, sizes) => {
          const { pieces, isBetween } = cut(frames.flat(), sizes);
          expect(pieces.flat()).toEqual(frames.flat());
          expect(isBetween).toBe(true);
          let end = 0;
          const ends = new Set(pieces.map((piece) => (end += piece.length)));
          let at = 0;
          for (const { length } of frames) expect(ends).toContain((at += length));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([[[10]], [[0x28, 0xb5, 0x2f, 0xfc]], [[0x28, 0x2a, 0x4d, 0x18]], [[0, 0, 0]]])(
    'tells that %j is none',
    (behind) => {
      const frame = FRAMES['a single segment'];
      expect(cut([...frame, ...behind])).toMatchObject({ pieces: [frame], isForeign: true });
      expect(cut([...frame, ...behind], Array<number>(frame.length + 1).fill(1))).toMatchObject({
        isForeign: true,
      });
    },
  );
});
