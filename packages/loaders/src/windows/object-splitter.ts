import { isEvent } from './read-event.js';
import { columnNames, holdsRowList, isRowList, isTable, memberAt } from './row-list.js';
import { isHeading, isNoRow, isSpace, MOST_ROW_BYTES, tooLong, type TakeRow } from './row-splitter.js';
import { parseObject } from './unwrap.js';

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;

/** How much of what stands before a value is looked at for its name. */
const MOST_NAME_BYTES = 64;

const NOTHING: Buffer = Buffer.alloc(0);

/** A row whose end has not come yet. */
interface OpenRow {
  /** The line that it begins in. */
  line: number;
  /** What was read of it with earlier parts of the text. */
  parts: Buffer[];
  /** Bytes of these. */
  length: number;
  /** How many of its objects are open; lists of one that is a list itself. 0 for what is neither. */
  depth: number;
  /** Whether the object that is open in it may have its rows. */
  isHolder: boolean;
  /** Whether it had its rows in a list. They are taken one by one, and it is none itself. */
  isShell: boolean;
  /** Of a row that is a list of values. */
  columns: readonly string[] | undefined;
}

/**
 * Whether a text has a row a line, by its first bytes: most lines are objects of their own, or none is the beginning of any. Else it has an object
 * after another, whatever stands between them, or an object around all of them.
 */
export function areLines(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const text = bytes.toString('latin1').replace(/^\s*(Record \d+\s+)?/, '');
  if (text.startsWith('[')) return false;
  if (!text.startsWith('{')) return true;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !isHeading(Buffer.from(line), 0, line.length));
  // The last one may go on behind what is looked at.
  const whole = lines.length > 1 ? lines.slice(0, -1).filter((line) => line !== '') : lines;
  const objects = whole.filter((line) => line.startsWith('{') && line.endsWith('}'));
  return objects.length * 2 >= whole.length && !hasRowList(bytes);
}

function hasRowList(head: Buffer): boolean {
  const splitter = new ObjectSplitter('', () => undefined);
  splitter.push(head.subarray(0, MOST_ROW_BYTES));
  return splitter.hasRowList;
}

/**
 * Objects that may take many lines, alone, in lists, or in a list of another object, the answer of a tool that has asked for them: the rows of such a
 * list come one by one, however many they are. What stands between rows, and is neither a comma nor a bracket, is a row as well: a bad one.
 */
export class ObjectSplitter {
  /** Whether an object has had its rows in a list. */
  hasRowList = false;
  #bytes: Buffer = NOTHING;
  /** Where the row that is open begins in these bytes, or goes on. */
  #from = 0;
  #line = 1;
  #row: OpenRow | undefined;
  #isText = false;
  #isEscaped = false;
  /** The name of a list that has just been opened, and may have rows. */
  #name: string | undefined;
  /** Lists around the next row that are in no object. */
  #lists = 0;
  /** Objects around the next row: the innermost last. */
  readonly #shells: { row: OpenRow; lists: number; columns: readonly string[] | undefined }[] = [];

  constructor(
    readonly file: string,
    readonly take: TakeRow,
  ) {}

  /** Takes the next part of the text. */
  push(chunk: Uint8Array): void {
    this.#bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === LF) this.#line++;
      if (this.#isText) this.#inText(byte);
      else if (this.#row && this.#row.depth > 0) this.#inside(this.#row, byte, at);
      else this.#between(byte, at);
    }
    if (this.#row) this.#keep(this.#row, chunk.length);
    this.#bytes = NOTHING;
    this.#from = 0;
  }

  /** Says that the text is at its end. */
  end(): void {
    const isCutOff = this.#lists > 0 || this.#shells.length > 0 || this.#row?.isShell;
    if (!this.#row?.isShell) this.#flush(0);
    // A list without its end has been cut off: nobody knows how many rows it had.
    if (isCutOff) this.take(Buffer.from('['), 0, 1, this.#line);
  }

  #inText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  #inside(row: OpenRow, byte: number, at: number): void {
    if (this.#name !== undefined && !isSpace(byte) && this.#entersList(row, byte, at)) return;
    if (byte === QUOTE) this.#isText = true;
    else if (row.columns) this.#insideList(row, byte, at);
    else if (byte === OPEN) {
      if (++row.depth === 2) row.isHolder = holdsRowList(this.#nameBefore(row, at));
    } else if (byte === CLOSE) {
      if (--row.depth === 0) this.#flush(at + 1);
    } else if (byte === OPEN_LIST && (row.depth === 1 || (row.depth === 2 && row.isHolder))) {
      const name = this.#nameBefore(row, at);
      if (isRowList(name)) this.#name = name;
    }
  }

  #insideList(row: OpenRow, byte: number, at: number): void {
    if (byte === OPEN_LIST) row.depth++;
    else if (byte === CLOSE_LIST && --row.depth === 0) this.#flush(at + 1);
  }

  #between(byte: number, at: number): void {
    if (byte === OPEN) this.#begin(at, 1);
    else if (byte === OPEN_LIST) this.#openList(at);
    else if (byte === CLOSE_LIST && this.#lists > 0) this.#closeList(at);
    else if (byte === CLOSE_LIST && this.#shells.length > 0) this.#leaveList(at);
    else if (byte === COMMA || byte === LF) this.#flush(at);
    else if (!this.#row && !isSpace(byte)) this.#begin(at, 0);
  }

  #begin(at: number, depth: number, columns?: readonly string[]): void {
    this.#flush(at);
    this.#from = at;
    const nothing = { parts: [], length: 0, isHolder: false, isShell: false };
    this.#row = { line: this.#line, depth, columns, ...nothing };
  }

  #openList(at: number): void {
    const columns = this.#lists === 0 ? this.#shells.at(-1)?.columns : undefined;
    if (columns) return this.#begin(at, 1, columns);
    this.#flush(at);
    this.#lists++;
  }

  #closeList(at: number): void {
    this.#flush(at);
    this.#lists--;
  }

  /** Looks at what a list begins with: whether it has rows, and goes into it then. */
  #entersList(row: OpenRow, byte: number, at: number): boolean {
    const name = this.#name;
    this.#name = undefined;
    // Of one without any it can't be told: that is up to the rest of the object.
    if (byte === CLOSE_LIST) row.isShell = true;
    const isRows = byte === OPEN_LIST && isTable(name);
    if (byte !== OPEN && !isRows) return false;
    this.#keep(row, at);
    const columns = isRows ? columnNames(Buffer.concat(row.parts).toString()) : undefined;
    if (isRows && !columns) return false;
    this.hasRowList = row.isShell = true;
    this.#shells.push({ row, lists: this.#lists, columns });
    this.#row = undefined;
    this.#lists = 0;
    this.#between(byte, at);
    return true;
  }

  /** Goes on with the object that a list was in. */
  #leaveList(at: number): void {
    this.#flush(at);
    const { row, lists } = this.#shells.pop()!;
    this.#row = row;
    this.#lists = lists;
    this.#from = at;
  }

  /** The name of the member whose value begins here. */
  #nameBefore({ parts }: OpenRow, at: number): string | undefined {
    const here = this.#bytes.subarray(Math.max(this.#from, at - MOST_NAME_BYTES), at);
    const missing = MOST_NAME_BYTES - here.length;
    const before = parts.length > 0 && missing > 0 ? Buffer.concat(parts).subarray(-missing) : NOTHING;
    return memberAt(before.toString('latin1') + here.toString('latin1'));
  }

  /**
   * Keeps what was read of a row.
   *
   * @throws CmscError LINE_TOO_LONG (data).
   */
  #keep(row: OpenRow, end: number): void {
    const part = Buffer.from(this.#bytes.subarray(this.#from, end));
    row.parts.push(part);
    row.length += part.length;
    this.#from = end;
    if (row.length > MOST_ROW_BYTES) throw tooLong(this.file, row.line);
  }

  /**
   * Gives away the row that is open, and ends here.
   *
   * @throws CmscError LINE_TOO_LONG (data).
   */
  #flush(end: number): void {
    const row = this.#row;
    this.#row = undefined;
    if (!row) return;
    let bytes: Buffer = this.#bytes;
    let start = this.#from;
    let last = end;
    if (row.length + last - start > MOST_ROW_BYTES) throw tooLong(this.file, row.line);
    if (row.parts.length > 0) {
      bytes = Buffer.concat([...row.parts, bytes.subarray(start, last)]);
      start = 0;
      last = bytes.length;
    }
    while (last > start && isSpace(bytes[last - 1]!)) last--;
    if (row.isShell ? isShell(bytes.toString('utf8', start, last)) : isNoRow(bytes, start, last)) return;
    this.take(bytes, start, last, row.line, row.columns);
  }
}

/** Whether an object without its rows is none itself: it is whole, and no event. */
function isShell(text: string): boolean {
  const rest = parseObject(text);
  return rest !== undefined && !isEvent(rest);
}
