import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';

/** Process names by their runs, and what follows on what inside sessions. */
export const PROCESSES_SCREEN: Screen = {
  title: SCREEN_TITLES.processes,
  lists: () => [listRef('processes'), listRef('ngrams')],
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
