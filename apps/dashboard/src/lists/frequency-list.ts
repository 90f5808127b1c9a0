import { sqlIdentifier } from '@cmsc/core';
import { ATTACKED, type Cell, column, type Column, type ColumnKind, isList } from './column.js';
import { termFor } from './filter.js';
import type { FrequencyRef } from './list-ref.js';
import { columnIndex, type ListSpec } from './list-spec.js';
import { HOUR } from './clock.js';
import { columnOf, type Relation, whereSql } from './relation.js';
import { statement, type Statement } from './statement.js';

const ITEM_KINDS: Partial<Record<ColumnKind, ColumnKind>> = {
  texts: 'text',
  numbers: 'number',
  times: 'time',
};

/** Seconds of the steps in which times are counted: nobody reads five million different seconds. */
const TIME_STEP_SECONDS = HOUR;

/** Values that are kept at most, the most frequent ones. */
const MOST_VALUES = 100_000;

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

/**
 * Counts the values of a column in the rows of `source` that meet the conditions.
 * @throws Error for a column that the list doesn't have: a bug
 */
export function frequencyStatement(ref: FrequencyRef, spec: ListSpec, source: Relation): Statement {
  const column = spec.columns[columnIndex(spec, ref.column)];
  if (column === undefined) throw new Error(`the list has no column ${ref.column}`);
  const attacked = spec.mark === undefined ? '' : ', count(*) FILTER (marked) AS attacked';
  const { shown } = columnOf(source, ref.column);
  return statement((parameters) => {
    const where = whereSql(source, ref.conditions, parameters);
    const counted = `SELECT value, count(*) AS rows, count(*) / sum(count(*)) OVER () AS share${attacked}
      FROM (${valuesSql(column, spec, source, where)}) GROUP BY value ORDER BY rows DESC LIMIT ${MOST_VALUES}`;
    return `SELECT * REPLACE (${shown('value')} AS value) FROM (${counted})`;
  });
}

function valuesSql(column: Column, { mark }: ListSpec, { table }: Relation, where: string): string {
  const marked = mark === undefined ? 'false' : `${sqlIdentifier(mark)} > 0`;
  return `SELECT ${valueSql(column)} AS value, ${marked} AS marked FROM ${table} WHERE ${where}`;
}

function valueSql({ name, kind }: Column): string {
  if (isList(kind)) return `unnest(${sqlIdentifier(name)})`;
  if (kind === 'time') return `${sqlIdentifier(name)} // ${TIME_STEP_SECONDS} * ${TIME_STEP_SECONDS}`;
  return sqlIdentifier(name);
}
