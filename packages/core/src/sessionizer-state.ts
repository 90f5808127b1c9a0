import type { SecondState } from './current-second.js';
import type { SessionCounts } from './ledger.js';
import type { ListColumn } from './session-columns.js';

/**
 * All that a `Sessionizer` knows between two events, as plain numbers: the next one goes on from here as if there had
 * been no break. Ids are those of the dictionaries of the run, which have to be kept with it.
 */
export interface SessionizerState {
  /** What has become of the starts and ends so far. */
  counts: SessionCounts;
  /** For each key, by key id, the ids of its columns; all three, whatever the width. */
  columns: readonly Int32Array[];
  /** For each key, what its slot holds besides the key: `SLOT_STATE` values. */
  slots: Int32Array;
  /** The origins of each key, behind the handles in the slots. */
  origins: ListColumn;
  /** The second that is still going on; without events under tie rule `file`. */
  second: SecondState;
  /** What the machine holds outside the slots: open starts of `fifo` and `lifo`, large counts of `merge`. */
  nodes: Int32Array;
}
