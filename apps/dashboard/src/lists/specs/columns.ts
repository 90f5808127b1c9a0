import type { Column, ColumnKind } from '../cell.js';

/** A column of the given kind. */
export function column(name: string, kind: ColumnKind, width: number, grow = 0): Column {
  return { name, kind, width, grow };
}

/** Columns that most lists share. */
export const NAME = column('name', 'text', 18, 2);
export const FIRST = column('first', 'time', 8);
export const LAST = column('last', 'time', 8);
export const SESSIONS = column('sessions', 'number', 10);
export const ATTACKED = column('attacked', 'number', 9);
