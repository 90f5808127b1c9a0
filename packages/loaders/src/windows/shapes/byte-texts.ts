import { grown } from '@cmsc/core';

/** Texts after which all are forgotten: what comes again does so soon. */
const MOST_TEXTS = 1 << 15;
const SLOTS = MOST_TEXTS * 2;

/** The texts that stretches of bytes stand for: each is made once, as long as it comes again. */
export class ByteTexts {
  readonly #textOf: (bytes: Buffer, start: number, end: number) => string;
  /** By the hash of the bytes, the number of their text + 1; 0 where there is none. */
  readonly #slots = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(MOST_TEXTS);
  /** Where the bytes of each text end. */
  readonly #ends = new Int32Array(MOST_TEXTS + 1);
  #texts: string[] = [];
  #bytes = new Uint8Array(1 << 16);

  /** `textOf` says what bytes stand for, which depends on nothing else. */
  constructor(textOf: (bytes: Buffer, start: number, end: number) => string) {
    this.#textOf = textOf;
  }

  /** The text of the bytes from `start` to `end`. */
  read(bytes: Buffer, start: number, end: number): string {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 0x01000193) ^ bytes[at]!) | 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    for (let text; (text = this.#slots[slot]! - 1) >= 0; slot = (slot + 1) & (SLOTS - 1))
      if (this.#hashes[text] === hash && this.#isAt(text, bytes, start, end)) return this.#texts[text]!;
    return this.#add(slot, hash, bytes, start, end);
  }

  #isAt(text: number, bytes: Buffer, start: number, end: number): boolean {
    let own = this.#ends[text]!;
    if (this.#ends[text + 1]! - own !== end - start) return false;
    for (let at = start; at < end; at++, own++) if (this.#bytes[own] !== bytes[at]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Buffer, start: number, end: number): string {
    const text = this.#textOf(bytes, start, end);
    if (this.#texts.length === MOST_TEXTS) return (this.#forget(), text);
    const number = this.#texts.push(text) - 1;
    const from = this.#ends[number]!;
    const to = from + end - start;
    this.#bytes = grown(this.#bytes, to);
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#ends[number + 1] = to;
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    return text;
  }

  #forget(): void {
    this.#slots.fill(0);
    this.#texts = [];
  }
}
