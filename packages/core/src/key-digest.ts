import type { Dictionary } from './dictionary.js';
import { LineDigest } from './line-digest.js';

const COMMA = 44;
const NEWLINE = 10;
const ZERO = 48;
/** In every runtime, though not in the language's own types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
const ENCODER = new TextEncoder();

/**
 * A digest of the keys of units that does not depend on their order: the sum, modulo 2⁶⁴, of the FNV-1a-64 hash of each key's line,
 * `time,name,name,…` with its newline.
 */
export class KeyDigest {
  readonly #digest = new LineDigest();
  readonly #columns: readonly Dictionary[];
  readonly #texts: Uint8Array[][];
  #line = new Uint8Array(1024);

  /** @param columns the dictionary of each column of the key after its time. */
  constructor(columns: readonly Dictionary[]) {
    this.#columns = columns;
    this.#texts = columns.map(() => []);
  }

  /** Adds the keys of the first `length` units. */
  add(time: Int32Array, ids: readonly Int32Array[], length: number): void {
    for (let unit = 0; unit < length; unit++) {
      let at = this.#putNumber(time[unit] as number);
      for (let column = 0; column < ids.length; column++)
        at = this.#putName(at, column, (ids[column] as Int32Array)[unit] as number);
      this.#endLine(at);
    }
  }

  /** Adds the key of one unit. */
  addOne(time: number, ids: readonly number[]): void {
    let at = this.#putNumber(time);
    for (let column = 0; column < ids.length; column++) at = this.#putName(at, column, ids[column] as number);
    this.#endLine(at);
  }

  /** As 16 hexadecimal digits. */
  toString(): string {
    return this.#digest.toString();
  }

  #endLine(at: number): void {
    this.#line[at] = NEWLINE;
    this.#digest.addBytes(this.#line, at + 1);
  }

  #putNumber(value: number): number {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    for (let at = digits - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 10))
      this.#line[at] = ZERO + (rest % 10);
    return digits;
  }

  #putName(at: number, column: number, id: number): number {
    const texts = this.#texts[column] as Uint8Array[];
    const text = (texts[id] ??= ENCODER.encode((this.#columns[column] as Dictionary).name(id)));
    const end = at + 1 + text.length;
    // Room for the newline, too.
    if (end >= this.#line.length) this.#grow(end);
    this.#line[at] = COMMA;
    for (let i = 0; i < text.length; i++) this.#line[at + 1 + i] = text[i] as number;
    return end;
  }

  #grow(length: number): void {
    const larger = new Uint8Array(2 * length);
    larger.set(this.#line);
    this.#line = larger;
  }
}
