import { sqlIdentifier } from '@cmsc/core';
import type { Column } from '../../lists/cell.js';
import { isList } from '../../lists/cell.js';
import type { FrequencyRef } from '../../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../../lists/list-spec.js';
import { MOST_VALUES, TIME_STEP_SECONDS } from '../../lists/specs/frequency-list.js';
import { whereSql, type Relation } from './relation.js';
import { Parameters, type Statement } from './statement.js';

/**
 * Counts the values of a column in the rows of `source` that meet the conditions.
 * @throws Error for a column that the list doesn't have: a bug
 */
export function frequencyStatement(ref: FrequencyRef, spec: ListSpec, source: Relation): Statement {
  const parameters = new Parameters();
  const column = spec.columns[columnIndex(spec, ref.column)];
  if (column === undefined) throw new Error(`the list has no column ${ref.column}`);
  const where = whereSql(source, ref.conditions, parameters);
  const marked = spec.mark === undefined ? '' : ', count(*) FILTER (marked) AS attacked';
  const counted = `SELECT value, count(*) AS rows, count(*) / sum(count(*)) OVER () AS share${marked}
    FROM (${valuesSql(column, spec, source, where)}) GROUP BY value ORDER BY rows DESC LIMIT ${MOST_VALUES}`;
  const names = marked === '' ? 'rows, share' : 'rows, share, attacked';
  return { sql: `SELECT value, ${names} FROM (${counted})`, parameters };
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
