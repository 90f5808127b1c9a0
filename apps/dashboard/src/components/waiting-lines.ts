import { failureOf } from '../state/selectors.js';
import type { Need } from '../state/needs.js';
import type { State } from '../state/state.js';
import { fitLine, line, type Line } from '../text/line.js';
import { showable } from '../text/showable.js';

/** What stands in the place of an answer that isn't there: that it comes, or why it doesn't. */
export function waitingLines(state: State, need: Need, count: number): Line[] {
  const failure = failureOf(state, need);
  const says = failure === undefined ? line('…', 'dim') : line(showable(failure), 'error');
  return Array.from({ length: count }, (_, row) => (row === 0 ? fitLine(says, state.size.columns) : []));
}
