import { addOrigin, moveEnds, moveStarts, takeEnds, takeStarts } from './host';
import { slots } from './keys';
import { add } from './sessions';
import { COUNTS, END, IDLE, NO_END, NO_ORIGIN, OPEN, ORIGINS, SLOT_BYTES_BITS, START } from './slots';

/** The machine of core/src/merge-machine.ts: S+ E+ is one session. */

export let sessions: u64 = 0;
export let zeroLength: u64 = 0;
export let repeatedStarts: u64 = 0;
export let extendingEnds: u64 = 0;
export let orphanEnds: u64 = 0;
export let open: u64 = 0;

/** Whether a start while the key is open begins the next session. */
export let restarts: bool = false;
/** Number of keys whose counts don't fit into a slot; set by the host, who keeps them. */
export let largeKeys: u32 = 0;

const ONE_START: u32 = 1;
const ONE_END: u32 = 0x10000;
const MOST: u32 = 0xffff;

export function setRestarts(value: bool): void {
  restarts = value;
}

export function setLargeKeys(count: u32): void {
  largeKeys = count;
}

export function start(slot: usize, time: i32, origin: i32): void {
  const end = load<i32>(slot, END);
  if (end == OPEN && !restarts) {
    repeat(slot, origin);
    return;
  }
  if (end == OPEN) leaveOpen(slot);
  else if (end != IDLE) emit(slot, ~end);
  store<i32>(slot, time, START);
  store<i32>(slot, OPEN, END);
  store<u32>(slot, ONE_START, COUNTS);
  // The handle of a set of one id is that id + 1, and 0 that of the empty one.
  store<i32>(slot, origin + 1, ORIGINS);
}

export function end(slot: usize, time: i32): void {
  const before = load<i32>(slot, END);
  if (before == IDLE) {
    orphanEnds++;
    return;
  }
  extendingEnds += u64(before != OPEN);
  store<i32>(slot, ~time, END);
  const counts = load<u32>(slot, COUNTS);
  store<u32>(slot, (counts >> 16 == MOST ? moveEnds(keyOf(slot), counts) : counts) + ONE_END, COUNTS);
}

export function isOpen(slot: usize): bool {
  return load<i32>(slot, END) == OPEN;
}

/** Brings out what is still inside a key. */
export function finish(slot: usize): void {
  const end = load<i32>(slot, END);
  if (end == OPEN) leaveOpen(slot);
  else if (end != IDLE) emit(slot, ~end);
}

function repeat(slot: usize, origin: i32): void {
  repeatedStarts++;
  const counts = load<u32>(slot, COUNTS);
  store<u32>(slot, ((counts & MOST) == MOST ? moveStarts(keyOf(slot), counts) : counts) + ONE_START, COUNTS);
  if (origin == NO_ORIGIN) return;
  const handle = load<i32>(slot, ORIGINS);
  if (handle != origin + 1) store<i32>(slot, addOrigin(handle, origin), ORIGINS);
}

function leaveOpen(slot: usize): void {
  open++;
  bringOut(slot, NO_END);
}

function emit(slot: usize, end: i32): void {
  sessions++;
  zeroLength += u64(load<i32>(slot, START) == end);
  bringOut(slot, end);
}

function bringOut(slot: usize, end: i32): void {
  const key = keyOf(slot);
  const counts = load<u32>(slot, COUNTS);
  let starts = counts & MOST;
  let ends = counts >> 16;
  if (largeKeys > 0) {
    starts += takeStarts(key);
    ends += takeEnds(key);
  }
  add(key, load<i32>(slot, START), end, starts, ends, load<i32>(slot, ORIGINS));
}

function keyOf(slot: usize): u32 {
  return <u32>((slot - slots) >> SLOT_BYTES_BITS);
}
