/**
 * The sessionizer of core, for the pairing `merge`: batches of events in, sessions as columns out. Names and rules are those of
 * core/src/sessionizer.ts; files are by the stages that it has there.
 */
import { batchRows, LOOKED_UP_ROWS } from './batch';
import { locateRows, size, slots } from './keys';
import { finish as finishKey } from './merge';
import { events, gather, settle, takeInFileOrder } from './second';
import { clear, length, makeRoom } from './sessions';
import { SLOT_BYTES_BITS } from './slots';

export { edges, keyA, keyB, keyC, origins, times } from './batch';
export { locate, size, slots, touched } from './keys';
export { extendingEnds, open, orphanEnds, repeatedStarts, sessions, zeroLength } from './merge';
export { setLargeKeys, setRestarts } from './merge';
export { entries, restore, setTies, time, used } from './second';
export { endCounts, ends, handles, keys, length, startCounts, starts } from './sessions';
export { batchRows };

/** Whether events pass in the order of the file: tie rule `file`. */
let inFileOrder: bool = false;

export function setFileOrder(value: bool): void {
  inFileOrder = value;
}

/** Forgets the sessions that were brought out. */
export function start(): void {
  clear();
}

/**
 * Takes so many events of the batch.
 *
 * @returns false when there is no memory for all that is known
 */
export function push(rows: u32): bool {
  for (let from: u32 = 0; from < rows; from += LOOKED_UP_ROWS) {
    const count = min(LOOKED_UP_ROWS, rows - from);
    // Each event brings out one session at most.
    if (!locateRows(from, count) || !makeRoom(events + count)) return false;
    if (inFileOrder) takeInFileOrder(from, count);
    else if (!gather(from, count)) return false;
  }
  return true;
}

/** Ends the last second. Returns false when there is no memory. */
export function settleLast(): bool {
  if (!makeRoom(events)) return false;
  settle();
  return true;
}

/**
 * Brings out what is still inside the keys from `from` on, up to so many sessions.
 *
 * @returns the first key that was not looked at, or -1 when there is no memory
 */
export function finish(from: u32, most: u32): i32 {
  if (!makeRoom(most)) return -1;
  let key = from;
  for (; key < size && length < most; key++) finishKey(slots + ((<usize>key) << SLOT_BYTES_BITS));
  return <i32>key;
}
