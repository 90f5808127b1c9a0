import { clockText } from './clock.js';
import { formatBytes, formatCount, formatDuration, formatShare, showable } from '@cmsc/core';

/** A value of a list. */
export type Cell = string | number | readonly string[] | readonly number[] | null;

/** A row of a list: a cell for each of its columns, in their order. */
export type Row = readonly Cell[];

/**
 * What a column holds, and with it how it is shown, compared and filtered. Times and durations are whole seconds; a path
 * is a text whose end says most.
 */
export type ColumnKind =
  | 'text'
  | 'path'
  | 'texts'
  | 'number'
  | 'numbers'
  | 'time'
  | 'times'
  | 'seconds'
  | 'bytes'
  | 'share'
  | 'score'
  | 'flag';

/** A column of a list. */
export interface Column {
  /** The data's own name. */
  name: string;
  kind: ColumnKind;
  /** Cells that it needs at least. */
  width: number;
  /** Its part of the space that is left over; 0 when absent. */
  grow?: number;
  /** Never shown: it can be filtered by, and nothing else. */
  hidden?: true;
  /** Only where sessions are labelled. */
  ofLabels?: true;
  /** Of a column that only orders a list: rows with something above 0 in `mark` first, then by `then`. */
  foremost?: { mark: string; then: string; descending: boolean };
}

const TEXT_KINDS: readonly ColumnKind[] = ['text', 'path', 'texts'];
/** Behind the point of a score. */
const SCORE_DIGITS = 3;
const LIST_KINDS: readonly ColumnKind[] = ['texts', 'numbers', 'times'];

/** Whether a column holds names, or lists of them. */
export function isText(kind: ColumnKind): boolean {
  return TEXT_KINDS.includes(kind);
}

/** Whether a column holds numbers that need not be whole. */
export function isFraction(kind: ColumnKind): boolean {
  return kind === 'share' || kind === 'score';
}

/** Whether a cell of the column is a list. */
export function isList(kind: ColumnKind): boolean {
  return LIST_KINDS.includes(kind);
}

/** Cells of the side that a column's text leans on. */
export function alignOf(kind: ColumnKind): 'left' | 'right' {
  return isText(kind) || isList(kind) || kind === 'flag' ? 'left' : 'right';
}

/**
 * A cell as the screen shows it: harmless, on one line.
 * With `clock` times are day and clock and durations are in words, instead of seconds.
 */
export function cellText(cell: Cell, kind: ColumnKind, clock: boolean): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.map((item) => itemText(item, kind, clock)).join(' ');
  return itemText(cell, kind, clock);
}

function itemText(item: string | number, kind: ColumnKind, clock: boolean): string {
  if (typeof item === 'string') return showable(item);
  switch (kind) {
    case 'time':
    case 'times':
      return clock ? clockText(item) : String(item);
    case 'seconds':
      return clock ? formatDuration(item) : String(item);
    case 'bytes':
      return formatBytes(item);
    case 'share':
      return formatShare(item);
    case 'score':
      return String(Number(item.toFixed(SCORE_DIGITS)));
    case 'flag':
      return item > 0 ? 'attack' : '';
    default:
      return formatCount(Math.round(item));
  }
}

/** A column of the given kind. */
export function column(name: string, kind: ColumnKind, width: number, grow = 0): Column {
  return { name, kind, width, grow };
}

/** The same column where sessions are labelled, and none where they are not. */
export function ofLabels(labels: Column): Column {
  return { ...labels, ofLabels: true };
}

/** Columns that most lists share. */
export const NAME = column('name', 'text', 18, 2);
export const FIRST = column('first', 'time', 8);
export const LAST = column('last', 'time', 8);
export const SESSIONS = column('sessions', 'number', 10);
export const ATTACKED = ofLabels(column('attacked', 'number', 9));
export const IN_ATTACKED = ofLabels(column('in_attacked', 'number', 11));
export const SHARE = ofLabels(column('share', 'share', 8));
