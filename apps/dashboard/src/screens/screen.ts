import { showable } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import type { ListRef } from '../lists/list-ref.js';
import { failureOf } from '../state/answers.js';
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
  /** On its tab, and in the breadcrumbs. */
  title: string;
  /** Its lists, for the subject it shows. */
  lists: (subject: Subject | null, facts: Facts) => readonly ListRef[];
  /** What it asks of the data besides the rows of its lists. */
  needs?: (place: Place, facts: Facts) => readonly Need[];
  /** What stands above its lists; as many lines while it waits for what they are made of. */
  header?: (shown: Shown) => Line[];
  /** What stands there instead of all of it, when there is nothing that it could show. */
  missing?: (shown: Shown) => Line | null;
  /** Screens that show one user, computer or session. */
  ofSubject?: true;
  /** Lists that are shown side by side, all at once, instead of one at a time. */
  sideBySide?: true;
}

/** What stands in the place of lines whose answer isn't there: that it comes, or why it doesn't. */
export function waiting(state: State, need: Need, lines: readonly Line[]): Line[] {
  const failure = failureOf(state, need);
  const says = failure === undefined ? line('…', 'dim') : line(showable(failure), 'error');
  return lines.map((_, row) => (row === 0 ? fitLine(says, state.size.columns) : []));
}
