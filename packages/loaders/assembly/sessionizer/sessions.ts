import { allocate } from '../memory';

/** The sessions that were brought out, a column after the other; there is always {@link makeRoom}. */

const FIRST_SESSIONS: u64 = 8192;

/** Number of sessions. */
export let length: u32 = 0;
let capacity: u32 = 0;
export let keys: usize = 0;
export let starts: usize = 0;
export let ends: usize = 0;
export let startCounts: usize = 0;
export let endCounts: usize = 0;
/** Handles of the origins. */
export let handles: usize = 0;

/** Forgets all sessions. */
export function clear(): void {
  length = 0;
}

/** Adds a session. */
export function add(key: u32, start: i32, end: i32, startCount: u32, endCount: u32, handle: i32): void {
  const at = (<usize>length) << 2;
  store<u32>(keys + at, key);
  store<i32>(starts + at, start);
  store<i32>(ends + at, end);
  store<u32>(startCounts + at, startCount);
  store<u32>(endCounts + at, endCount);
  store<i32>(handles + at, handle);
  length++;
}

/**
 * Room for so many more sessions.
 *
 * @returns false when there is none
 */
export function makeRoom(more: u32): bool {
  const needed = <u64>length + <u64>more;
  if (needed <= <u64>capacity) return true;
  const larger = max(max(needed, (<u64>capacity) << 1), FIRST_SESSIONS);
  const bytes = larger << 2;
  const place = allocate(6 * bytes);
  if (place == 0) return false;
  keys = moved(keys, place, bytes, 0);
  starts = moved(starts, place, bytes, 1);
  ends = moved(ends, place, bytes, 2);
  startCounts = moved(startCounts, place, bytes, 3);
  endCounts = moved(endCounts, place, bytes, 4);
  handles = moved(handles, place, bytes, 5);
  capacity = <u32>larger;
  return true;
}

function moved(column: usize, place: usize, bytes: u64, number: usize): usize {
  const there = place + <usize>bytes * number;
  memory.copy(there, column, (<usize>length) << 2);
  return there;
}
