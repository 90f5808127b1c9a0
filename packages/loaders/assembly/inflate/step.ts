import { bitCount, bits, drop, fillBits } from './bits';
import { distanceCode, literalCode, symbolBits, symbolOf } from './codes';
import { BLOCK_END, GO_ON, MORE_INPUT, NO_DISTANCE, NO_LITERAL, TOO_FAR_BACK } from './status';
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

/** Where the text of the last {@link step} ends. */
export let stepEnd: usize = 0;

function bitsAt(from: u64, count: u32): u32 {
  return (<u32>(bits >> from)) & ((1 << count) - 1);
}

/**
 * Decodes one literal or match, whatever its code. Not a bit behind the input counts: where it is not all there, nothing is taken.
 *
 * @param out where its text goes.
 * @param history where the text begins that it may repeat.
 */
export function step(out: usize, history: usize): u32 {
  fillBits();
  const symbol = symbolOf(literalCode, bits);
  let used = symbolBits;
  stepEnd = out;
  if (used > bitCount) return MORE_INPUT;
  if (symbol < 0 || <u32>symbol >= FIRST_LENGTH + LENGTHS) return NO_LITERAL;
  if (<u32>symbol > END_OF_BLOCK) return stepMatch(<u32>symbol - FIRST_LENGTH, used, out, history);
  drop(used);
  if (<u32>symbol == END_OF_BLOCK) return BLOCK_END;
  store<u8>(out, symbol);
  stepEnd = out + 1;
  return GO_ON;
}

function stepMatch(index: u32, codeBits: u64, out: usize, history: usize): u32 {
  const length = lengthBase(index) + bitsAt(codeBits, lengthExtra(index));
  let used = codeBits + lengthExtra(index);
  if (used > bitCount) return MORE_INPUT;
  const symbol = symbolOf(distanceCode, bits >> used);
  used += symbolBits;
  if (used > bitCount) return MORE_INPUT;
  if (symbol < 0 || <u32>symbol >= DISTANCES) return NO_DISTANCE;
  const distance = <usize>(distanceBase(symbol) + bitsAt(used, distanceExtra(symbol)));
  used += distanceExtra(symbol);
  if (used > bitCount) return MORE_INPUT;
  if (distance > out - history) return TOO_FAR_BACK;
  drop(used);
  stepEnd = out + length;
  for (let at = out; at < stepEnd; at++) store<u8>(at, load<u8>(at - distance));
  return GO_ON;
}
