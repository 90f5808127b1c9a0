import { allocate, reserve } from '../memory';
import { edges, found, keyA, keyB, keyC, LOOKED_UP_ROWS } from './batch';
import { KEY_A, KEY_B, KEY_C, NO_KEY, SLOT_BYTES_BITS } from './slots';

/**
 * The key table of core/src/key-table.ts with its index: the same loops, one for each trip to memory, so that a processor has many
 * trips under way at once.
 */

const EDGE_OTHER: u32 = 2;

const FIRST_KEYS: u32 = 512;
const FIRST_ENTRIES: u32 = 2048;
/** Far more room: what is not used of it is not taken from the machine. */
const MOST_GROWTH: u32 = 8;
const LEAST_GROWTH: u32 = 2;

/** An entry of the index is a key id + 1, 0 in an empty one, with the topmost bits of the hash before it. */
const KEY_BITS: u32 = 28;
const KEY_MASK: u32 = (1 << KEY_BITS) - 1;

const hashes: usize = reserve(LOOKED_UP_ROWS << 2);
let index: usize = reserve(FIRST_ENTRIES << 2);
let mask: u32 = FIRST_ENTRIES - 1;
/** The slots of all keys, by key id. They move whenever there is a new key. */
export let slots: usize = reserve((<u64>FIRST_KEYS) << SLOT_BYTES_BITS);
let mostKeys: u32 = FIRST_KEYS;
/** Number of keys. */
export let size: u32 = 0;
/** A number without a meaning: what was read to have it in the cache. */
export let touched: u32 = 0;

/**
 * Finds the keys of the batch's rows from `from` on, at most {@link LOOKED_UP_ROWS}; new ones are added.
 *
 * @returns false when there is no room for another key
 */
export function locateRows(from: u32, rows: u32): bool {
  const first = (<usize>from) << 2;
  hashRows(first, rows);
  touchIndex(rows);
  findAll(rows);
  touchSlots(rows);
  return confirm(first, rows);
}

/** The id of a key; a new one when there is none yet, {@link NO_KEY} when there is no room for it. */
export function locate(a: u32, b: u32, c: u32): i32 {
  return locateHashed(hashKey(a, b, c), a, b, c);
}

function hashKey(a: u32, b: u32, c: u32): u32 {
  let hash = (a * 0x9e3779b1) ^ (b * 0x85ebca77) ^ (c * 0xc2b2ae3d);
  hash = (hash ^ (hash >> 15)) * 0x2c1b3c6d;
  return hash ^ (hash >> 13);
}

/** {@link hashKey} of four rows at once. What is hashed behind the last one is nobody's. */
function hashRows(first: usize, rows: u32): void {
  const count = (<usize>rows) << 2;
  for (let at: usize = 0; at < count; at += 16) {
    const a = i32x4.mul(v128.load(keyA + first + at), i32x4.splat(0x9e3779b1));
    const b = i32x4.mul(v128.load(keyB + first + at), i32x4.splat(0x85ebca77));
    const c = i32x4.mul(v128.load(keyC + first + at), i32x4.splat(0xc2b2ae3d));
    let hash = v128.xor(v128.xor(a, b), c);
    hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 15)), i32x4.splat(0x2c1b3c6d));
    v128.store(hashes + at, v128.xor(hash, i32x4.shr_u(hash, 13)));
  }
}

// What a loop needs of the table is in its own variables: V8 reads a global anew each time.

function touchIndex(rows: u32): void {
  const entries = index;
  const last = mask;
  const end = hashes + ((<usize>rows) << 2);
  let sum: u32 = 0;
  for (let at = hashes; at < end; at += 4) sum ^= load<u32>(entries + ((<usize>(load<u32>(at) & last)) << 2));
  touched ^= sum;
}

/** The first key id that may have the hash of each row: an entry holds four bits of the hash only. */
function findAll(rows: u32): void {
  const entries = index;
  const last = mask;
  const count = (<usize>rows) << 2;
  for (let at: usize = 0; at < count; at += 4) {
    const hash = load<u32>(hashes + at);
    let place = hash & last;
    let entry = load<u32>(entries + ((<usize>place) << 2));
    while (entry != 0 && (entry ^ hash) >> KEY_BITS != 0) {
      place = (place + 1) & last;
      entry = load<u32>(entries + ((<usize>place) << 2));
    }
    store<u32>(found + at, (entry & KEY_MASK) - 1);
  }
}

function touchSlots(rows: u32): void {
  const first = slots;
  const end = found + ((<usize>rows) << 2);
  let sum: u32 = 0;
  for (let at = found; at < end; at += 4)
    sum ^= load<u32>(first + ((<usize>max(load<i32>(at), 0)) << SLOT_BYTES_BITS));
  touched ^= sum;
}

/** Looks whether what was found is the row's key, and looks on where it is not. */
function confirm(first: usize, rows: u32): bool {
  const count = (<usize>rows) << 2;
  let table = slots;
  for (let at: usize = 0; at < count; at += 4) {
    const a = load<u32>(keyA + first + at);
    const b = load<u32>(keyB + first + at);
    const c = load<u32>(keyC + first + at);
    const key = load<i32>(found + at);
    const isEdge = load<u8>(edges + ((first + at) >> 2)) < EDGE_OTHER;
    if (isEdge && key >= 0 && holds(table + ((<usize>key) << SLOT_BYTES_BITS), a, b, c)) continue;
    const right = isEdge ? locateHashed(load<u32>(hashes + at), a, b, c) : NO_KEY;
    if (isEdge && right < 0) return false;
    store<i32>(found + at, right);
    table = slots;
  }
  return true;
}

function locateHashed(hash: u32, a: u32, b: u32, c: u32): i32 {
  let place = hash & mask;
  for (let entry = load<u32>(entryAt(place)); entry != 0; entry = load<u32>(entryAt(place))) {
    const key = <i32>(entry & KEY_MASK) - 1;
    if ((entry ^ hash) >> KEY_BITS == 0 && holds(slotOf(key), a, b, c)) return key;
    place = (place + 1) & mask;
  }
  return makeRoom() ? add(hash, a, b, c) : NO_KEY;
}

/** Whether a slot is that of a key: without branches but the last. */
function holds(slot: usize, a: u32, b: u32, c: u32): bool {
  const differences =
    (load<u32>(slot, KEY_A) ^ a) | (load<u32>(slot, KEY_B) ^ b) | (load<u32>(slot, KEY_C) ^ c);
  return differences == 0;
}

function add(hash: u32, a: u32, b: u32, c: u32): i32 {
  const key = <i32>size;
  const slot = slotOf(key);
  store<u32>(slot, a, KEY_A);
  store<u32>(slot, b, KEY_B);
  store<u32>(slot, c, KEY_C);
  enter(hash, key);
  size++;
  return key;
}

function enter(hash: u32, key: i32): void {
  let place = hash & mask;
  while (load<u32>(entryAt(place)) != 0) place = (place + 1) & mask;
  store<u32>(entryAt(place), (hash & ~KEY_MASK) | (<u32>(key + 1)));
}

/** Room for one more key; the index stays half empty at least, so that most hashes are found at the first place. */
function makeRoom(): bool {
  if (size == KEY_MASK) return false;
  if (size == mostKeys && !enlarge()) return false;
  return size << 1 <= mask || doubleIndex();
}

function enlarge(): bool {
  let growth = MOST_GROWTH;
  let larger: usize = 0;
  for (; larger == 0 && growth >= LEAST_GROWTH; growth >>= 1)
    larger = allocate((<u64>mostKeys * growth) << SLOT_BYTES_BITS);
  if (larger == 0) return false;
  memory.copy(larger, slots, (<usize>size) << SLOT_BYTES_BITS);
  slots = larger;
  mostKeys *= growth << 1;
  return true;
}

function doubleIndex(): bool {
  const entries = (<u64>mask + 1) << 1;
  const larger = allocate(entries << 2);
  if (larger == 0) return false;
  index = larger;
  mask = <u32>entries - 1;
  for (let key: i32 = 0; key < <i32>size; key++) {
    const slot = slotOf(key);
    enter(hashKey(load<u32>(slot, KEY_A), load<u32>(slot, KEY_B), load<u32>(slot, KEY_C)), key);
  }
  return true;
}

function slotOf(key: i32): usize {
  return slots + ((<usize>key) << SLOT_BYTES_BITS);
}

function entryAt(place: u32): usize {
  return index + ((<usize>place) << 2);
}
