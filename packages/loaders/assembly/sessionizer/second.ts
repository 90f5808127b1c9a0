import { allocate, reserve } from '../memory';
import { edges, found, origins, times } from './batch';
import { appendOrigin, originAt, releaseOrigins } from './host';
import { slots } from './keys';
import { end, isOpen, start } from './merge';
import { IN_SECOND, NO_KEY, NO_ORIGIN, SLOT_BITS } from './slots';

/** The second that is gathered by key, as core/src/current-second.ts has it: what is in an entry, too. */

const ENTRY_SIZE: u32 = 4;
const SLOT: usize = 0;
const STARTS: usize = 4;
const ENDS: usize = 8;
const ORIGINS: usize = 12;
const EDGE_START: u32 = 1;
const ONE_START: u64 = 1;
const ONE_END: u64 = 1 << 32;

/** Whether an end comes first where a key is open: tie rule `pair`. */
let pairs: bool = false;
export let hasOrigins: bool = false;

export let entries: usize = reserve(1 << 16);
let mostUsed: u32 = 1 << 14;
/** How much of the entries is in use, i32. */
export let used: u32 = 0;
export let time: i32 = -1;
/** No fewer than there are events in the second. */
export let events: u32 = 0;

export function setTies(isPair: bool, withOrigins: bool): void {
  pairs = isPair;
  hasOrigins = withOrigins;
}

/** Goes on where a second was saved: the host puts the entries where this says, 0 when there is no room. */
export function restore(second: i32, size: u32, eventCount: u32): usize {
  while (mostUsed < size) if (!enlarge()) return 0;
  time = second;
  used = size;
  events = eventCount;
  return entries;
}

/** Takes the rows whose keys were looked up last. Returns false when there is no memory left. */
export function gather(from: u32, rows: u32): bool {
  const table = slots;
  let list = entries;
  let now = time;
  for (let row: u32 = 0; row < rows; row++) {
    const key = load<i32>(found + ((<usize>row) << 2));
    if (key == NO_KEY) continue;
    const at = (<usize>(from + row)) << 2;
    if (load<i32>(times + at) != now) {
      settle();
      time = now = load<i32>(times + at);
    }
    const place = (<u32>key) << SLOT_BITS;
    const slot = table + ((<usize>place) << 2);
    let entry = load<u32>(slot, IN_SECOND);
    if (entry >= used || load<u32>(list + ((<usize>entry) << 2), SLOT) != place) {
      if (used == mostUsed && !enlarge()) return false;
      list = entries;
      entry = addEntry(slot, place);
    }
    const kind = <u32>load<u8>(edges + <usize>(from + row));
    // Starts stand at place 1 and are of kind 1, ends at 2 and of kind 0: a branch would be wrong every other time.
    const count = list + ((<usize>entry) << 2) + ENDS - ((<usize>kind) << 2);
    store<u32>(count, load<u32>(count) + 1);
    if (hasOrigins && kind == EDGE_START) keepOrigin(entryAt(entry), load<i32>(origins + at));
  }
  events += rows;
  return true;
}

/** Runs all that was gathered through the machine, key by key. */
export function settle(): void {
  const behind = entryAt(used);
  const now = time;
  used = 0;
  events = 0;
  const table = slots;
  for (let entry = entries; entry < behind; entry += ENTRY_SIZE << 2) {
    const slot = table + ((<usize>load<u32>(entry, SLOT)) << 2);
    const counts = load<u64>(entry, STARTS);
    // Nearly every second of a key has one event only. The handle of a list of one id is that id + 1.
    if (counts == ONE_END) end(slot, now);
    else if (counts == ONE_START) start(slot, now, load<i32>(entry, ORIGINS) - 1);
    else settleTied(slot, <u32>counts, <u32>(counts >> 32), load<i32>(entry, ORIGINS));
  }
}

/** Takes the rows in the order of the file, without waiting for the end of a second. */
export function takeInFileOrder(from: u32, rows: u32): void {
  for (let row: u32 = 0; row < rows; row++) {
    const key = load<i32>(found + ((<usize>row) << 2));
    if (key == NO_KEY) continue;
    const at = (<usize>(from + row)) << 2;
    const slot = slotAt((<u32>key) << SLOT_BITS);
    const now = load<i32>(times + at);
    if (load<u8>(edges + <usize>(from + row)) == EDGE_START)
      start(slot, now, hasOrigins ? load<i32>(origins + at) : NO_ORIGIN);
    else end(slot, now);
  }
}

function addEntry(slot: usize, place: u32): u32 {
  const entry = used;
  used += ENTRY_SIZE;
  v128.store(entryAt(entry), i32x4.replace_lane(i32x4.splat(0), 0, place));
  store<u32>(slot, entry, IN_SECOND);
  return entry;
}

function keepOrigin(entry: usize, origin: i32): void {
  const handle = load<i32>(entry, ORIGINS);
  store<i32>(entry, handle == 0 ? origin + 1 : appendOrigin(handle, origin), ORIGINS);
}

function settleTied(slot: usize, starts: u32, ends: u32, handle: i32): void {
  let endsLeft = ends;
  if (pairs && ends > 0 && isOpen(slot)) {
    end(slot, time);
    endsLeft--;
  }
  for (let i: u32 = 0; i < starts; i++) {
    start(slot, time, handle < 0 ? originAt(handle, i) : handle - 1);
    if (!pairs || endsLeft == 0) continue;
    end(slot, time);
    endsLeft--;
  }
  for (; endsLeft > 0; endsLeft--) end(slot, time);
  if (handle < 0) releaseOrigins(handle);
}

function enlarge(): bool {
  const larger = allocate((<u64>mostUsed) << 3);
  if (larger == 0) return false;
  memory.copy(larger, entries, (<usize>used) << 2);
  entries = larger;
  mostUsed <<= 1;
  return true;
}

function slotAt(place: u32): usize {
  return slots + ((<usize>place) << 2);
}

function entryAt(entry: u32): usize {
  return entries + ((<usize>entry) << 2);
}
