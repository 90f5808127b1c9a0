import { bitCount, bits, inputEnd, next, setBits } from './bits';
import { distanceCode, symbolBits, symbolOf } from './codes';
import { copyMatch } from './copy';
import { GO_ON, NO_DISTANCE, OUTPUT_FULL, TOO_FAR_BACK } from './status';
import { DISTANCES, distanceBase, distanceExtra } from './symbols';
import {
  DISTANCE_MASK,
  distances,
  extras,
  HAS_LITERAL,
  IS_LITERAL,
  LITERAL_MASK,
  literals,
  PAIR_MASK,
  pairs,
  UNUSUAL,
} from './tables';

/** Input that one round may load: what is nearer to the end is for step.ts. */
const ROUND_BYTES: usize = 24;

/** Where the text of the last {@link decode} ends. */
export let decodedEnd: usize = 0;

/**
 * Decodes a block as fast as can be, as far as tables reach: to something unusual or the last bytes of the input (GO_ON).
 * A round is a literal or none, and a match; or two literals.
 *
 * The bits are kept shifted left by two, so that a mask makes them a place in a table, and `held` counts two more than there
 * are; above its lowest six bits it is anything, for shifts look at no others. Text of logs is matches for the most part: they
 * are the straight way through, with one refill between length and distance.
 *
 * @param from where the text goes; `limit` where there is enough of it; `history` where that begins which may be repeated.
 */
export function decode(from: usize, limit: usize, history: usize): u32 {
  decodedEnd = from;
  if (inputEnd - next <= ROUND_BYTES) return GO_ON;
  const lastRound = inputEnd - ROUND_BYTES;
  let out = from;
  let at = next;
  let held = bitCount + 2;
  let buffer = bits << 2;
  if (held > 63) {
    held -= 8;
    at -= 1;
    buffer &= ((<u64>1) << held) - 1;
  }
  let status = GO_ON;
  buffer |= load<u64>(at) << held;
  at += 7 - ((<usize>(held >> 3)) & 7);
  held |= 56;

  while (true) {
    if (out >= limit) {
      status = OUTPUT_FULL;
      break;
    }
    if (at >= lastRound) break;
    const pair = load<u32>(pairs + ((<usize>buffer) & PAIR_MASK));
    let length: usize;
    store<u8>(out, pair >> 8);
    if ((pair & UNUSUAL) == 0) {
      out += (pair / HAS_LITERAL) & 1;
      length = pair >> 22;
      buffer >>= <u64>pair;
      held -= <u64>pair;
    } else {
      const entry = load<u32>(literals + ((<usize>buffer) & LITERAL_MASK));
      if (entry & UNUSUAL) break;
      if (entry & IS_LITERAL) {
        store<u8>(out, entry >> 16);
        out++;
        buffer >>= <u64>entry;
        held -= <u64>entry;
        buffer |= load<u64>(at) << held;
        at += 7 - ((<usize>(held >> 3)) & 7);
        held |= 56;
        const second = load<u32>(literals + ((<usize>buffer) & LITERAL_MASK));
        if (second & IS_LITERAL) {
          store<u8>(out, second >> 16);
          out++;
          buffer >>= <u64>second;
          held -= <u64>second;
        }
        continue;
      }
      const extra = (buffer >> 2) & ~((<u64>-1) << (<u64>entry));
      length = <usize>(entry >> 16) + <usize>(extra >> (<u64>(entry >> 8)));
      buffer >>= <u64>entry;
      held -= <u64>entry;
    }
    const place = (<usize>buffer) & DISTANCE_MASK;
    const found = load<u32>(distances + place);
    buffer |= load<u64>(at) << held;
    at += 7 - ((<usize>(held >> 3)) & 7);
    held |= 56;
    let distance: usize;
    if ((found & UNUSUAL) == 0) {
      const extra = load<u32>(extras + place);
      distance = <usize>(found >> 16) + ((<usize>(buffer >> (<u64>extra))) & (<usize>(extra >> 16)));
      buffer >>= <u64>found;
      held -= <u64>found;
    } else {
      const symbol = symbolOf(distanceCode, buffer >> 2);
      if (symbol < 0 || <u32>symbol >= DISTANCES) {
        status = NO_DISTANCE;
        break;
      }
      const extraBits = distanceExtra(symbol);
      const extra = (<u32>(buffer >> (symbolBits + 2))) & ((1 << extraBits) - 1);
      distance = <usize>(distanceBase(symbol) + extra);
      buffer >>= symbolBits + extraBits;
      held -= symbolBits + extraBits;
    }
    if (distance > out - history) {
      status = TOO_FAR_BACK;
      break;
    }
    copyMatch(out, distance, length);
    out += length;
  }
  held = (held & 63) - 2;
  setBits((buffer >> 2) & (((<u64>1) << held) - 1), held, at);
  decodedEnd = out;
  return status;
}
