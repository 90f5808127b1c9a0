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
const MOST_BYTES = 1 << 20;

/** What `evtx_dump -o json` writes before each event. */
const HEADING = /^Record \d+$/;
const HEADING_BYTE = 82;
const MOST_HEADING_BYTES = 30;

/** What begins a file of UTF-8, and stands in the middle where such files were put one after the other. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** Takes a row: `bytes` from `start` to `end`, which are good until it returns, and the line that it begins in. */
export type TakeRow = (bytes: Buffer, start: number, end: number, line: number) => void;

/** Cuts text into rows. */
export interface RowSplitter {
  /** Whether a damaged row leaves the next ones whole: where each has a line of its own. */
  readonly keepsRowsApart: boolean;
  push(chunk: Uint8Array): void;
  /** Says that the text is at its end. */
  end(): void;
}

/** How a text is cut, by its first bytes: a row a line, or an object after another, whatever stands between them. */
export function rowSplitter(head: Uint8Array, file: string, take: TakeRow): RowSplitter {
  return areLines(head) ? new LineSplitter(file, take) : new ObjectSplitter(file, take);
}

/** Whether most lines are objects of their own, or none is the beginning of any. */
function areLines(head: Uint8Array): boolean {
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

function tooLong(file: string, line: number): CmscError {
  return new CmscError('data', 'LINE_TOO_LONG', `a row has more than ${MOST_BYTES} bytes`, {
    file,
    line,
    hint: 'export one event a row, as JSON lines',
  });
}

/** A row a line. Lines of white space are none. */
class LineSplitter implements RowSplitter {
  readonly keepsRowsApart = true;
  #rest: Buffer[] = [];
  #restBytes = 0;
  #line = 1;

  constructor(
    readonly file: string,
    readonly take: TakeRow,
  ) {}

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      if (this.#restBytes > 0) this.#takeRest(bytes.subarray(0, end));
      else this.#takeLine(bytes, start, end);
      this.#line++;
      start = end + 1;
    }
    if (start === bytes.length) return;
    // A chunk is good until the next.
    this.#rest.push(Buffer.from(bytes.subarray(start)));
    this.#restBytes += bytes.length - start;
    if (this.#restBytes > MOST_BYTES) throw tooLong(this.file, this.#line);
  }

  end(): void {
    if (this.#restBytes > 0) this.#takeRest(Buffer.alloc(0));
  }

  #takeRest(more: Buffer): void {
    const line = Buffer.concat([...this.#rest, more]);
    this.#rest = [];
    this.#restBytes = 0;
    this.#takeLine(line, 0, line.length);
  }

  #takeLine(bytes: Buffer, start: number, end: number): void {
    while (start < end && isSpace(bytes[start]!)) start++;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    if (end - start > MOST_BYTES) throw tooLong(this.file, this.#line);
    if (end > start && !isHeading(bytes, start, end)) this.take(bytes, start, end, this.#line);
  }
}

/** Objects that may take many lines, alone or in lists. What stands between them, and is neither a comma nor a bracket, is a row as well: a bad one. */
class ObjectSplitter implements RowSplitter {
  readonly keepsRowsApart = false;
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
    if (this.#length === MOST_BYTES) throw tooLong(this.file, this.#rowLine);
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

function isHeading(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== HEADING_BYTE || end - start > MOST_HEADING_BYTES) return false;
  return HEADING.test(bytes.toString('latin1', start, end));
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === CR || byte === 9 || byte === LF;
}
