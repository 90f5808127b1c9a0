import { ATTACKED, type Cell, column, type Column, type ColumnKind } from './column.js';
import { termFor } from './filter.js';
import type { FrequencyRef } from './list-ref.js';
import { columnIndex, type ListSpec } from './list-spec.js';
import { HOUR } from './numbers.js';

const ITEM_KINDS: Partial<Record<ColumnKind, ColumnKind>> = {
  texts: 'text',
  numbers: 'number',
  times: 'time',
};

/** Seconds of the steps in which times are counted: nobody reads five million different seconds. */
export const TIME_STEP_SECONDS = HOUR;

/** Values that are kept at most, the most frequent ones. */
export const MOST_VALUES = 100_000;

/** How often each value of a column stands in `source`; times by the hour, lists by their items. */
export function frequencySpec(ref: FrequencyRef, source: ListSpec): ListSpec {
  const counted = source.columns[columnIndex(source, ref.column)];
  const kind = counted === undefined ? 'text' : (ITEM_KINDS[counted.kind] ?? counted.kind);
  return {
    title: `${source.title} by ${ref.column}`,
    columns: [
      column('value', kind, 18, 1),
      column('rows', 'number', 12),
      column('share', 'share', 8),
      ...(source.mark === undefined ? [] : [ATTACKED]),
    ],
    id: 'value',
    sort: { column: 'rows', descending: true },
    part: { fromRows: MOST_VALUES, says: 'the most frequent' },
    mark: source.mark === undefined ? undefined : 'attacked',
    open: (cell) => ({
      to: 'counted',
      term: counted === undefined ? null : termForValue(counted, cell('value')),
    }),
  };
}

// The filter term for a value: an hour is a range.
function termForValue(counted: Column, value: Cell): string | null {
  if (counted.kind !== 'time' || typeof value !== 'number') return termFor(counted, value, false);
  return `${counted.name}>=${value} ${counted.name}<${value + TIME_STEP_SECONDS}`;
}
