import { type Dictionary, type EventColumns, grown, utf8 } from '@cmsc/core';

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

// What stands before the data of a LowCardinality column: its version, then for each block which numbers the
// indexes are, and that the names they stand for come with the block. (ClickHouse, SerializationLowCardinality.cpp)
const KEYS_VERSION = 1;
const BLOCK_HAS_NAMES = 0x600;

/**
 * Writes a column of ids as a `LowCardinality(String)`: each block has the names that it needs, once each, and an index
 * a row. So a name costs its text once in 65,536 rows, not once a row.
 */
class LowCardinality {
  readonly #dictionary: Dictionary;
  /** For each id, its index in the block that holds it, good where #block says so. */
  #index = new Int32Array(1024);
  #block = new Int32Array(1024);
  #blocks = 0;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** Appends `length` ids as a column's data. */
  write(ids: Int32Array, length: number, to: BlockBytes): void {
    const indexes = new Uint32Array(length);
    const names = this.#number(ids, indexes);
    const [kind, packed] = packedIndexes(indexes, names.length);
    to.uint64(KEYS_VERSION);
    to.uint64(BLOCK_HAS_NAMES | kind);
    to.uint64(names.length);
    for (const id of names) to.text(this.#dictionary.name(id));
    to.uint64(length);
    to.array(packed);
  }

  /** Fills in the index of each row, and gives the ids in the order of their indexes. */
  #number(ids: Int32Array, indexes: Uint32Array): number[] {
    this.#index = grown(this.#index, this.#dictionary.size);
    this.#block = grown(this.#block, this.#dictionary.size);
    const block = ++this.#blocks;
    const names: number[] = [];
    for (let i = 0; i < indexes.length; i++) {
      const id = ids[i] as number;
      if (this.#block[id] !== block) {
        this.#block[id] = block;
        this.#index[id] = names.push(id) - 1;
      }
      indexes[i] = this.#index[id] as number;
    }
    return names;
  }
}

/** The indexes in the smallest numbers that hold `count`, and the number by which ClickHouse knows those. */
function packedIndexes(
  indexes: Uint32Array,
  count: number,
): [kind: number, packed: Uint8Array | Uint16Array | Uint32Array] {
  if (count <= 2 ** 8) return [0, Uint8Array.from(indexes)];
  if (count <= 2 ** 16) return [1, Uint16Array.from(indexes)];
  return [2, indexes];
}

const FIRST_BYTES = 1 << 16;

/** Bytes of a block in ClickHouse's format Native, appended piece by piece. Numbers are little-endian. */
class BlockBytes {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** Appends a whole number ≥ 0 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    this.#bytes = grown(this.#bytes, this.#length + 10);
    for (; value >= 0x80; value = Math.floor(value / 0x80))
      this.#bytes[this.#length++] = (value % 0x80) | 0x80;
    this.#bytes[this.#length++] = value;
  }

  /** Appends a text as UTF-8, its length before it. */
  text(text: string): void {
    const bytes = utf8(text);
    this.varint(bytes.length);
    this.array(bytes);
  }

  /** Appends a whole number from 0 to 2⁵³ as eight bytes. */
  uint64(value: number): void {
    this.array(Uint32Array.of(value % 2 ** 32, Math.floor(value / 2 ** 32)));
  }

  /** Appends the memory of an array as it is: the byte order of all machines that ClickHouse runs on. */
  array(values: Uint8Array | Uint16Array | Uint32Array | Int32Array): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#bytes = grown(this.#bytes, this.#length + bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** All that was appended, for the caller to keep. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.buffer, 0, this.#length);
    this.#bytes = new Uint8Array(Math.max(FIRST_BYTES, this.#length));
    this.#length = 0;
    return taken;
  }
}
