import { EDGE_END, EDGE_OTHER, EDGE_START } from '@cmsc/core';
import type { ScanEdge } from './scan-columns.js';

/** Reads the edge from a field. */
export class ByteEdges {
  readonly #start: Uint8Array;
  readonly #end: Uint8Array;
  readonly #startLetters: Uint8Array;
  readonly #endLetters: Uint8Array;
  readonly #others: boolean;

  constructor({ start, end, others }: ScanEdge) {
    this.#start = Buffer.from(start);
    this.#end = Buffer.from(end);
    this.#startLetters = this.#start.map(lower).filter(isLetter);
    this.#endLetters = this.#end.map(lower).filter(isLetter);
    this.#others = others;
  }

  /**
   * The edge that a field says, -1 when it is not certainly a good one: it is no start or end where it must be one, or may be
   * one in another spelling.
   */
  edgeOf(bytes: Uint8Array, begin: number, end: number): number {
    if (isWord(bytes, begin, end, this.#start)) return EDGE_START;
    if (isWord(bytes, begin, end, this.#end)) return EDGE_END;
    if (!this.#others) return -1;
    const first = lower(bytes[begin]!);
    if (isLetter(first) && first !== this.#startLetters[0] && first !== this.#endLetters[0])
      return EDGE_OTHER;
    return this.#isRespelled(bytes, begin, end) ? -1 : EDGE_OTHER;
  }

  /** Text that is not ASCII is left to the careful reader, which knows more letters. */
  #isRespelled(bytes: Uint8Array, begin: number, end: number): boolean {
    for (let i = begin; i < end; i++) if (bytes[i]! >= 0x80) return true;
    return (
      hasLetters(bytes, begin, end, this.#startLetters) || hasLetters(bytes, begin, end, this.#endLetters)
    );
  }
}

/** Whether the bytes from `begin` to `end` are those of `word`. */
export function isWord(bytes: Uint8Array, begin: number, end: number, word: Uint8Array): boolean {
  if (end - begin !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[begin + i] !== word[i]) return false;
  return true;
}

/** Whether the letters of a field, in lower case and without what is no letter, are these. */
function hasLetters(bytes: Uint8Array, begin: number, end: number, letters: Uint8Array): boolean {
  let found = 0;
  for (let i = begin; i < end; i++) {
    const letter = lower(bytes[i]!);
    if (!isLetter(letter)) continue;
    if (letter !== letters[found]) return false;
    found++;
  }
  return found === letters.length;
}

function lower(byte: number): number {
  return byte | 0x20;
}

function isLetter(lowered: number): boolean {
  return lowered >= 0x61 && lowered <= 0x7a;
}
