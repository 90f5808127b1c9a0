import { globAsExpression } from '@cmsc/core';
import type { Condition } from '../../filter/condition.js';
import type { Parameters } from './statement.js';

/** What a condition asks of one value. */
type Comparison = Pick<Condition, 'operator' | 'value'>;

/** SQL that is true for the rows that a comparison keeps. */
export type Match = (comparison: Comparison, parameters: Parameters) => string;

/** Comparisons of text: `=` with wildcards, `~` in any case. */
export function textMatch(expression: string): Match {
  return ({ operator, value }, parameters) => {
    const text = String(value);
    if (operator === '==' || (operator === '=' && !/[*?]/.test(text))) {
      return `${expression} = ${parameters.add(text)}`;
    }
    // Not LIKE, which goes back and back behind a star.
    if (operator === '=')
      return `regexp_full_match(${expression}, ${parameters.add(globAsExpression(text))})`;
    if (operator === '~') return `contains(lower(${expression}), lower(${parameters.add(text)}))`;
    return `${expression} ${operator} ${parameters.add(text)}`;
  };
}

/** Comparisons of numbers. */
export function numberMatch(expression: string): Match {
  return ({ operator, value }, parameters) =>
    `${expression} ${operator === '==' ? '=' : operator} ${parameters.add(value)}`;
}

/** Comparisons that any item of a list may meet. */
export function itemMatch(expression: string, matchItem: (expression: string) => Match): Match {
  return (comparison, parameters) =>
    `len(list_filter(${expression}, lambda item: ${matchItem('item')(comparison, parameters)})) > 0`;
}

/** Rows whose `id` stands in another table, in a row that matches there. */
export function linkedMatch(id: string, table: string, match: Match): Match {
  return (comparison, parameters) =>
    `${id} IN (SELECT ${id} FROM ${table} WHERE ${match(comparison, parameters)})`;
}
