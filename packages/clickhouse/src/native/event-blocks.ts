import type { Dictionary, EventColumns } from '@cmsc/core';
import { BlockBytes } from './block-bytes.js';
import { LowCardinality } from './low-cardinality.js';

/**
 * Writes batches of events as blocks in ClickHouse's format Native, whose columns are row, time, edge and the named
 * ones. The rows are numbered on from batch to batch: that number is what carries the order of the file.
 */
export class EventBlocks {
  readonly #names: readonly string[];
  readonly #columns: LowCardinality[];
  readonly #bytes = new BlockBytes();
  #rows = 0;

  /** `names` and `dictionaries` are those of the events' ids, in order. */
  constructor(names: readonly string[], dictionaries: readonly Dictionary[]) {
    this.#names = names;
    this.#columns = dictionaries.map((dictionary) => new LowCardinality(dictionary));
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** The block of a batch that has at least one event; nothing refers to the batch afterwards. */
  block(events: EventColumns): Buffer {
    const bytes = this.#bytes;
    const { length, time, edge, ids } = events;
    bytes.varint(this.#names.length + 3);
    bytes.varint(length);
    this.#header('row', 'UInt64');
    bytes.array(rowNumbers(this.#rows, length));
    this.#header('time', 'UInt32');
    bytes.array(time.subarray(0, length));
    this.#header('edge', 'UInt8');
    bytes.array(edge.subarray(0, length));
    this.#columns.forEach((column, i) => {
      this.#header(this.#names[i] as string, 'LowCardinality(String)');
      column.write(ids[i] as Int32Array, length, bytes);
    });
    this.#rows += length;
    return bytes.take();
  }

  #header(name: string, type: string): void {
    this.#bytes.text(name);
    this.#bytes.text(type);
  }
}

/** Eight bytes a row: `first`, `first` + 1, … */
function rowNumbers(first: number, length: number): Uint32Array {
  const halves = new Uint32Array(2 * length);
  for (let i = 0; i < length; i++) {
    halves[2 * i] = (first + i) % 2 ** 32;
    halves[2 * i + 1] = Math.floor((first + i) / 2 ** 32);
  }
  return halves;
}
