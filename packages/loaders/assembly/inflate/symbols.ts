/** What symbols stand for: RFC 1951, 3.2.5. Two of either alphabet stand for nothing; only the fixed code has codes for them. */
export const END_OF_BLOCK: u32 = 256;
export const FIRST_LENGTH: u32 = 257;
export const LENGTHS: u32 = 29;
export const DISTANCES: u32 = 30;

// prettier-ignore
const lengthBases = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
// prettier-ignore
const lengthExtras = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
// prettier-ignore
const distanceBases = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);
// prettier-ignore
const distanceExtras = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);

/** The least length of a match by its symbol, counted from {@link FIRST_LENGTH}, and the bits behind the code that add to it. */
export function lengthBase(index: u32): u32 {
  return load<u16>(lengthBases + ((<usize>index) << 1));
}

export function lengthExtra(index: u32): u32 {
  return load<u8>(lengthExtras + index);
}

/** The same of distances. */
export function distanceBase(symbol: u32): u32 {
  return load<u16>(distanceBases + ((<usize>symbol) << 1));
}

export function distanceExtra(symbol: u32): u32 {
  return load<u8>(distanceExtras + symbol);
}
