import { isHeading, isSpace, MOST_ROW_BYTES, type TakeRow } from './row-splitter.js';
import type { TakenLines } from './windows-block.js';

const LF = 10;

/** How much text is read at once, by one thread. A longest row has its end in there. */
const BLOCK_BYTES = 4 * MOST_ROW_BYTES;

/** How a text is over: at its end, or where it is cut off or damaged. */
export type TextEnd = 'ended' | 'broken off';

/**
 * Cuts a text into blocks of whole lines. They begin where its bytes say, not where a chunk does: each is read by itself, so that what comes out
 * is the same however the text came, and in whatever thread a block was read.
 */
export class LineBlocks {
  readonly #free: Buffer[] = [];
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #length = 0;

  /** The blocks that are whole with the next part of the text. */
  *push(chunk: Uint8Array): Generator<Buffer> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + BLOCK_BYTES - this.#length);
      this.#block.set(part, this.#length);
      this.#length += part.length;
      at += part.length;
      if (this.#length === BLOCK_BYTES) yield this.#cut();
    }
  }

  /** What is left: at the end all of it, and of a text that breaks off its whole lines. */
  end(how: TextEnd): Buffer {
    const left = this.#block.subarray(0, this.#length);
    return how === 'ended' ? left : left.subarray(0, left.lastIndexOf(LF) + 1);
  }

  /** Gives back the memory of a block that has been read. */
  giveBack({ buffer }: Buffer): void {
    this.#free.push(Buffer.from(buffer as ArrayBuffer));
  }

  #cut(): Buffer {
    const block = this.#block;
    // Without any end of a line, the row is too long, and its reader says so.
    const end = block.lastIndexOf(LF) + 1 || block.length;
    this.#block = this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#length = block.copy(this.#block, 0, end);
    return block.subarray(0, end);
  }
}

/** Takes the rows of a block, one a line, counted from `line`. Lines of white space are none. */
export function takeLines(bytes: Buffer, line: number, take: TakeRow): TakenLines {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) {
    const found = bytes.indexOf(LF, start);
    const next = found < 0 ? bytes.length : found + 1;
    let end = found < 0 ? next : found;
    while (start < end && isSpace(bytes[start]!)) start++;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    if (end - start > MOST_ROW_BYTES) return { lines, tooLong: line + lines };
    if (end > start && !isHeading(bytes, start, end)) take(bytes, start, end, line + lines);
    start = next;
  }
  return { lines, tooLong: undefined };
}
