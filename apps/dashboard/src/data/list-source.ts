import type { Row } from '../lists/column.js';
import type { Key, KeyWalk, ListQuery } from '../lists/list-ref.js';

/** Where the rows of a list come from: the database, or the index of its sessions. Both give the same. */
export interface ListSource {
  /** Tells the keys of one from those of the other. */
  readonly name: 'database' | 'index';
  count(query: ListQuery, signal: AbortSignal): Promise<number>;
  /** The keys beyond `from`, `limit` of them at most; from the very first (or last) one when `from` is null. */
  keys(walk: KeyWalk, from: Key | null, limit: number, signal: AbortSignal): Promise<Key[]>;
  /** Number of rows before a key. */
  rank(query: ListQuery, key: Key, signal: AbortSignal): Promise<number>;
  /** The rows of some keys, in their order. */
  rows(query: ListQuery, keys: readonly Key[], signal: AbortSignal): Promise<Row[]>;
}
