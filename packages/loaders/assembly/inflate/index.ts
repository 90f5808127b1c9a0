/**
 * The inflater: the data of a gzip member in pieces in, its text in pieces out, with its CRC-32.
 *
 * It stops where zlib does, with the same text, whatever is damaged or missing; what stands around the data is for the host.
 */
import { giveBack, inputEnd, next, setBits, setInput, skipToByte } from './bits';
import { addToSum, startSum, sumWith } from './crc32';
import { decode, decodedEnd } from './decode';
import { isLast, isStored, readBlockHeader, storedBytes } from './header';
import { HISTORY, input, textLimit, textStart } from './memory';
import { BLOCK_END, END, GO_ON, MORE_INPUT, OUTPUT_FULL } from './status';
import { step, stepEnd } from './step';

export { next } from './bits';
export { input, inputBytes } from './memory';

/** The text that came out since the host has last {@link taken} it. */
export let begin: usize = textStart;
export let end: usize = textStart;
/** How much text of the member came out, the lowest 32 bits of it. */
export let memberBytes: u32 = 0;
/** Where the text of the member begins, as far as it is still there. */
let history: usize = textStart;
/** The text from here on is not in the sum yet. */
let unsummed: usize = textStart;

/** So much text goes to the sum at once: while it is in the nearest caches. */
const SUMMED_BYTES: usize = 1 << 17;
/** Where inflating stops for that. */
let limit: usize = textLimit;

let isInBlock: bool = false;
/** Bytes of a stored block that are to come. */
let storedLeft: u32 = 0;
let isEnding: bool = false;

/** Begins a member; nothing before it can be repeated. */
export function start(): void {
  setBits(0, 0, input);
  startSum();
  isInBlock = false;
  isEnding = false;
  history = end;
  unsummed = end;
  memberBytes = 0;
}

/** To be called when the host has taken the text: at the latest when there is no room for more. */
export function taken(): void {
  begin = end;
}

/**
 * Inflates on, up to the end of the member, of the input, or of the room for text.
 *
 * @param from where the input begins: behind what was taken the last time (`next`), or where that was moved to.
 * @returns one of status.ts. Text that came before an error is there, too.
 */
export function inflate(from: usize, to: usize): u32 {
  setInput(from, to);
  if (end >= textLimit) {
    if (begin < end) return OUTPUT_FULL;
    slide();
  }
  let status = OUTPUT_FULL;
  while (status == OUTPUT_FULL && end < textLimit) {
    const before = end;
    limit = min(textLimit, end + SUMMED_BYTES);
    status = inflateBlocks();
    memberBytes += <u32>(end - before);
    unsummed += addToSum(unsummed, end - unsummed);
  }
  if (status == END) skipToByte();
  else giveBack();
  return status;
}

/** The CRC-32 of the member's text. */
export function sum(): u32 {
  return sumWith(unsummed, end - unsummed);
}

/** Moves what may be repeated to before the room for text. */
function slide(): void {
  const distance = end - textStart;
  memory.copy(textStart - HISTORY, end - HISTORY, HISTORY);
  history = max(history, end - HISTORY) - distance;
  unsummed -= distance;
  begin = textStart;
  end = textStart;
}

function inflateBlocks(): u32 {
  while (true) {
    if (!isInBlock) {
      if (isEnding) return END;
      const status = readBlockHeader();
      if (status != GO_ON) return status;
      isInBlock = true;
      storedLeft = storedBytes;
    }
    const status = isStored ? copyStored() : decodeBlock();
    if (status != BLOCK_END) return status;
    isInBlock = false;
    isEnding = isLast;
  }
}

function copyStored(): u32 {
  const bytes = min(<usize>storedLeft, min(inputEnd - next, limit - min(end, limit)));
  memory.copy(end, next, bytes);
  setBits(0, 0, next + bytes);
  end += bytes;
  storedLeft -= <u32>bytes;
  if (storedLeft == 0) return BLOCK_END;
  return next == inputEnd ? MORE_INPUT : OUTPUT_FULL;
}

function decodeBlock(): u32 {
  while (true) {
    let status = decode(end, limit, history);
    end = decodedEnd;
    if (status == GO_ON) {
      status = step(end, history);
      end = stepEnd;
    }
    if (status != GO_ON) return status;
    if (end >= limit) return OUTPUT_FULL;
  }
}
