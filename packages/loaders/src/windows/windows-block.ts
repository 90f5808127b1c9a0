import type { KeptNumbers } from './kept-events.js';
import type { Direction } from './order-events.js';
import type { Rejection } from './read-event.js';
import type { WindowsLedger } from './windows-ledger.js';

/** What there was in a block. */
export interface TakenLines {
  /** Number of its lines. */
  lines: number;
  /** The line of a row that is too long, behind which nothing was taken. */
  tooLong: number | undefined;
}

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
