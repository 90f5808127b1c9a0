import { listRef } from '../lists/list-ref.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import type { Screen } from './screen.js';

/** Process names by their runs, and what follows on what inside sessions. */
export const PROCESSES_SCREEN: Screen = {
  title: SCREEN_TITLES.processes,
  lists: () => [listRef('processes'), listRef('ngrams')],
};
