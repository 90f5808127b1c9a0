/** A field of a Thrift struct, and where its value lies. */
export interface ThriftField {
  id: number;
  type: number;
  from: number;
  to: number;
}

/** Types of Thrift's compact protocol, as they stand in the header of a field. True and false have no other value. */
export const THRIFT = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  text: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
} as const;

const LONG_LIST = 15;

/**
 * Reads as much of Thrift's compact protocol as it takes to find fields and to tell where their values end.
 * The bytes are those that DuckDB has just written.
 */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where it is. */
  get at(): number {
    return this.#at;
  }

  /** The fields of the struct that begins here. */
  fields(): ThriftField[] {
    const fields: ThriftField[] = [];
    for (let id = 0; ;) {
      const header = this.#byte();
      if (header === 0) return fields;
      const type = header & 15;
      id = header >> 4 ? id + (header >> 4) : this.integer();
      const from = this.#at;
      if (type > THRIFT.false) this.#skip(type);
      fields.push({ id, type, from, to: this.#at });
    }
  }

  /** The bounds of the structs of the list that begins here. */
  structs(): { from: number; to: number }[] {
    const { count } = this.#list();
    return Array.from({ length: count }, () => {
      const from = this.#at;
      this.fields();
      return { from, to: this.#at };
    });
  }

  /** An integer that begins here: 16, 32 or 64 bits, of which 53 count. */
  integer(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #byte(): number {
    return this.#bytes[this.#at++]!;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  #list(): { count: number; type: number } {
    const header = this.#byte();
    const count = header >> 4;
    return { count: count === LONG_LIST ? this.#varint() : count, type: header & 15 };
  }

  #skip(type: number): void {
    if (type <= THRIFT.byte) this.#at++;
    else if (type <= THRIFT.i64) this.#varint();
    else if (type === THRIFT.double) this.#at += 8;
    else if (type === THRIFT.text) {
      const length = this.#varint();
      this.#at += length;
    } else if (type === THRIFT.struct) this.fields();
    else if (type === THRIFT.map) throw new Error('Parquet has no maps in its footer');
    else {
      const { count, type: item } = this.#list();
      for (let i = 0; i < count; i++) this.#skip(item);
    }
  }
}

/** Writes Thrift's compact protocol. */
export class ThriftWriter {
  readonly #pieces: Uint8Array[] = [];
  #last = 0;

  /** A field whose value is there already, as bytes. */
  field(id: number, type: number, value: Uint8Array): this {
    const step = id - this.#last;
    const isShort = step > 0 && step < 16;
    this.#pieces.push(
      isShort ? Uint8Array.of((step << 4) | type) : Uint8Array.of(type, ...thriftInteger(id)),
      value,
    );
    this.#last = id;
    return this;
  }

  /** The whole struct. */
  end(): Buffer {
    return Buffer.concat([...this.#pieces, Uint8Array.of(0)]);
  }
}

/** An integer as a value. */
export function thriftInteger(value: number): Uint8Array {
  return varint(value < 0 ? -value * 2 - 1 : value * 2);
}

/** Text as the value of a field of this type. */
export function thriftText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** A list of structs as a value. */
export function thriftStructs(structs: readonly Uint8Array[]): Buffer {
  const { length } = structs;
  const header =
    length < LONG_LIST
      ? [(length << 4) | THRIFT.struct]
      : [(LONG_LIST << 4) | THRIFT.struct, ...varint(length)];
  return Buffer.concat([Uint8Array.from(header), ...structs]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.from([...bytes, value]);
}
