import { emittedRows, length } from './events';
import { beginOf, endOf, endOfLast } from './fields';
import { find, intern } from './names';
import { columnCount, Selected, selected, selectedCount } from './plan';

/**
 * Fills in the ids of the batch's rows from `first` on, all of this window.
 *
 * Column by column, since then one table is in use at a time and nothing but finding is in the loop; names that are not
 * found are few. They are added afterwards, row by row, so that ids come in the order of the file.
 *
 * @returns false when there is no memory left
 */
export function fillIds(first: u32): bool {
  let missing: u32 = 0;
  for (let i: u32 = 0; i < selectedCount; i++) missing += findIds(selected(i), first);
  return missing == 0 || addMissing(first);
}

function findIds(chosen: Selected, first: u32): u32 {
  const names = chosen.names;
  const column = (<usize>chosen.column) << 2;
  const isLast = chosen.column == columnCount - 1;
  const count = length - first;
  let ids = chosen.ids + ((<usize>first) << 2);
  let missing: u32 = 0;
  for (let i: u32 = 0; i < count; i++, ids += 4) {
    const field = <usize>load<u32>(emittedRows + ((<usize>i) << 2)) + column;
    const begin = beginOf(field);
    const end = isLast ? endOfLast(field) : endOf(field);
    const id = find(names, begin, <u32>(end - begin));
    store<i32>(ids, id);
    missing += (<u32>id) >> 31;
  }
  return missing;
}

function addMissing(first: u32): bool {
  const count = length - first;
  for (let i: u32 = 0; i < count; i++) {
    const row = <usize>load<u32>(emittedRows + ((<usize>i) << 2));
    for (let k: u32 = 0; k < selectedCount; k++) {
      const chosen = selected(k);
      const ids = chosen.ids + ((<usize>(first + i)) << 2);
      if (load<i32>(ids) < 0) store<i32>(ids, internField(chosen, row + ((<usize>chosen.column) << 2)));
      if (load<i32>(ids) < 0) return false;
    }
  }
  return true;
}

function internField(chosen: Selected, field: usize): i32 {
  const begin = beginOf(field);
  const end = chosen.column == columnCount - 1 ? endOfLast(field) : endOf(field);
  return intern(chosen.names, begin, <u32>(end - begin));
}
