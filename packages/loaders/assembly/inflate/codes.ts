/**
 * A Huffman code as RFC 1951 has it: how many codes there are of each length (16 u16, none of length 0), its symbols in
 * order of their codes (u16), and the length of the longest (u32). Found symbol by symbol; tables.ts has the fast way.
 */
const SYMBOLS: i32 = 32;
const LONGEST: i32 = SYMBOLS + 2 * 288;
const CODE_BYTES: i32 = LONGEST + 4;

/** The longest code there may be. */
const MOST_BITS: u32 = 15;

/** Codes of literals and lengths, of distances, and of the code lengths before them. */
export const literalCode: usize = memory.data(CODE_BYTES, 16);
export const distanceCode: usize = memory.data(CODE_BYTES, 16);
export const lengthCode: usize = memory.data(CODE_BYTES, 16);

/** For each length the first place among the symbols, or the next code. */
const nexts: usize = memory.data(4 * 16, 16);

export function countOf(code: usize, length: u32): u32 {
  return load<u16>(code + ((<usize>length) << 1));
}

export function longestOf(code: usize): u32 {
  return load<u32>(code + LONGEST);
}

/**
 * Makes a code of the lengths of its symbols, a byte each, 0 for those without.
 *
 * @returns how many codes of 15 bits are left over; 0 for a complete code, negative when there are more codes than bits for them.
 */
export function makeCode(code: usize, lengths: usize, count: u32): i32 {
  memory.fill(code, 0, SYMBOLS);
  for (let i: u32 = 0; i < count; i++) {
    const at = code + ((<usize>load<u8>(lengths + i)) << 1);
    store<u16>(at, load<u16>(at) + 1);
  }
  store<u16>(code, 0);
  let left: i32 = 1;
  let longest: u32 = 0;
  for (let length: u32 = 1; length <= MOST_BITS; length++) {
    left = (left << 1) - countOf(code, length);
    if (left < 0) return left;
    if (countOf(code, length) > 0) longest = length;
  }
  store<u32>(code + LONGEST, longest);
  sortSymbols(code, lengths, count);
  return left;
}

function sortSymbols(code: usize, lengths: usize, count: u32): void {
  let place: u32 = 0;
  for (let length: u32 = 1; length <= MOST_BITS; length++) {
    store<u32>(nexts + ((<usize>length) << 2), place);
    place += countOf(code, length);
  }
  for (let i: u32 = 0; i < count; i++) {
    const length = <usize>load<u8>(lengths + i);
    if (length == 0) continue;
    place = load<u32>(nexts + (length << 2));
    store<u32>(nexts + (length << 2), place + 1);
    store<u16>(code + SYMBOLS + ((<usize>place) << 1), i);
  }
}

/** How many bits {@link symbolOf} has looked at. */
export let symbolBits: u64 = 0;

/** The symbol that these bits begin with, -1 when it is none. A code's bits come with the highest first. */
export function symbolOf(code: usize, bits: u64): i32 {
  const longest = max(longestOf(code), 1);
  let rest = bits;
  let value: u32 = 0;
  let first: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    value |= <u32>(rest & 1);
    rest >>= 1;
    const count = countOf(code, length);
    symbolBits = length;
    if (value < first + count) return load<u16>(code + SYMBOLS + ((<usize>(place + value - first)) << 1));
    place += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return -1;
}
