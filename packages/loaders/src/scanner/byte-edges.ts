import { EDGE_END, EDGE_OTHER, EDGE_START } from '@cmsc/core';
import { isDigits } from './byte-fields.js';
import { ByteWord } from './byte-word.js';
import type { ScanEdge } from './scan-columns.js';

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
