import type { MachineEvent } from './machine.js';
import type { TieRule } from './presets.js';

/**
 * Puts the events of one key and one second into the order that `rule` asks for. Starts and ends each keep
 * their file order.
 *
 * @param events all events of the key in that second, in file order.
 * @param rule the order that is asked for.
 * @param open whether the key is open (a start, no end yet) when the second begins.
 */
export function orderTies<E extends Pick<MachineEvent, 'type'>>(
  events: readonly E[],
  rule: TieRule,
  open: boolean,
): E[] {
  if (rule === 'file') return [...events];
  const starts = events.filter((event) => event.type === 'start');
  const ends = events.filter((event) => event.type === 'end');
  return rule === 'start-first' ? [...starts, ...ends] : alternate(starts, ends, open);
}

function alternate<E>(starts: E[], ends: E[], open: boolean): E[] {
  const ordered: E[] = [];
  let [s, e, endIsNext] = [0, 0, open];
  while (s < starts.length && e < ends.length) {
    ordered.push(endIsNext ? (ends[e++] as E) : (starts[s++] as E));
    endIsNext = !endIsNext;
  }
  // The one kind that is left over. One more end of an open key is what pairs its last start.
  return [...ordered, ...starts.slice(s), ...ends.slice(e)];
}
