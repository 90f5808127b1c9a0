import { showable } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import type { ListRef } from '../lists/list-ref.js';
import { answerTo, failureOf } from '../state/answers.js';
import type { Need } from '../state/needs.js';
import type { Place, Subject } from '../state/place.js';
import type { State } from '../state/state.js';
import { fitLine, line, type Line } from '../terminal/line.js';

/** What a screen is drawn from. */
export interface Shown {
  state: State;
  place: Place;
  facts: Facts;
}

/** A screen: everything that makes it another one than the others. */
export interface Screen {
  /** Its lists, for the subject it shows. */
  lists: (subject: Subject | null, facts: Facts) => readonly ListRef[];
  /** What it asks of the data besides the rows of its lists. */
  needs?: (place: Place, facts: Facts) => readonly Need[];
  /** What stands above its lists; as many lines while it waits for what they are made of. */
  header?: (shown: Shown) => Line[];
  /** What stands there instead of all of it, when there is nothing that it could show. */
  missing?: (shown: Shown) => Line | null;
  /** Lists that are shown side by side, all at once, instead of one at a time. */
  sideBySide?: true;
}

/** Lines that say an answer; while it isn't there, as many that say that it comes, or why it doesn't. */
export function linesOf(state: State, need: Need, lines: readonly Line[]): Line[] {
  const width = state.size.columns;
  const failure = failureOf(state, need);
  const says = failure === undefined ? line('…', 'dim') : line(showable(failure), 'error');
  const isThere = (answerTo(state, need) ?? null) !== null;
  return lines.map((each, row) => (isThere ? fitLine(each, width) : row === 0 ? fitLine(says, width) : []));
}
