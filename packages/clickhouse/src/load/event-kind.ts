import { AUTH_COLUMNS, PROC_COLUMNS } from '@cmsc/core';

/** What is known of a kind of events: the columns of its file, and what they are used for. */
export interface EventKind {
  /** Name of the events' table. */
  table: string;
  /** The columns of the file without the time, by the data's names. */
  columns: readonly string[];
  /** The columns that decide which node a row lies on. Rows of a key with these among its columns lie together. */
  shardBy: readonly string[];
  /** The columns that the table is sorted by, before the order of the rows. */
  sortBy: readonly string[];
  /** The column that a filter for users looks at. */
  user: string;
  /** The column that a filter for computers looks at. */
  computer: string;
  /** Where a start came from: what the origins of a session are, unless the key holds it. */
  origin?: string;
  /** The column, and its value, by which a start says that it failed. */
  fails?: { readonly column: string; readonly value: string };
  /** Names of the numbers of starts and ends in a table of sessions. */
  counts: readonly [starts: string, ends: string];
}

/** Rows of auth.txt: logons and logoffs, and what is neither. */
export const AUTH_EVENTS: EventKind = {
  table: 'auth_events',
  columns: AUTH_COLUMNS,
  shardBy: ['dst_user', 'dst_machine'],
  sortBy: ['dst_user', 'dst_machine'],
  user: 'dst_user',
  computer: 'dst_machine',
  origin: 'src_machine',
  fails: { column: 'result', value: 'Fail' },
  counts: ['logons', 'logoffs'],
};

/** Rows of proc.txt. They are sharded as auth rows are: the processes of a session lie on the session's node. */
export const PROC_EVENTS: EventKind = {
  table: 'proc_events',
  columns: PROC_COLUMNS,
  shardBy: ['user_domain', 'computer'],
  sortBy: ['user_domain', 'computer', 'process_name'],
  user: 'user_domain',
  computer: 'computer',
  counts: ['starts', 'ends'],
};
