const WIDTH = 16;

/**
 * Whole numbers that are kept of each key, by whoever needs some: 16 cells a key, side by side. With a million keys hit
 * at random, that is one miss of the cache for a key where an array for each number would be a dozen.
 */
export class KeyCells {
  /** Cell `offset` of a key is `cells[key * KeyCells.width + offset]`. */
  readonly cells: Int32Array;
  readonly keys: number;
  #reserved = 0;

  constructor(keys: number) {
    this.keys = keys;
    this.cells = new Int32Array(keys * WIDTH);
  }

  /** Cells of a key. */
  static get width(): number {
    return WIDTH;
  }

  /**
   * Sets some cells of every key aside for the caller; they hold 0.
   *
   * @returns the offset of the first one.
   * @throws Error when there are not so many left.
   */
  reserve(count: number): number {
    const offset = this.#reserved;
    this.#reserved += count;
    if (this.#reserved > WIDTH) throw new Error(`a key has only ${WIDTH} cells`);
    return offset;
  }
}
