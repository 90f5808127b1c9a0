/** Sorts whole numbers with a comparison of one's own: stable, and with none of the overhead of `Array.prototype.sort`. */
export class MergeSort {
  #from = new Int32Array(1 << 10);
  #to = new Int32Array(1 << 10);

  /**
   * The numbers from 0 to `count` − 1, sorted: `compare` is below 0 when `a` comes first, above 0 when `b` does.
   * The array is used again by the next call; only its first `count` values count.
   */
  sorted(count: number, compare: (a: number, b: number) => number): Int32Array {
    if (count > this.#from.length) {
      this.#from = new Int32Array(count * 2);
      this.#to = new Int32Array(count * 2);
    }
    for (let i = 0; i < count; i++) this.#from[i] = i;
    for (let width = 1; width < count; width *= 2) {
      for (let left = 0; left < count; left += width * 2) {
        this.#merge(left, Math.min(count, left + width), Math.min(count, left + width * 2), compare);
      }
      [this.#from, this.#to] = [this.#to, this.#from];
    }
    return this.#from;
  }

  /** Merges the runs [left, middle) and [middle, right). */
  #merge(left: number, middle: number, right: number, compare: (a: number, b: number) => number): void {
    const from = this.#from;
    const to = this.#to;
    let a = left;
    let b = middle;
    for (let place = left; place < right; place++) {
      const first = b >= right || (a < middle && compare(from[a]!, from[b]!) <= 0);
      to[place] = first ? from[a++]! : from[b++]!;
    }
  }
}
