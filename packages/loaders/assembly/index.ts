/**
 * The byte scanner: windows of text in LANL's dialect in, batches of events as columns out.
 *
 * A window is gone through several times, which is faster than once: each time does one thing in a tight loop without
 * branches that go now this way, now that, and the window stays in the cache meanwhile.
 */
import { length, rows, startBatch, takeRows } from './events';
import { endOf } from './fields';
import { fillIds } from './ids';
import { columnCount, ENOUGH_TEXT, rawText } from './plan';
import { copyText, rawLength, startText } from './raw';
import { findSeparators, separators } from './separators';
import { behindGoodRows, countGoodRows } from './shape';
import { DONE, FULL, NO_MEMORY } from './status';

export { ends, failedStarts, length, other, rows, starts } from './events';
export { entriesOf, intern, newNames, sizeOf, skipId } from './names';
export {
  addNumberColumn,
  setBatch,
  setColumns,
  setEdge,
  setFailure,
  setOrder,
  setOthers,
  setTimes,
  setWords,
} from './plan';
export { edges, rawEnds, rawText, select, times } from './plan';
export { rawLength } from './raw';
export { time } from './seconds';
export { input, inputBytes } from './window';

/** Empties the batch. `previousTime` is the time of the last good row, -1 when there is none. */
export function start(previousTime: i32): void {
  startBatch(previousTime);
  startText();
}

/** Bytes of the last window that were gone through. */
export let consumed: u32 = 0;

/**
 * Adds the rows of a window, whole rows of so many bytes, to the batch: in {@link input}, or in the host's own text. Returns
 * one of status.ts.
 */
export function scan(bytes: u32, window: usize): u32 {
  const first = length;
  const before = rows;
  findSeparators(window, window + bytes);
  const count = countGoodRows();
  let status = takeRows(count);
  if (status == DONE) status = behindGoodRows;
  const taken = rows - before;
  consumed = <u32>(endOf(separators + ((<usize>(taken * columnCount)) << 2) - 4) + 1 - window);
  if (!fillIds(first)) return NO_MEMORY;
  if (rawText == 0) return status;
  copyText(first);
  return status == DONE && rawLength >= ENOUGH_TEXT ? FULL : status;
}
