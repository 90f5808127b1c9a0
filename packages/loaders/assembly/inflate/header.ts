import { bitCount, bits, fillBits, isShort, next, setBits, skipToByte, take } from './bits';
import { distanceCode, lengthCode, literalCode, longestOf, makeCode, symbolBits, symbolOf } from './codes';
import {
  BAD_BLOCK_TYPE,
  BAD_DISTANCE_CODE,
  BAD_LENGTH_CODE,
  BAD_LITERAL_CODE,
  BAD_REPEAT,
  BAD_STORED_LENGTHS,
  GO_ON,
  MORE_INPUT,
  NO_END_OF_BLOCK,
  TOO_MANY_SYMBOLS,
} from './status';
import { DISTANCES, END_OF_BLOCK, FIRST_LENGTH, LENGTHS } from './symbols';
import { makeDistanceTables, makeLiteralTables } from './tables';

const STORED: u32 = 0;
const FIXED: u32 = 1;
const DYNAMIC: u32 = 2;

/** Whether this block is the last one. */
export let isLast: bool = false;
/** Whether it is text as it is, and how much. */
export let isStored: bool = false;
export let storedBytes: u32 = 0;

const LENGTH_SYMBOLS: u32 = 19;
const FIXED_LITERALS: u32 = 288;
const FIXED_DISTANCES: u32 = 32;

/** The lengths of a code's symbols: literals and lengths, and behind them distances. */
const lengths: usize = memory.data(FIXED_LITERALS + FIXED_DISTANCES, 16);
const order = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Reads what stands before a block and makes its tables. Where not all of it is there, none of it is taken. */
export function readBlockHeader(): u32 {
  const bitsBefore = bits;
  const countBefore = bitCount;
  const nextBefore = next;
  const status = readHeader();
  if (!isShort) return status;
  setBits(bitsBefore, countBefore, nextBefore);
  return MORE_INPUT;
}

function readHeader(): u32 {
  isLast = take(1) == 1;
  const type = take(2);
  if (isShort) return MORE_INPUT;
  isStored = type == STORED;
  if (type == STORED) return readStoredLengths();
  if (type == FIXED) return makeFixedCode();
  return type == DYNAMIC ? readDynamicCode() : BAD_BLOCK_TYPE;
}

function readStoredLengths(): u32 {
  skipToByte();
  storedBytes = take(16);
  const complement = take(16);
  if (isShort) return MORE_INPUT;
  skipToByte();
  return storedBytes == (complement ^ 0xffff) ? GO_ON : BAD_STORED_LENGTHS;
}

function makeFixedCode(): u32 {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  memory.fill(lengths + FIXED_LITERALS, 5, FIXED_DISTANCES);
  makeCode(literalCode, lengths, FIXED_LITERALS);
  makeCode(distanceCode, lengths + FIXED_LITERALS, FIXED_DISTANCES);
  makeTables(FIXED_LITERALS, FIXED_DISTANCES);
  return GO_ON;
}

function makeTables(literalCount: u32, distanceCount: u32): void {
  makeLiteralTables(literalCode, lengths, literalCount);
  makeDistanceTables(distanceCode, lengths + literalCount, distanceCount);
}

function readDynamicCode(): u32 {
  const literalCount = take(5) + FIRST_LENGTH;
  const distanceCount = take(5) + 1;
  const lengthCount = take(4) + 4;
  if (isShort) return MORE_INPUT;
  if (literalCount > FIRST_LENGTH + LENGTHS || distanceCount > DISTANCES) return TOO_MANY_SYMBOLS;
  let status = readLengthCode(lengthCount);
  if (status == GO_ON) status = readLengths(literalCount + distanceCount);
  if (status != GO_ON) return status;
  if (load<u8>(lengths + END_OF_BLOCK) == 0) return NO_END_OF_BLOCK;
  if (!isUsable(literalCode, lengths, literalCount)) return BAD_LITERAL_CODE;
  if (!isUsable(distanceCode, lengths + literalCount, distanceCount)) return BAD_DISTANCE_CODE;
  makeTables(literalCount, distanceCount);
  return GO_ON;
}

/** Makes a code. It is good when it is complete, or has one code of a bit, or none: then it must not be used. */
function isUsable(code: usize, codeLengths: usize, count: u32): bool {
  const left = makeCode(code, codeLengths, count);
  return left == 0 || (left > 0 && longestOf(code) <= 1);
}

function readLengthCode(count: u32): u32 {
  memory.fill(lengths, 0, LENGTH_SYMBOLS);
  for (let i: u32 = 0; i < count; i++) store<u8>(lengths + <usize>load<u8>(order + i), <u8>take(3));
  if (isShort) return MORE_INPUT;
  const left = makeCode(lengthCode, lengths, LENGTH_SYMBOLS);
  // Without any code all lengths are 0, as zlib has it.
  return left == 0 || (left > 0 && longestOf(lengthCode) == 0) ? GO_ON : BAD_LENGTH_CODE;
}

function readLengths(count: u32): u32 {
  let i: u32 = 0;
  while (i < count) {
    fillBits();
    const symbol = max(symbolOf(lengthCode, bits), 0);
    take(symbolBits);
    if (isShort) return MORE_INPUT;
    if (symbol < 16) {
      store<u8>(lengths + i, <u8>symbol);
      i++;
      continue;
    }
    const repeats = symbol == 16 ? take(2) + 3 : symbol == 17 ? take(3) + 3 : take(7) + 11;
    if (isShort) return MORE_INPUT;
    if ((symbol == 16 && i == 0) || i + repeats > count) return BAD_REPEAT;
    memory.fill(lengths + i, symbol == 16 ? load<u8>(lengths + i - 1) : 0, repeats);
    i += repeats;
  }
  return GO_ON;
}
