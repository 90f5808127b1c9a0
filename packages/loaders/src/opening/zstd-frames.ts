const FRAME = [0x28, 0xb5, 0x2f, 0xfd];
/** Of a frame with data for other programs; its first byte may be any of sixteen. */
const SKIPPABLE = [0x50, 0x2a, 0x4d, 0x18];

/** Bytes of the content's size in the header of a frame, by the highest two bits of its descriptor. */
const SIZE_BYTES = [0, 2, 4, 8];
/** Bytes of the dictionary's name, by the lowest two bits. */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SINGLE_SEGMENT = 0x20;
const HAS_CHECKSUM = 0x04;
/** A block of one byte that is repeated. */
const REPEATED = 1;

/** Bytes that come next, to look at or to pass over. */
interface Need {
  bytes: number;
  looks: boolean;
  /** Whether a frame begins here. */
  begins?: true;
}

/** Whether these are the first bytes of a frame, as far as they go. */
export function isZstd(head: Uint8Array | readonly number[]): boolean {
  return FRAME.every((byte, i) => i >= head.length || head[i] === byte);
}

function isSkippable(head: readonly number[]): boolean {
  return SKIPPABLE.every((byte, i) => i >= head.length || (i > 0 ? head[i]! : head[i]! & 0xf0) === byte);
}

/** Walks through frames (RFC 8878, 3.1), fed with what it wants to look at. */
function* frames(): Generator<Need, never, readonly number[]> {
  for (;;) {
    const magic = yield { bytes: FRAME.length, looks: true, begins: true };
    if (isSkippable(magic)) {
      yield { bytes: numberIn(yield { bytes: 4, looks: true }), looks: false };
      continue;
    }
    const [descriptor = 0] = yield { bytes: 1, looks: true };
    const isSingle = (descriptor & SINGLE_SEGMENT) > 0;
    const sizeBytes = SIZE_BYTES[descriptor >> 6]! || (isSingle ? 1 : 0);
    yield { bytes: (isSingle ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]! + sizeBytes, looks: false };
    for (let isLast = false; !isLast;) {
      const header = numberIn(yield { bytes: 3, looks: true });
      isLast = (header & 1) === 1;
      yield { bytes: ((header >> 1) & 3) === REPEATED ? 1 : header >> 3, looks: false };
    }
    if ((descriptor & HAS_CHECKSUM) > 0) yield { bytes: 4, looks: false };
  }
}

/** The lowest byte comes first. */
function numberIn(bytes: readonly number[]): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}

/**
 * Finds the ends of the frames in a Zstandard file that comes in chunks. Node does not say where it stands, and its
 * versions differ in what they do there: 22 leaves out all that follows the first frame of a chunk, and takes a file
 * that is cut off for a whole one.
 */
export class ZstdFrames {
  /** Whether something else began where a frame should. */
  isForeign = false;
  readonly #walk = frames();
  #need: Need = this.#walk.next().value;
  #seen: number[] = [];
  #passed = 0;

  /** Whether the bytes so far end where a frame does. */
  get isBetween(): boolean {
    return this.#need.begins === true && this.#seen.length === 0;
  }

  /** A chunk, cut where frames end, up to what is none. */
  *pieces(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let at = 0; at < chunk.length;) {
      at += this.#take(chunk, at);
      if (this.isForeign) return;
      if (!this.isBetween) continue;
      yield chunk.subarray(start, at);
      start = at;
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }

  /** Goes on with what is needed next, as far as the chunk has it; gives the bytes that it took. */
  #take(chunk: Uint8Array, at: number): number {
    const { bytes, looks, begins } = this.#need;
    const taken = Math.min(bytes - this.#passed, chunk.length - at);
    if (looks) this.#seen.push(...chunk.subarray(at, at + taken));
    this.isForeign = begins === true && !isZstd(this.#seen) && !isSkippable(this.#seen);
    this.#passed += taken;
    if (this.#passed < bytes) return taken;
    do this.#need = this.#walk.next(this.#seen).value;
    while (this.#need.bytes === 0);
    this.#seen = [];
    this.#passed = 0;
    return taken;
  }
}
