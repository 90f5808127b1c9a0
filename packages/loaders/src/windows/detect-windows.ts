import { CmscError } from '@cmsc/core';
import { basename } from 'node:path';
import { detectJsonFormat, formats } from '../formats/registry.js';
import { peekText } from '../opening/open-bytes.js';
import { nameOfInput } from '../opening/places.js';
import type { NamedFiles } from '../opening/expand-inputs.js';
import type { Members } from './event-xml.js';
import { takeLines } from './line-blocks.js';
import { areLines, ObjectSplitter } from './object-splitter.js';
import { isEvent } from './read-event.js';
import type { TakeRow } from './row-splitter.js';
import { parseRow } from './unwrap.js';

/** How files of Windows events are named in a folder. */
export const WINDOWS_FILES: NamedFiles = {
  name: 'windows',
  fileNames: /\.(json|jsonl|ndjson)(\.gz)?$/i,
};

/** What to do with Windows events where something else is wanted. */
export const TAKES_WINDOWS = 'cmsc sessions, processes, inspect and build take them';

/** Bytes that are looked at; of what has a row that is longer, as many as a row may have. */
const FIRST_BYTES = 65_536;
const LONG_ROW_BYTES = 1 << 20;
/** Of these, what is looked at for a heading. */
const MOST_START = 16_384;

const SPACE = 0x20;
const TAB = 0x09;
const BRACE = 0x7b;

/** Rows that are looked at. */
const MOST_ROWS = 50;

/** What is made of events by a tool that can also give these, or holds them in another way. */
const FOREIGN: readonly { what: string; isRow?(row: Members): boolean; isHead?: RegExp; hint?: string }[] = [
  {
    what: 'a timeline of hayabusa: detections, not events',
    isRow: (row) => 'RuleTitle' in row && ('Timestamp' in row || 'Channel' in row),
    isHead: /^"?Timestamp"?,.*"?RuleTitle"?,/,
  },
  {
    what: 'a search of hayabusa: what it says of events, not events',
    isRow: (row) => 'AllFieldInfo' in row,
  },
  {
    what: 'a list of chainsaw’s detections: detections, not events',
    isRow: (row) => 'detections' in row || ('group' in row && 'document' in row),
  },
  {
    what: 'an object that has its rows in a list',
    isRow: (row) => !isEvent(row) && Object.values(row).some(hasEvents),
    hint: "take them out, as jq -c '.NAME[]' does, into a pipe: cmsc … - --source windows",
  },
  { what: 'Windows events as XML', isHead: /^Record \d+\s+<(\?xml|Event)/ },
  {
    what: 'Windows events as CSV: they are read as JSON',
    isHead: /^(#TYPE .*EventLogRecord|(?![{<[])(?=.*\b(Event ?ID|EventCode|event_id|event\.code)\b).*,)/i,
  },
];

/**
 * Whether a file holds Windows events, by its first rows.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for what is made of events, has them in a form that is not read, or has objects of no known
 *   kind; INTERRUPTED. What else is wrong with a file is for its reader to say.
 */
export async function isWindowsFile(path: string, signal?: AbortSignal): Promise<boolean> {
  let head = await firstText(path, FIRST_BYTES, signal);
  let rows = firstObjects(head, path);
  const isJson = /^[\s\ufeff]*[[{]/.test(head.toString('utf8', 0, 64));
  if (isJson && rows.length === 0 && head.length === FIRST_BYTES) {
    head = await firstText(path, LONG_ROW_BYTES, signal);
    rows = firstObjects(head, path);
  }
  const start = head.toString('utf8', 0, MOST_START).replace(/^\ufeff/, '');
  refuseForeign(rows, start, path);
  if (rows.some(isEvent)) return true;
  // The last line may be cut, or be what stands after the last line end: nothing.
  const lines = start
    .split(/\r?\n/)
    .slice(0, head.length > MOST_START ? -1 : undefined)
    .filter((line) => line !== '');
  if (!isJson || isNamedOtherwise(path) || detectJsonFormat(lines)) return false;
  if (rows.length > 0)
    throw notEvents('the rows are JSON, but no Windows events as any known tool writes them', path);
  // JSON that is empty, cut off or damaged from its first row on: who reads it says where.
  return true;
}

/** Whether a file is called as those of a data set are, packed or not: then its reader says what is wrong with it. */
function isNamedOtherwise(path: string): boolean {
  return Object.values<NamedFiles>(formats).some(({ fileNames }) => fileNames.test(`${basename(path)}.gz`));
}

function refuseForeign(rows: readonly Members[], start: string, path: string): void {
  const foreign = FOREIGN.find(
    ({ isRow, isHead }) => (isRow && rows.some((row) => isRow(row))) || isHead?.test(start),
  );
  if (foreign) throw notEvents(`the file is ${foreign.what}`, path, foreign.hint);
}

/** What JSON objects the beginning of a file has: Windows events, or others; undefined when it has none. */
export function objectsIn(head: Uint8Array, path: string): 'Windows events' | 'JSON' | undefined {
  const rows = firstObjects(Buffer.from(head.buffer, head.byteOffset, head.length), path);
  if (rows.length === 0) return undefined;
  return rows.some(isEvent) ? 'Windows events' : 'JSON';
}

/** Whether a value is a list of events, or has one. */
function hasEvents(value: unknown): boolean {
  const lists = [value, ...(isObject(value) ? Object.values(value) : [])];
  return lists.some((list) => Array.isArray(list) && list.some((row) => isObject(row) && isEvent(row)));
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const EXPORT = 'export the events themselves: evtx_dump -o jsonl Security.evtx';

function notEvents(what: string, path: string, hint: string = EXPORT): CmscError {
  return new CmscError('data', 'UNKNOWN_FORMAT', what, { file: nameOfInput(path), hint });
}

function firstObjects(head: Buffer, path: string): Members[] {
  const rows: Members[] = [];
  // Without a brace there is no object, and most files, such as those of auth, have none.
  if (!head.includes(BRACE)) return rows;
  const take: TakeRow = (bytes, start, end, _, columns) => {
    if (rows.length === MOST_ROWS || !(columns ?? beginsObject(bytes, start))) return;
    const row = parseRow(bytes.toString('utf8', start, end), columns);
    if (row) rows.push(row);
  };
  try {
    if (areLines(head)) takeLines(head, 1, take);
    else {
      const splitter = new ObjectSplitter(path, take);
      splitter.push(head);
      splitter.end();
    }
  } catch (error) {
    if (!(error instanceof CmscError)) throw error;
  }
  return rows;
}

/** As much of a packed file as of a plain one: what it unpacks to may be a thousand times that. */
async function firstText(path: string, most: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const head = Buffer.alloc(most);
  let size = 0;
  try {
    for await (const chunk of peekText(path, most, { signal, utf16: true })) {
      const part = chunk.subarray(0, most - size);
      head.set(part, size);
      size += part.length;
      if (size === most) break;
    }
  } catch (error) {
    if (!(error instanceof CmscError) || error.kind === 'interrupted') throw error;
  }
  return head.subarray(0, size);
}

/** Most files hold no JSON: to find that out by parsing their rows takes longer than reading ten thousand of them. */
function beginsObject(bytes: Buffer, start: number): boolean {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return bytes[at] === BRACE;
}
