import { grown } from '@cmsc/core';
import { LONGEST_LINE_BYTES } from './row-rules.js';

const CR = 13;
const LF = 10;

/** Whole lines of a file, each with its line feed; or the beginning of one line that is too long, without. */
export interface LineBlock {
  /** Good until the next block is asked for. */
  bytes: Uint8Array;
  /** Whether this is one line above the limit, cut to the limit. */
  tooLong: boolean;
}

/**
 * Cuts the chunks of one file into blocks of whole lines. The block is a part of the chunk where it can be; the line
 * that straddles two chunks is put together and comes as a block of its own. Holds one line at most.
 */
export class LineCutter {
  #held = new Uint8Array(4096);
  #heldBytes = 0;
  /** Inside a line that was reported as too long already. */
  #discarding = false;

  /** The blocks that are complete with this chunk. */
  *push(chunk: Uint8Array): Generator<LineBlock> {
    // In a slice no longer than the longest line only the first line can be too long: it began in an earlier one.
    for (let start = 0; start < chunk.length; start += LONGEST_LINE_BYTES) {
      yield* this.#cut(chunk.subarray(start, start + LONGEST_LINE_BYTES));
    }
  }

  /** The last line, with a line feed when it has none. */
  *end(): Generator<LineBlock> {
    if (this.#heldBytes > 0) yield* this.#cut(Uint8Array.of(LF));
  }

  *#cut(slice: Uint8Array): Generator<LineBlock> {
    const first = slice.indexOf(LF) + 1;
    if (first === 0) {
      yield* this.#hold(slice);
      return;
    }
    let start = 0;
    if (this.#discarding) {
      this.#discarding = false;
      start = first;
    } else if (this.#heldBytes > 0) {
      yield* this.#hold(slice.subarray(0, first));
      if (this.#heldBytes > 0) yield { bytes: this.#takeHeld(), tooLong: false };
      this.#discarding = false;
      start = first;
    }
    const end = slice.lastIndexOf(LF) + 1;
    if (end > start) yield { bytes: slice.subarray(start, end), tooLong: false };
    yield* this.#hold(slice.subarray(end));
  }

  *#hold(part: Uint8Array): Generator<LineBlock> {
    if (this.#discarding || part.length === 0) return;
    this.#append(part);
    if (contentLength(this.#held, this.#heldBytes) <= LONGEST_LINE_BYTES) return;
    this.#discarding = true;
    yield { bytes: this.#takeHeld().subarray(0, LONGEST_LINE_BYTES), tooLong: true };
  }

  #append(part: Uint8Array): void {
    const size = this.#heldBytes + part.length;
    this.#held = grown(this.#held, size);
    this.#held.set(part, this.#heldBytes);
    this.#heldBytes = size;
  }

  #takeHeld(): Uint8Array {
    const line = this.#held.subarray(0, this.#heldBytes);
    this.#heldBytes = 0;
    return line;
  }
}

/** Length of a line without its end; a CR that may turn out to be half of a line end is left out, too. */
function contentLength(line: Uint8Array, length: number): number {
  let end = length;
  if (end > 0 && line[end - 1] === LF) end--;
  if (end > 0 && line[end - 1] === CR) end--;
  return end;
}

/** A row that ends with a line feed, without its line end. */
export function withoutLineEnd(row: Uint8Array): Uint8Array {
  return row.subarray(0, contentLength(row, row.length));
}
