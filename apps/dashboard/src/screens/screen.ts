import type { Facts } from '../data/facts.js';
import type { ListRef } from '../lists/list-ref.js';
import type { Need } from '../state/needs.js';
import type { Place, Subject } from '../state/place.js';
import type { Size } from '../state/state.js';

/** The state side of a screen; its view stands beside it. */
export interface Screen {
  /** On its tab, and in the breadcrumbs. */
  title: string;
  /** Its lists, for the subject it shows. */
  lists: (subject: Subject | null, facts: Facts) => readonly ListRef[];
  /** What it asks of the data besides the rows of its lists. */
  needs: (place: Place) => readonly Need[];
  /** Lines above the rows of its list, the heading of the columns among them. */
  linesAbove: (size: Size) => number;
  /** Screens that show one user, computer or session. */
  ofSubject?: true;
  /** Lists that are shown side by side, all at once, instead of one at a time. */
  sideBySide?: true;
}

/** For screens that only have lists. */
export const NO_NEEDS = () => [];
