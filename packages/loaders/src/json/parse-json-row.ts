import type { Column, Format } from '../formats/format.js';
import type { RowProblem } from '../rows/row-problem.js';
import { isProblem } from '../rows/row-rules.js';

/** How JSON writes half of a character: text outside of it has whole ones only. */
const HALF_CHARACTER = /\\u[dD][89a-fA-F]/;
/** A half without its other half. */
const LONE_HALF = /\p{Surrogate}/u;

/**
 * The values of a row that is a JSON object on a line, in the format's order. Numbers are taken as they are written in
 * decimal; a member that is missing or null is an empty value.
 *
 * @param line the row's text without its line end.
 */
export function parseJsonRow(line: string, format: Format): string[] | RowProblem {
  const row = parseObject(line);
  if (isProblem(row)) return row;
  const mayBeTorn = HALF_CHARACTER.test(line);
  const fields: string[] = [];
  for (const column of format.columns) {
    const value = row.members[column.name];
    // Nearly all values are text, a whole number, or not there.
    if (mayBeTorn && typeof value === 'string' && LONE_HALF.test(value)) return halfCharacter(column, value);
    else if (typeof value === 'string') fields.push(value);
    else if (value === undefined || value === null) fields.push('');
    else if (Number.isSafeInteger(value) || (column.kind === 'time' && typeof value === 'number'))
      fields.push(String(value));
    else return badValue(column, value);
  }
  return fields;
}

function parseObject(line: string): { members: Record<string, unknown> } | RowProblem {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return badJson('the row is not JSON', line);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { members: value as Record<string, unknown> };
  return badJson('the row is JSON, but no object', line);
}

/** Written as UTF-8 all halves are one character: names that differ would be one. */
function halfCharacter({ name }: Column, value: string): RowProblem {
  return {
    code: 'BAD_JSON',
    what: `${name} holds half of a character`,
    column: name,
    text: value,
    hint: 'write both halves of a surrogate pair',
    skippable: true,
  };
}

function badJson(what: string, line: string): RowProblem {
  return {
    code: 'BAD_JSON',
    what,
    text: line,
    hint: 'write one whole JSON object a line',
    skippable: true,
  };
}

function badValue({ name }: Column, value: unknown): RowProblem {
  if (typeof value === 'number') {
    return {
      code: 'BAD_NUMBER',
      what: Number.isInteger(value)
        ? `${name} is beyond ${Number.MAX_SAFE_INTEGER}`
        : `${name} is not a whole number`,
      column: name,
      text: String(value),
      hint: 'write it as text, in quotes',
    };
  }
  return {
    code: 'BAD_JSON',
    what: `${name} is neither text nor a number`,
    column: name,
    text: JSON.stringify(value),
    hint: 'the value of a column is text or a whole number',
  };
}
