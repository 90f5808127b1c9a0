import { countOf } from './codes';
import {
  DISTANCES,
  distanceBase,
  distanceExtra,
  END_OF_BLOCK,
  FIRST_LENGTH,
  lengthBase,
  LENGTHS,
  lengthExtra,
} from './symbols';

/**
 * What the next bits say, by their value. An entry is a u32, the bits that it takes its lowest six: shifts look at no others.
 * What is in no table, since its code is too long, or ends a block, or stands for nothing, is {@link UNUSUAL}.
 */
export const UNUSUAL: u32 = 0x80000000;

const LITERAL_BITS: u32 = 11;
const PAIR_BITS: u32 = 10;
const DISTANCE_BITS: u32 = 10;
/** Where the next bits are found in a table: they are kept shifted left by two, as places of entries are. */
export const LITERAL_MASK: u32 = ((1 << LITERAL_BITS) - 1) << 2;
export const PAIR_MASK: u32 = ((1 << PAIR_BITS) - 1) << 2;
export const DISTANCE_MASK: u32 = ((1 << DISTANCE_BITS) - 1) << 2;

/** A literal from bit 16 on, and {@link IS_LITERAL}; or the least length from bit 16 on, and from bit 8 on the bits of the code alone. */
export const literals: usize = memory.data(4 << LITERAL_BITS, 64);
export const IS_LITERAL: u32 = 0x40000000;

/** A literal or none, and behind it a length with its extra bits. The length from bit 22 on, {@link HAS_LITERAL}, the literal from bit 8 on. */
export const pairs: usize = memory.data(4 << PAIR_BITS, 64);
export const HAS_LITERAL: u32 = 0x40;

/** The least distance from bit 16 on. */
export const distances: usize = memory.data(4 << DISTANCE_BITS, 64);
/** For the same bits: where the extra bits are, two further on since all are kept shifted, and from bit 16 on a mask for them. */
export const extras: usize = memory.data(4 << DISTANCE_BITS, 64);

const codes: usize = memory.data(4 * 16, 16);

/** The first code of each length. */
function startCodes(code: usize): void {
  let first: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    first = (first + countOf(code, length - 1)) << 1;
    store<u32>(codes + ((<usize>length) << 2), first);
  }
}

/** The next code of this length, its highest bit lowest, as it is read. */
function nextCode(length: u32): u32 {
  const at = codes + ((<usize>length) << 2);
  let code = load<u32>(at);
  store<u32>(at, code + 1);
  let reversed: u32 = 0;
  for (let i: u32 = 0; i < length; i++, code >>= 1) reversed = (reversed << 1) | (code & 1);
  return reversed;
}

function fillWith(table: usize, bits: u32, value: u32): void {
  for (let i: usize = 0; i < (<usize>4) << bits; i += 4) store<u32>(table + i, value);
}

/** Puts an entry wherever the bits of a table begin with a code. */
function spread(table: usize, bits: u32, code: u32, length: u32, entry: u32): void {
  const end = (<usize>4) << bits;
  for (let at = (<usize>code) << 2; at < end; at += (<usize>4) << length) store<u32>(table + at, entry);
}

/** Makes {@link literals} and {@link pairs} for a code. */
export function makeLiteralTables(code: usize, lengths: usize, count: u32): void {
  startCodes(code);
  fillWith(literals, LITERAL_BITS, UNUSUAL);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length == 0 || length > LITERAL_BITS) continue;
    spread(literals, LITERAL_BITS, nextCode(length), length, literalEntry(symbol, length));
  }
  for (let index: u32 = 0; index < 1 << PAIR_BITS; index++) {
    const entry = load<u32>(literals + ((<usize>index) << 2));
    store<u32>(pairs + ((<usize>index) << 2), pairEntry(index, entry));
  }
}

function literalEntry(symbol: u32, length: u32): u32 {
  if (symbol < END_OF_BLOCK) return IS_LITERAL | (symbol << 16) | length;
  const index = symbol - FIRST_LENGTH;
  if (symbol == END_OF_BLOCK || index >= LENGTHS) return UNUSUAL;
  return (lengthBase(index) << 16) | (length << 8) | (length + lengthExtra(index));
}

function pairEntry(index: u32, entry: u32): u32 {
  if ((entry & IS_LITERAL) == 0) return withLength(index, entry, 0);
  const used = entry & 63;
  const second = load<u32>(literals + ((<usize>(index >> used)) << 2));
  return withLength(index >> used, second, used) | ((entry >> 8) & 0xff00) | HAS_LITERAL;
}

/** The part of a pair that says its length, behind `used` bits; {@link UNUSUAL} where not all of it is in the table's bits. */
function withLength(index: u32, entry: u32, used: u32): u32 {
  const bits = entry & 63;
  if ((entry & (UNUSUAL | IS_LITERAL)) != 0 || used + bits > PAIR_BITS) return UNUSUAL;
  const extra = (index & ((1 << bits) - 1)) >> ((entry >> 8) & 15);
  return (((entry >> 16) + extra) << 22) | (used + bits);
}

/** Makes {@link distances} and {@link extras} for a code. */
export function makeDistanceTables(code: usize, lengths: usize, count: u32): void {
  startCodes(code);
  fillWith(distances, DISTANCE_BITS, UNUSUAL);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length == 0 || length > DISTANCE_BITS) continue;
    const reversed = nextCode(length);
    if (symbol >= DISTANCES) continue;
    const extra = distanceExtra(symbol);
    const entry = (distanceBase(symbol) << 16) | (length + extra);
    spread(distances, DISTANCE_BITS, reversed, length, entry);
    spread(extras, DISTANCE_BITS, reversed, length, (((1 << extra) - 1) << 16) | (length + 2));
  }
}
