import { EDGE_END, EDGE_OTHER, EDGE_START, LATEST_TIME } from '@cmsc/core';
import type { ScanEdge } from './scanner.js';

const MOST_TIME_DIGITS = 10;
const MOST_NUMBER_DIGITS = 15;

/** The time from `begin` to `end`, -1 when it is none, or has more than ten digits. */
export function parseTime(bytes: Uint8Array, begin: number, end: number): number {
  if (end === begin || end - begin > MOST_TIME_DIGITS) return -1;
  let time = 0;
  for (let i = begin; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    time = time * 10 + digit;
  }
  return time > LATEST_TIME ? -1 : time;
}

/** Whether a field is 1 to 15 digits, and so a number that is certainly not above 2^53 - 1. */
export function isShortNumber(bytes: Uint8Array, begin: number, end: number): boolean {
  return end - begin <= MOST_NUMBER_DIGITS && isDigits(bytes, begin, end);
}

/** Whether a field is digits and nothing else. */
function isDigits(bytes: Uint8Array, begin: number, end: number): boolean {
  if (end === begin) return false;
  for (let i = begin; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false;
  return true;
}

/** Reads the edge from a field. */
export class ByteEdges {
  readonly #start: ByteWord;
  readonly #end: ByteWord;
  readonly #others: boolean;

  constructor({ start, end, others }: ScanEdge) {
    this.#start = new ByteWord(start);
    this.#end = new ByteWord(end);
    this.#others = others;
  }

  /**
   * The edge that a field says, -1 when it is not certainly a good one: it is no start or end where it must be one, or may be
   * one in another spelling, or a number.
   */
  edgeOf(bytes: Uint8Array, begin: number, end: number): number {
    if (this.#start.is(bytes, begin, end)) return EDGE_START;
    if (this.#end.is(bytes, begin, end)) return EDGE_END;
    if (!this.#others || isDigits(bytes, begin, end)) return -1;
    return this.#start.mayBe(bytes, begin, end) || this.#end.mayBe(bytes, begin, end) ? -1 : EDGE_OTHER;
  }
}

/** A word that a value is compared with as bytes. */
export class ByteWord {
  readonly #word: Uint8Array;
  readonly #letters: Uint8Array;

  constructor(word: string) {
    this.#word = Buffer.from(word);
    this.#letters = this.#word.map(lower).filter(isLetter);
  }

  /** Whether the bytes from `begin` to `end` are the word. */
  is(bytes: Uint8Array, begin: number, end: number): boolean {
    if (end - begin !== this.#word.length) return false;
    for (let i = 0; i < this.#word.length; i++) if (bytes[begin + i] !== this.#word[i]) return false;
    return true;
  }

  /** Whether they may be the word in another spelling. Text that is not ASCII is left to the careful reader, which knows more letters. */
  mayBe(bytes: Uint8Array, begin: number, end: number): boolean {
    const first = lower(bytes[begin]!);
    if (isLetter(first) && first !== this.#letters[0]) return false;
    for (let i = begin; i < end; i++) if (bytes[i]! >= 0x80) return true;
    return this.#hasLetters(bytes, begin, end);
  }

  /** Whether the letters of a field, in lower case and without what is no letter, are those of the word. */
  #hasLetters(bytes: Uint8Array, begin: number, end: number): boolean {
    let found = 0;
    for (let i = begin; i < end; i++) {
      const letter = lower(bytes[i]!);
      if (!isLetter(letter)) continue;
      if (letter !== this.#letters[found]) return false;
      found++;
    }
    return found === this.#letters.length;
  }
}

/** A letter in lower case; what is none stays none. */
function lower(byte: number): number {
  return byte | 0x20;
}

function isLetter(lowered: number): boolean {
  return lowered >= 0x61 && lowered <= 0x7a;
}
