/** A column of a block: numbers, names, or a list a row of either. */
export type NativeColumn = NumberColumn | NamesColumn | NativeList;

/** One number a row. */
export interface NumberColumn {
  type: 'numbers';
  values: Int32Array | Uint32Array | Uint8Array | Float64Array;
}

/** One name a row: `names[indexes[row]]`. */
export interface NamesColumn {
  type: 'names';
  names: readonly string[];
  indexes: Uint8Array | Uint16Array | Uint32Array;
}

/** A list a row: row i has the values from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface NativeList {
  type: 'list';
  ends: Float64Array;
  values: NumberColumn | NamesColumn;
}

/** Rows as they come from ClickHouse in format Native, by column name. */
export interface NativeBlock {
  length: number;
  columns: ReadonlyMap<string, NativeColumn>;
}

/** The bytes end before the block does. */
export class BlockCutOff extends Error {}

const LOW_CARDINALITY = 'LowCardinality(String)';

/**
 * Reads one block that begins at `offset`.
 *
 * @returns the block, and the offset behind it.
 * @throws BlockCutOff when the bytes end too early; Error for bytes that are no such block.
 */
export function readBlock(bytes: Buffer, offset: number): [block: NativeBlock, end: number] {
  const reader = new BlockReader(bytes, offset);
  const count = reader.varint();
  const length = reader.varint();
  const columns = new Map<string, NativeColumn>();
  for (let i = 0; i < count; i++) {
    const name = reader.text();
    columns.set(name, reader.column(reader.text(), length));
  }
  return [{ length, columns }, reader.offset];
}

class BlockReader {
  readonly #bytes: Buffer;
  offset: number;

  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.offset++];
      if (byte === undefined) throw new BlockCutOff();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      if (factor > 2 ** 56) throw new Error('no number of format Native');
    }
  }

  text(): string {
    const length = this.varint();
    return this.#take(length).toString('utf8');
  }

  column(type: string, length: number): NativeColumn {
    if (!type.startsWith('Array(')) return this.#scalar(type, length);
    // A list of names says before the lists how its names are kept.
    const inner = type.slice('Array('.length, -1);
    if (inner === LOW_CARDINALITY) this.#uint64();
    const ends = this.#uint64s(length);
    const values = length === 0 ? 0 : (ends[length - 1] as number);
    return {
      type: 'list',
      ends,
      values: inner === LOW_CARDINALITY ? this.#names(values) : this.#scalar(inner, values),
    };
  }

  #scalar(type: string, length: number): NumberColumn | NamesColumn {
    switch (type) {
      case 'UInt8':
        return { type: 'numbers', values: Uint8Array.from(this.#take(length)) };
      case 'UInt32':
        return { type: 'numbers', values: new Uint32Array(this.#copy(4 * length)) };
      case 'Int32':
        return { type: 'numbers', values: new Int32Array(this.#copy(4 * length)) };
      case 'UInt64':
        return { type: 'numbers', values: this.#uint64s(length) };
      case LOW_CARDINALITY:
        if (length > 0) this.#uint64();
        return this.#names(length);
      default:
        throw new Error(`a column of type ${type} was not asked for`);
    }
  }

  #names(length: number): NamesColumn {
    if (length === 0) return { type: 'names', names: [], indexes: new Uint8Array() };
    const kind = this.#uint64() % 0x100;
    const names = Array.from({ length: this.#uint64() }, () => this.text());
    const count = this.#uint64();
    if (kind > 2 || count !== length) throw new Error('no indexes of format Native');
    const memory = this.#copy(count * 2 ** kind);
    const indexes =
      kind === 0 ? new Uint8Array(memory) : kind === 1 ? new Uint16Array(memory) : new Uint32Array(memory);
    return { type: 'names', names, indexes };
  }

  #uint64(): number {
    return this.#uint64s(1)[0] as number;
  }

  #uint64s(count: number): Float64Array {
    const halves = new Uint32Array(this.#copy(8 * count));
    return Float64Array.from(
      { length: count },
      (_, i) => (halves[2 * i] as number) + (halves[2 * i + 1] as number) * 2 ** 32,
    );
  }

  #take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.#bytes.length) throw new BlockCutOff();
    const taken = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return taken;
  }

  /** A copy, since arrays of numbers have to begin at a multiple of their size. */
  #copy(length: number): ArrayBuffer {
    const taken = this.#take(length);
    const copy = new ArrayBuffer(length);
    new Uint8Array(copy).set(taken);
    return copy;
  }
}

/**
 * Reads a stream of bytes in format Native, block by block.
 *
 * @throws Error when the bytes are cut off or are no such blocks: an answer that broke off.
 */
export async function* readBlocks(bytes: AsyncIterable<Buffer>): AsyncGenerator<NativeBlock> {
  let pending: Buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let size = 0;
  // A block that was cut off is tried again when there is twice as much of it, so that reading stays linear.
  let worthTrying = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < worthTrying) continue;
    pending = Buffer.concat(chunks, size);
    const taken = yield* wholeBlocks(pending);
    pending = pending.subarray(taken);
    chunks = [pending];
    size = pending.length;
    worthTrying = 2 * size;
  }
  pending = Buffer.concat(chunks, size);
  if ((yield* wholeBlocks(pending)) < pending.length) throw new BlockCutOff('the answer broke off');
}

/**
 * Yields all blocks that are whole, and returns how many bytes they were.
 *
 * @throws Error for bytes that are no blocks.
 */
function* wholeBlocks(bytes: Buffer): Generator<NativeBlock, number> {
  let at = 0;
  while (at < bytes.length) {
    try {
      const [block, end] = readBlock(bytes, at);
      at = end;
      yield block;
    } catch (error) {
      if (error instanceof BlockCutOff) return at;
      throw error;
    }
  }
  return at;
}
