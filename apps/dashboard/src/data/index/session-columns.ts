import { setImmediate } from 'node:timers/promises';
import { CHUNK_ROWS, type ColumnFile } from './column-file.js';

// Chunks between two looks at the keyboard: some milliseconds of work.
const CHUNKS_AT_ONCE = 8;

/** The items of a column of lists. */
export interface ItemColumn {
  file: ColumnFile;
  /** Index of each row's first item. */
  starts: ColumnFile;
}

/** Some rows of some columns. The arrays are used again for the next chunk. */
export interface Chunk {
  number: number;
  /** Its first row. */
  first: number;
  count: number;
  /** A value for each of the rows. */
  column(name: string): Int32Array;
  /** The items of a column of lists; its lengths say which are whose. */
  items(name: string): Int32Array;
}

/** What the columns are made of. */
export interface ColumnParts {
  /** Number of sessions. */
  rows: number;
  /** Numbers as they are; names as their code, in the order of their bytes; lists as their length. */
  files: ReadonlyMap<string, ColumnFile>;
  /** Names by their code, for the columns that hold names or lists of them. */
  names: ReadonlyMap<string, readonly string[]>;
  /** Items of the lists of names, one session after the other, as codes. */
  items: ReadonlyMap<string, ItemColumn>;
  /**
   * The database's own small letters for the names that are not ASCII: what contains what, in any case, is the same then
   * wherever it is looked up.
   */
  folded?: ReadonlyMap<string, string>;
  /** The times of the attacked sessions, by row. There are few. */
  attackTimes: ReadonlyMap<number, readonly number[]>;
}

/** The sessions of a database by columns of numbers. Row `r` is the session with the id `r + 1`. */
export class SessionColumns {
  readonly rows: number;
  readonly names: ColumnParts['names'];
  readonly items: ColumnParts['items'];
  readonly folded: ReadonlyMap<string, string>;
  readonly attackTimes: ColumnParts['attackTimes'];
  readonly #files: ColumnParts['files'];
  // Used by every visit: a chunk is read and done with before anything else runs.
  readonly #values = new Map<string, Int32Array>();
  #items = new Int32Array(0);

  constructor({ rows, files, names, items, folded = new Map(), attackTimes }: ColumnParts) {
    this.rows = rows;
    this.#files = files;
    this.names = names;
    this.items = items;
    this.folded = folded;
    this.attackTimes = attackTimes;
  }

  /** Whether there is a column of that name. */
  has(name: string): boolean {
    return this.#files.has(name);
  }

  /**
   * The file of a column; the callers know the columns from the list's spec.
   * @throws Error when there is none: a bug
   */
  file(name: string): ColumnFile {
    const file = this.#files.get(name);
    if (file === undefined) throw new Error(`the index has no column ${name}`);
    return file;
  }

  /** The numbers of all chunks, in order. */
  get chunks(): number[] {
    return Array.from({ length: Math.ceil(this.rows / CHUNK_ROWS) }, (_, number) => number);
  }

  /** Looks at chunks one after the other, and lets others have the processor in between. */
  async visit(numbers: readonly number[], signal: AbortSignal, look: (chunk: Chunk) => void): Promise<void> {
    for (const [step, number] of numbers.entries()) {
      if (step % CHUNKS_AT_ONCE === CHUNKS_AT_ONCE - 1) await setImmediate();
      signal.throwIfAborted();
      const first = number * CHUNK_ROWS;
      look({
        number,
        first,
        count: Math.min(CHUNK_ROWS, this.rows - first),
        column: (name) => this.#read(name, first),
        items: (name) => this.#readItems(name, first),
      });
    }
  }

  #read(name: string, first: number): Int32Array {
    const values = this.#values.get(name) ?? new Int32Array(CHUNK_ROWS);
    this.#values.set(name, values);
    return values.subarray(0, this.file(name).read(first, values));
  }

  #readItems(name: string, first: number): Int32Array {
    const items = this.items.get(name);
    if (items === undefined) throw new Error(`the index has no items of ${name}`);
    const { file, starts } = items;
    const next = first + CHUNK_ROWS;
    const start = starts.at(first);
    const count = (next < starts.length ? starts.at(next) : file.length) - start;
    if (this.#items.length < count) this.#items = new Int32Array(count);
    const chunk = this.#items.subarray(0, count);
    file.read(start, chunk);
    return chunk;
  }
}
