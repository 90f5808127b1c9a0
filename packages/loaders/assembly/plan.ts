import { isLetter, lower } from './letters';
import { reserve } from './memory';
import { Names } from './names';
import { LONGEST_WINDOW } from './window';

/** What a scanner was made for. The host sets all of it once, before the first window. */

/** Codes of EventColumns.edge in @cmsc/core. */
export const EDGE_END: i32 = 0;
export const EDGE_START: i32 = 1;
export const EDGE_OTHER: i32 = 2;
export const EDGE_FAILED_START: i32 = 3;

/** What becomes of rows that neither start nor end anything: counted only, handed on, handed on in some seconds. */
export const OTHERS_COUNT: u32 = 0;
export const OTHERS_EMIT: u32 = 1;
export const OTHERS_AT: u32 = 2;

const MOST_COLUMNS: u32 = 64;

/** A batch with so many bytes of text is full; the window that fills it may add more. */
export const ENOUGH_TEXT: u32 = 1 << 20;

/** A column whose ids are wanted. */
@unmanaged
export class Selected {
  column: u32;
  names: Names;
  /** Where the ids go. */
  ids: usize;
}

export let columnCount: u32 = 0;
/** Whether times must not go backwards. */
export let isOrdered: bool = false;

/** The place of the column that says whether a row starts or ends something, -1 when there is none. */
export let edgeColumn: i32 = -1;
/** The words that do: their bytes, up to six, and how many they are. */
export let startWord: u64 = 0;
export let startLength: u32 = 0;
export let endWord: u64 = 0;
export let endLength: u32 = 0;
/** The column and value of a start that failed, no bytes when there is none, and the edge of such a row. */
export let failureColumn: u32 = 0;
export let failureWord: u64 = 0;
export let failureLength: u32 = 0;
export let failureEdge: i32 = EDGE_START;
/** For each byte 1 when the word may begin with it, whatever its spelling: one that begins with another letter is none. */
export const failureBytes: usize = reserve(256);
/** Whether a row may do neither. */
export let othersAllowed: bool = true;

/** Places of the columns that hold whole numbers, a u32 each. */
export const numberColumns: usize = reserve(MOST_COLUMNS << 2);
export let numberCount: u32 = 0;

/** First and last second that is wanted. */
export let from: i32 = 0;
export let to: i32 = i32.MAX_VALUE;

/** Wanted rows before this second, and steps longer than so many seconds, are not for this scanner to judge. */
export let previousTime: i32 = -1;
export let mostStep: i32 = i32.MAX_VALUE;

export let others: u32 = OTHERS_COUNT;
/** The seconds of {@link OTHERS_AT}, ascending. */
export let seconds: usize = 0;
export let secondCount: u32 = 0;

/** The batch: most rows in it, and where its columns go. One more than that fits in each. */
export let batchRows: u32 = 0;
export let times: usize = 0;
export let edges: usize = 0;
/** Where the text of the rows goes, and the ends of each; 0 when it is not wanted. */
export let rawText: usize = 0;
export let rawEnds: usize = 0;

const selectedColumns: usize = reserve(MOST_COLUMNS * offsetof<Selected>());
export let selectedCount: u32 = 0;

export function selected(index: u32): Selected {
  return changetype<Selected>(selectedColumns + <usize>index * offsetof<Selected>());
}

export function setColumns(count: u32, ordered: bool): void {
  columnCount = count;
  isOrdered = ordered;
}

export function setEdge(column: i32, allowOthers: bool): void {
  edgeColumn = column;
  othersAllowed = allowOthers;
}

export function setWords(start: u64, startBytes: u32, end: u64, endBytes: u32): void {
  startWord = start;
  startLength = startBytes;
  endWord = end;
  endLength = endBytes;
}

export function setFailure(column: u32, value: u64, bytes: u32, starts: bool): void {
  failureColumn = column;
  failureWord = value;
  failureLength = bytes;
  failureEdge = starts ? EDGE_START : EDGE_FAILED_START;
  const first = lower((<u32>value) & 0xff);
  for (let byte: u32 = 0; byte < 256; byte++) {
    const letter = lower(byte);
    store<u8>(failureBytes + byte, u8(letter == first || !isLetter(letter)));
  }
}

export function addNumberColumn(column: u32): void {
  store<u32>(numberColumns + ((<usize>numberCount) << 2), column);
  numberCount++;
}

export function setTimes(first: i32, last: i32): void {
  from = first;
  to = last;
}

export function setOrder(previous: i32, step: i32): void {
  previousTime = previous;
  mostStep = step;
}

/** Returns where the host is to put the seconds of {@link OTHERS_AT}. */
export function setOthers(what: u32, count: u32): usize {
  others = what;
  secondCount = count;
  seconds = reserve((<u64>count) << 2);
  return seconds;
}

export function setBatch(rows: u32, isRaw: bool): void {
  batchRows = rows;
  times = reserve((<u64>rows + 1) << 2);
  edges = reserve(<u64>rows + 1);
  if (!isRaw) return;
  rawEnds = reserve((<u64>rows + 1) << 2);
  rawText = reserve(ENOUGH_TEXT + LONGEST_WINDOW);
}

/** Adds a column to those whose ids are wanted. Returns where they will be. */
export function select(column: u32, names: Names): usize {
  const chosen = selected(selectedCount++);
  chosen.column = column;
  chosen.names = names;
  chosen.ids = reserve((<u64>batchRows + 1) << 2);
  return chosen.ids;
}
