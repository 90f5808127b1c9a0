import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';

/** Where it all comes from: inputs with their hashes, every counter, what was left out, the options. */
export const DATA_SCREEN: Screen = {
  title: 'Data',
  lists: () => [listRef('inputs'), listRef('ledger'), listRef('anomalies'), listRef('options')],
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
