import { CmscError } from '@cmsc/core';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const COMMA = 44;

/** Longest row. An event has 64 KiB at most, and its text may be in a row twice. */
export const MOST_ROW_BYTES = 1 << 20;

/** What `evtx_dump -o json` writes before each event. */
const HEADING = /^Record \d+$/;
const HEADING_BYTE = 82;
const MOST_HEADING_BYTES = 30;

/** What begins a file of UTF-8, and stands in the middle where such files were put one after the other. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Takes a row: `bytes` from `start` to `end`, which are good until it returns, and the line that it begins in. */
export type TakeRow = (bytes: Buffer, start: number, end: number, line: number) => void;

/**
 * Whether a text has a row a line, by its first bytes: most lines are objects of their own, or none is the beginning of any. Else it has an object
 * after another, whatever stands between them.
 */
export function areLines(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const text = bytes.toString('latin1').replace(/^\s*(Record \d+\s+)?/, '');
  if (text.startsWith('[')) return false;
  if (!text.startsWith('{')) return true;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !HEADING.test(line));
  // The last one may go on behind what is looked at.
  const whole = lines.length > 1 ? lines.slice(0, -1).filter((line) => line !== '') : lines;
  return whole.filter((line) => line.startsWith('{') && line.endsWith('}')).length * 2 >= whole.length;
}

/** The error that a row without an end is. */
export function tooLong(file: string, line: number): CmscError {
  return new CmscError('data', 'LINE_TOO_LONG', `a row has more than ${MOST_ROW_BYTES} bytes`, {
    file,
    line,
    hint: 'export one event a row, as JSON lines',
  });
}

/** Objects that may take many lines, alone or in lists. What stands between them, and is neither a comma nor a bracket, is a row as well: a bad one. */
export class ObjectSplitter {
  #row = Buffer.alloc(1 << 16);
  #length = 0;
  #line = 1;
  #rowLine = 1;
  #depth = 0;
  #lists = 0;
  #isText = false;
  #isEscaped = false;

  constructor(
    readonly file: string,
    readonly take: TakeRow,
  ) {}

  /** Takes the next part of the text. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === LF) this.#line++;
      if (this.#isText) {
        this.#put(byte);
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isText = false;
      } else if (this.#depth > 0) this.#inside(byte);
      else this.#between(byte);
    }
  }

  /** Says that the text is at its end. */
  end(): void {
    this.#flush();
    // A list without its end has been cut off: nobody knows how many rows it had.
    if (this.#lists > 0) this.take(Buffer.from('['), 0, 1, this.#line);
  }

  #inside(byte: number): void {
    this.#put(byte);
    if (byte === QUOTE) this.#isText = true;
    else if (byte === OPEN) this.#depth++;
    else if (byte === CLOSE && --this.#depth === 0) this.#flush();
  }

  #between(byte: number): void {
    if (byte === OPEN) {
      this.#flush();
      this.#depth = 1;
      this.#put(byte);
    } else if (byte === OPEN_LIST) this.#lists++;
    else if (byte === CLOSE_LIST && this.#lists > 0) this.#lists--;
    else if (byte === COMMA || byte === LF) this.#flush();
    else if (!isSpace(byte) || this.#length > 0) this.#put(byte);
  }

  #put(byte: number): void {
    if (this.#length === 0) this.#rowLine = this.#line;
    if (this.#length === MOST_ROW_BYTES) throw tooLong(this.file, this.#rowLine);
    if (this.#length === this.#row.length) this.#row = Buffer.concat([this.#row, this.#row]);
    this.#row[this.#length++] = byte;
  }

  #flush(): void {
    let end = this.#length;
    this.#length = 0;
    while (end > 0 && isSpace(this.#row[end - 1]!)) end--;
    if (end > 0 && !isNoRow(this.#row, end)) this.take(this.#row.subarray(0, end), 0, end, this.#rowLine);
  }
}

/** What may stand between rows. */
function isNoRow(bytes: Buffer, end: number): boolean {
  return bytes.toString('latin1', 0, Math.min(end, 4)) === BYTE_ORDER_MARK || isHeading(bytes, 0, end);
}

/** Whether a line is a heading of a row, and none. */
export function isHeading(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== HEADING_BYTE || end - start > MOST_HEADING_BYTES) return false;
  return HEADING.test(bytes.toString('latin1', start, end));
}

/** Whether a byte is white space, as JSON has it. */
export function isSpace(byte: number): boolean {
  return byte === 32 || byte === CR || byte === 9 || byte === LF;
}
