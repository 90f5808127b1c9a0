import type { Rows } from './chunk.js';
import type { GzipFile } from './gzip-file.js';

const NEWLINE = 10;

/** One file, or several that the rows are cut into by their number, wherever that falls. One is open at a time. */
export class Parts {
  /** The files so far; all of them after {@link end}. */
  readonly files: GzipFile[];
  readonly #paths: readonly string[];
  readonly #rows: number;
  readonly #open: (path: string) => GzipFile;

  /** Of all the `rows` that will come, each file takes as many as the one behind it, or one more. */
  constructor(paths: readonly string[], rows: number, open: (path: string) => GzipFile) {
    this.#paths = paths;
    this.#rows = rows;
    this.#open = open;
    this.files = [open(paths[0]!)];
  }

  /**
   * Appends rows.
   *
   * @throws CmscError WRITE_FAILED, for instance on a full disk.
   */
  async write({ bytes, rows }: Rows): Promise<void> {
    let from = 0;
    for (let left = rows; left > 0;) {
      if (this.#room() === 0) await this.#next();
      const count = Math.min(this.#room(), left);
      const to = count === left ? bytes.length : afterLines(bytes, from, count);
      await this.files.at(-1)!.write(bytes.subarray(from, to), count);
      from = to;
      left -= count;
    }
  }

  /**
   * Ends all files. Those that no row was left for are empty.
   *
   * @throws CmscError WRITE_FAILED, for instance on a full disk.
   */
  async end(): Promise<void> {
    while (this.files.length < this.#paths.length) await this.#next();
    await this.files.at(-1)!.end();
  }

  /** Rows that the current file still takes. */
  #room(): number {
    const parts = this.#paths.length;
    const size = Math.floor(this.#rows / parts) + (this.files.length <= this.#rows % parts ? 1 : 0);
    return size - this.files.at(-1)!.rows;
  }

  async #next(): Promise<void> {
    await this.files.at(-1)!.end();
    this.files.push(this.#open(this.#paths[this.files.length]!));
  }
}

/** Index behind the next `count` newlines. */
function afterLines(bytes: Uint8Array, from: number, count: number): number {
  let at = from;
  for (; count > 0; count--) at = bytes.indexOf(NEWLINE, at) + 1;
  return at;
}
