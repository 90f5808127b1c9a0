import { crc32 } from 'node:zlib';

/** The flags of a header (RFC 1952) that say what is in it. */
const CHECKED = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;

const DEFLATE = 8;
/** Time, kind of compression, system. */
const FACT_BYTES = 6;

/** Whether these are the first bytes of a gzip file. No text in UTF-8 begins like this. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What is wrong with a header, in zlib's words. */
export class BadHeader extends Error {
  /** Whether it is none of gzip at all. */
  readonly isForeign: boolean;

  constructor(message: string, isForeign = false) {
    super(message);
    this.isForeign = isForeign;
  }
}

/** Reads the header of a gzip member, byte by byte, and refuses it where zlib does. */
export class GzipHeader {
  /** Bytes read so far. */
  bytes = 0;
  #sum = 0;
  readonly #reader = readHeader(() => this.#sum);

  constructor() {
    this.#reader.next();
  }

  /**
   * Takes the next byte.
   *
   * @returns whether it was the last one.
   * @throws BadHeader
   */
  take(byte: number): boolean {
    this.bytes++;
    this.#sum = crc32(Uint8Array.of(byte), this.#sum);
    return this.#reader.next(byte).done === true;
  }
}

/**
 * Is given a byte for each `yield`. `sum` is the CRC-32 of those so far.
 *
 * @throws BadHeader
 */
function* readHeader(sum: () => number): Generator<undefined, void, number> {
  const isGzip = (yield) === 0x1f;
  if ((yield) !== 0x8b || !isGzip) throw new BadHeader('incorrect header check', true);
  const method = yield;
  const flags = yield;
  if (method !== DEFLATE) throw new BadHeader('unknown compression method');
  if ((flags & RESERVED) !== 0) throw new BadHeader('unknown header flags set');
  for (let i = 0; i < FACT_BYTES; i++) yield;
  if ((flags & EXTRA) !== 0) for (let left = (yield) | ((yield) << 8); left > 0; left--) yield;
  if ((flags & NAME) !== 0) while ((yield) !== 0);
  if ((flags & COMMENT) !== 0) while ((yield) !== 0);
  if ((flags & CHECKED) === 0) return;
  const wanted = sum() & 0xffff;
  if (((yield) | ((yield) << 8)) !== wanted) throw new BadHeader('header crc mismatch');
}
