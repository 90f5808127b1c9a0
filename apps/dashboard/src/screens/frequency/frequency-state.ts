import { NO_NEEDS, type Screen } from '../screen.js';

/** How often each value of a column stands in a list; Enter filters the list by the value. */
export const FREQUENCY_SCREEN: Screen = {
  title: 'Counts',
  lists: () => [],
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
