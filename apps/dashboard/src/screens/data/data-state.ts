import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';

/** Where it all comes from: inputs with their hashes, every counter, bad rows, what was left out, the options. */
export const DATA_SCREEN: Screen = {
  title: SCREEN_TITLES.data,
  lists: (_, { rejectsPath }) => {
    const names = ['inputs', 'ledger', 'rejected', 'anomalies', 'options'] as const;
    const rejects = rejectsPath === null ? [] : [listRef('rejects')];
    return [...names.map((name) => listRef(name)), ...rejects];
  },
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
