import type { Screen } from './screen.js';

/** How often each value of a column stands in a list. It is opened with its list. */
export const FREQUENCY_SCREEN: Screen = { title: 'Counts', lists: () => [] };
