import type { MachineEvent, Session } from './machine.js';

/**
 * How starts and ends of one key become sessions.
 * - `merge`: a run of starts and the run of ends that follows are one session (machine.ts).
 * - `fifo`: each end closes the start that has been open longest.
 * - `lifo`: each end closes the start that was opened last.
 *
 * Under the last two no start is a repeat and no end extends; sessions of one key may overlap. They are for keys with
 * several processes at once: proc carries no process id, and up to 38 processes of one key run at a time (DATA.md).
 */
export type Pairing = 'merge' | 'fifo' | 'lifo';

/** The pairings, as an option names them. */
export const PAIRINGS: readonly Pairing[] = ['merge', 'fifo', 'lifo'];

/** Times of the starts of a key that no end has closed yet, in order. */
export type OpenStarts = readonly number[];

/** What an event meant under `fifo` or `lifo`. */
export type PairingEffect = { type: 'opened' } | { type: 'orphaned' } | { type: 'paired'; session: Session };

/**
 * One step of pairing each start with one end, for the events of one key in order.
 *
 * @example
 * pairEvent([71, 81], { type: 'end', time: 84 }, 'fifo');
 * // [[81], { type: 'paired', session: { start: 71, end: 84, starts: 1, ends: 1 } }]
 */
export function pairEvent(
  open: OpenStarts,
  event: MachineEvent,
  pairing: Exclude<Pairing, 'merge'>,
): [OpenStarts, PairingEffect] {
  if (event.type === 'start') return [[...open, event.time], { type: 'opened' }];
  const start = pairing === 'fifo' ? open[0] : open.at(-1);
  if (start === undefined) return [open, { type: 'orphaned' }];
  const left = pairing === 'fifo' ? open.slice(1) : open.slice(0, -1);
  return [left, { type: 'paired', session: { start, end: event.time, starts: 1, ends: 1 } }];
}
