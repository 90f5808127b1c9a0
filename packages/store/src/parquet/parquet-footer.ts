import {
  THRIFT,
  ThriftReader,
  ThriftWriter,
  thriftInteger,
  thriftStructs,
  thriftText,
  type ThriftField,
} from './thrift.js';

/** Fields of the structs of a Parquet footer (parquet.thrift of the format's specification). */
const FILE = { rows: 3, rowGroups: 4, metadata: 5 };
const KEY_VALUE = { key: 1, value: 2 };
const ROW_GROUP = { columns: 1, fileOffset: 5, ordinal: 7 };
const COLUMN = { fileOffset: 2, metadata: 3, offsetIndex: 4, columnIndex: 6 };
const METADATA = { dataPage: 9, indexPage: 10, dictionaryPage: 11, bloomFilter: 14 };

const COLUMN_POSITIONS = [COLUMN.fileOffset, COLUMN.offsetIndex, COLUMN.columnIndex];
const METADATA_POSITIONS = Object.values(METADATA);

/** A change to the fields of a struct: a field's new value, or undefined where it stays as it is. */
type Edit = (field: ThriftField, value: Uint8Array) => Uint8Array | undefined;

/** The row groups of files with one schema, on their way into one file. */
export class ParquetFooter {
  readonly #rowGroups: Buffer[] = [];
  #first: Uint8Array | undefined;
  #rows = 0;

  /**
   * Takes in the row groups that a footer names.
   *
   * @param footer the footer of a file.
   * @param shift by how many bytes what the footer tells of lies further on in the one file.
   */
  add(footer: Uint8Array, shift: number): void {
    this.#first ??= footer;
    for (const { id, from } of new ThriftReader(footer).fields()) {
      const reader = new ThriftReader(footer, from);
      if (id === FILE.rows) this.#rows += reader.integer();
      if (id !== FILE.rowGroups) continue;
      for (const group of reader.structs()) {
        this.#rowGroups.push(
          movedRowGroup(footer.subarray(group.from, group.to), shift, this.#rowGroups.length),
        );
      }
    }
  }

  /** The footer of the one file: that of the first one, with all row groups, and what else is to be known of the file. */
  bytes(metadata: Readonly<Record<string, string>> = {}): Buffer {
    const whole = edited(this.#first!, ({ id }) => {
      if (id === FILE.rows) return thriftInteger(this.#rows);
      return id === FILE.rowGroups ? thriftStructs(this.#rowGroups) : undefined;
    });
    return Object.keys(metadata).length > 0 ? withMetadata(whole, metadata) : whole;
  }
}

/** The footer with key-value metadata in place of what it has of these. */
function withMetadata(footer: Buffer, metadata: Readonly<Record<string, string>>): Buffer {
  const fields = new ThriftReader(footer).fields();
  const writer = new ThriftWriter();
  const put = (some: readonly ThriftField[]): void => {
    for (const { id, type, from, to } of some) writer.field(id, type, footer.subarray(from, to));
  };
  put(fields.filter(({ id }) => id < FILE.metadata));
  writer.field(FILE.metadata, THRIFT.list, thriftStructs(Object.entries(metadata).map(keyValue)));
  put(fields.filter(({ id }) => id > FILE.metadata));
  return writer.end();
}

function keyValue([key, value]: [string, string]): Buffer {
  const writer = new ThriftWriter().field(KEY_VALUE.key, THRIFT.text, thriftText(key));
  return writer.field(KEY_VALUE.value, THRIFT.text, thriftText(value)).end();
}

function movedRowGroup(group: Uint8Array, shift: number, ordinal: number): Buffer {
  return edited(group, ({ id }, value) => {
    if (id === ROW_GROUP.columns) return editedStructs(value, (column) => movedColumn(column, shift));
    if (id === ROW_GROUP.fileOffset) return movedPosition(value, shift);
    return id === ROW_GROUP.ordinal ? thriftInteger(ordinal) : undefined;
  });
}

function movedColumn(column: Uint8Array, shift: number): Buffer {
  return edited(column, ({ id }, value) => {
    if (COLUMN_POSITIONS.includes(id)) return movedPosition(value, shift);
    if (id !== COLUMN.metadata) return undefined;
    return edited(value, (field, position) =>
      METADATA_POSITIONS.includes(field.id) ? movedPosition(position, shift) : undefined,
    );
  });
}

/** Position 0 stands for none: each file begins with a mark. */
function movedPosition(value: Uint8Array, shift: number): Uint8Array {
  const position = new ThriftReader(value).integer();
  return position === 0 ? value : thriftInteger(position + shift);
}

function edited(struct: Uint8Array, edit: Edit): Buffer {
  const writer = new ThriftWriter();
  for (const field of new ThriftReader(struct).fields()) {
    const value = struct.subarray(field.from, field.to);
    writer.field(field.id, field.type, edit(field, value) ?? value);
  }
  return writer.end();
}

function editedStructs(list: Uint8Array, edit: (struct: Uint8Array) => Uint8Array): Buffer {
  const structs = new ThriftReader(list).structs();
  return thriftStructs(structs.map(({ from, to }) => edit(list.subarray(from, to))));
}
