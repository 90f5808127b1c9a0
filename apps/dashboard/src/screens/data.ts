import { listRef } from '../lists/list-ref.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import type { Screen } from './screen.js';

/** Where it all comes from: inputs with their hashes, every counter, bad rows, what was left out, the options. */
export const DATA_SCREEN: Screen = {
  title: SCREEN_TITLES.data,
  lists: (_, { rejectsPath }) => {
    const names = ['inputs', 'ledger', 'rejected', 'anomalies', 'options'] as const;
    const rejects = rejectsPath === null ? [] : [listRef('rejects')];
    return [...names.map((name) => listRef(name)), ...rejects];
  },
};
