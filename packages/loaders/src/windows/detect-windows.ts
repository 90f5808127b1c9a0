import { CmscError } from '@cmsc/core';
import { peekText } from '../opening/open-bytes.js';
import { nameOfInput } from '../opening/places.js';
import type { NamedFiles } from '../opening/expand-inputs.js';
import type { Members } from './event-xml.js';
import { readEvent } from './read-event.js';
import { rowSplitter } from './row-splitter.js';
import { parseObject } from './unwrap.js';
import { UTC } from './windows-time.js';

/** How files of Windows events are named in a folder. */
export const WINDOWS_FILES: NamedFiles = {
  name: 'windows',
  fileNames: /\.(json|jsonl|ndjson)(\.gz)?$/i,
};

/** Stored bytes that are looked at. */
const FIRST_BYTES = 65_536;

const SPACE = 0x20;
const TAB = 0x09;
const BRACE = 0x7b;

/** Rows that are looked at. */
const MOST_ROWS = 50;

/** What is no event, but made of events by a tool that can also give these. */
const TIMELINES: readonly { tool: string; is(row: Members): boolean }[] = [
  {
    tool: 'a timeline of hayabusa',
    is: (row) => 'RuleTitle' in row && ('Timestamp' in row || 'Channel' in row),
  },
  {
    tool: 'a list of chainsaw’s detections',
    is: (row) => 'detections' in row || ('group' in row && 'document' in row),
  },
];

/**
 * Whether a file holds Windows events, by its first rows.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for detections that were made of events; INTERRUPTED. What else is wrong with a file is for its
 *   reader to say.
 */
export async function isWindowsFile(path: string, signal?: AbortSignal): Promise<boolean> {
  const rows = await firstObjects(path, signal);
  const timeline = TIMELINES.find(({ is }) => rows.some((row) => is(row)));
  if (timeline)
    throw new CmscError('data', 'UNKNOWN_FORMAT', `the file is ${timeline.tool}: detections, not events`, {
      file: nameOfInput(path),
      hint: 'export the events themselves: evtx_dump -o jsonl Security.evtx',
    });
  const reading = { zone: UTC, processes: 'security' } as const;
  return rows.some((row) => {
    const event = readEvent(row, reading);
    return typeof event !== 'string' || !['notJson', 'unknownShape', 'preview'].includes(event);
  });
}

async function firstObjects(path: string, signal: AbortSignal | undefined): Promise<Members[]> {
  const rows: Members[] = [];
  const take = (bytes: Buffer, start: number, end: number) => {
    if (rows.length === MOST_ROWS || !beginsObject(bytes, start)) return;
    const row = parseObject(bytes.toString('utf8', start, end));
    if (row) rows.push(row);
  };
  try {
    const head = await firstText(path, signal);
    const splitter = rowSplitter(head, path, take);
    splitter.push(head);
    splitter.end();
  } catch (error) {
    if (!(error instanceof CmscError) || error.kind === 'interrupted') throw error;
  }
  return rows;
}

/** As much of a packed file as of a plain one: what it unpacks to may be a thousand times that. */
async function firstText(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const head = Buffer.alloc(FIRST_BYTES);
  let size = 0;
  for await (const chunk of peekText(path, FIRST_BYTES, { signal, utf16: true })) {
    const part = chunk.subarray(0, FIRST_BYTES - size);
    head.set(part, size);
    size += part.length;
    if (size === FIRST_BYTES) break;
  }
  return head.subarray(0, size);
}

/** Most files hold no JSON: to find that out by parsing their rows takes longer than reading ten thousand of them. */
function beginsObject(bytes: Buffer, start: number): boolean {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return bytes[at] === BRACE;
}
