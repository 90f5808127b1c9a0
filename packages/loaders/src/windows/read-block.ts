import type { KeptNumbers } from './kept-events.js';
import { takeLines, type TakenLines } from './line-blocks.js';
import type { Direction } from './order-events.js';
import type { EventReading, Rejection } from './read-event.js';
import { RowTaker } from './row-taker.js';
import type { WindowsLedger } from './windows-ledger.js';

/** What was in a block of lines of Windows events, fit to come from another thread. */
export interface WindowsBlock extends TakenLines {
  /** The events that matter. */
  kept: KeptNumbers;
  /** What was counted of all of its rows. */
  counts: Pick<WindowsLedger, 'rows' | 'zoneless' | 'dialects' | 'other' | 'rejected'>;
  /** How the times of its events go on. */
  direction: Direction;
  /** Its bad rows, by lines counted from 0. */
  rejects: { rejection: Rejection; bytes: Uint8Array; line: number }[];
}

/** Reads a block of lines, where rows that don't matter are passed over by their bytes. */
export function readBlock(bytes: Uint8Array, reading: EventReading): WindowsBlock {
  const rejects: WindowsBlock['rejects'] = [];
  const taker = new RowTaker({
    ...reading,
    onReject: (rejection, row, line) => rejects.push({ rejection, bytes: Uint8Array.from(row), line }),
  });
  taker.begin(0, 0);
  const taken = takeLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, taker.take);
  const { rows, zoneless, dialects, other, rejected } = taker.ledger;
  return {
    ...taken,
    kept: taker.kept.numbers(),
    counts: { rows, zoneless, dialects, other, rejected },
    direction: taker.directions.of(0),
    rejects,
  };
}
