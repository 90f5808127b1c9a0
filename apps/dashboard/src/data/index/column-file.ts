import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Rows that are looked at in one go. A multiple of 32, so that row sets can be cut there. */
export const CHUNK_ROWS = 65_536;

const BYTES = Int32Array.BYTES_PER_ELEMENT;

/** A folder of columns, made by whoever asks for it and gone when it is closed. */
export class ColumnFolder {
  readonly #path: string;
  readonly #files: ColumnFile[] = [];

  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true });
  }

  /** A new column, empty. */
  file(name: string): ColumnFile {
    const file = new ColumnFile(join(this.#path, name));
    this.#files.push(file);
    return file;
  }

  /** Closes and removes the files. */
  close(): void {
    for (const file of this.#files.splice(0)) file.close();
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/**
 * A column of whole numbers in a file, four bytes each. Reading it costs no memory that stays: the operating system
 * keeps the file's pages, and takes them back when it needs them.
 */
export class ColumnFile {
  readonly #file: number;
  readonly #least: number[] = [];
  readonly #most: number[] = [];
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w+');
  }

  /** Number of values. */
  get length(): number {
    return this.#length;
  }

  /** Adds values at the end. */
  append(values: Int32Array): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
    for (const value of values) this.#note(value);
  }

  /** The least and the greatest value of a chunk. */
  rangeOf(chunk: number): { least: number; most: number } {
    return { least: this.#least[chunk] ?? Infinity, most: this.#most[chunk] ?? -Infinity };
  }

  /** Reads the values from `first` on into `values`, as many as there are and fit; answers with their number. */
  read(first: number, values: Int32Array): number {
    const count = Math.max(0, Math.min(values.length, this.#length - first));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, count * BYTES);
    for (let done = 0; done < bytes.length;) {
      done += readSync(this.#file, bytes, done, bytes.length - done, first * BYTES + done);
    }
    return count;
  }

  /** One value. */
  at(index: number): number {
    const value = new Int32Array(1);
    this.read(index, value);
    return value[0] ?? 0;
  }

  close(): void {
    closeSync(this.#file);
  }

  #note(value: number): void {
    const chunk = Math.floor(this.#length / CHUNK_ROWS);
    this.#length++;
    if (value < (this.#least[chunk] ?? Infinity)) this.#least[chunk] = value;
    if (value > (this.#most[chunk] ?? -Infinity)) this.#most[chunk] = value;
  }
}
