/**
 * The byte scanner: windows of text in LANL's dialect in, batches of events as columns out.
 *
 * A window is gone through several times, which is faster than once: each time does one thing in a tight loop without
 * branches that go now this way, now that, and the window stays in the cache meanwhile.
 */
import { ENOUGH_TEXT, rawText } from './plan';
import { columnCount } from './plan';
import { fillIds } from './ids';
import { length, startBatch, takeRows, rows } from './events';
import { copyText, rawLength, startText } from './raw';
import { behindGoodRows, countGoodRows } from './shape';
import { findSeparators, separators } from './separators';
import { DONE, FULL, NO_MEMORY } from './status';
import { input } from './window';
import { endOf } from './fields';

export { input, inputBytes } from './window';
export { allocate } from './memory';
export { entriesOf, intern, newNames, sizeOf, skipId } from './names';
export {
  addNumberColumn,
  select,
  setBatch,
  setColumns,
  setEdge,
  setOthers,
  setTimes,
  setWords,
} from './plan';
export { edges, rawEnds, rawText, times } from './plan';
export { ends, length, other, rows, starts } from './events';
export { rawLength } from './raw';
export { time } from './seconds';

/** Empties the batch. `previousTime` is the time of the last good row, -1 when there is none. */
export function start(previousTime: i32): void {
  startBatch(previousTime);
  startText();
}

/** Bytes of the last window that were gone through. */
export let consumed: u32 = 0;

/** Adds the rows of the window in {@link input}, whole rows of so many bytes, to the batch. Returns one of status.ts. */
export function scan(bytes: u32): u32 {
  const first = length;
  const before = rows;
  findSeparators(input, input + bytes);
  const count = countGoodRows();
  let status = takeRows(count);
  if (status == DONE) status = behindGoodRows;
  const taken = rows - before;
  consumed = <u32>(endOf(separators + ((<usize>(taken * columnCount)) << 2) - 4) + 1 - input);
  if (!fillIds(first)) return NO_MEMORY;
  if (rawText == 0) return status;
  copyText(first);
  return status == DONE && rawLength >= ENOUGH_TEXT ? FULL : status;
}
