import { ANY_COLUMN, type Condition, type Operator } from './list-ref.js';
import { type Cell, type Column, isFraction, isText } from './column.js';
import { FilterError, splitTerms, type Term } from './filter-terms.js';
import { shareComparison, wholeComparison } from './number-condition.js';

/** Short names, and the columns that they mean: the first one that the list has. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  user: ['dst_user', 'user_domain', 'src_user', 'name'],
  computer: ['dst_machine', 'computer', 'name'],
  machine: ['dst_machine', 'computer', 'name'],
  source: ['src_machine', 'origins', 'name'],
  origin: ['origins', 'src_machine', 'name'],
  destination: ['dst_machine', 'name'],
  process: ['process_name', 'process', 'name'],
  start: ['start_time', 'first'],
  end: ['end_time', 'last'],
  time: ['time', 'attack_time', 'start_time'],
  id: ['session_id', 'tuple_id'],
};

/** Words that are a condition of their own: attacked sessions, or users and computers with any. */
const FLAGS: Readonly<Record<string, readonly string[]>> = { attacked: ['label', 'attacked', 'in_attacked'] };

/**
 * The conditions of a filter expression; all of them have to hold.
 *
 * @param text - the expression, as it was typed
 * @param columns - the columns of the list that is filtered
 * @throws FilterError for what can't be read, columns that aren't there, and text where a number should be
 * @example
 * parseFilter('user=U66@* duration>1h attacked', columns)
 */
export function parseFilter(text: string, columns: readonly Column[]): Condition[] {
  return splitTerms(text).map((term) => conditionOf(term, columns));
}

/**
 * The term that keeps, or drops, the rows with this value; nothing when an expression can't say it.
 * It reads back as exactly this value, whatever is in it.
 */
export function termFor(column: Column, cell: Cell, negated: boolean): string | null {
  const value = Array.isArray(cell) ? (cell as readonly (string | number)[])[0] : (cell as string | number);
  if (value === undefined || value === null) return null;
  const written = typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
  return `${column.name}${negated ? '!=' : '='}${written}`;
}

function conditionOf(term: Term, columns: readonly Column[]): Condition {
  if (term.operator === null) return wordCondition(term, columns);
  const column = findColumn(term.name, columns);
  const operator = term.operator === '=' && term.quoted ? '==' : term.operator;
  const { negated } = term;
  if (isText(column.kind)) return { column: column.name, operator, value: term.value, negated };
  if (operator === '~') throw new FilterError(`${column.name} holds numbers: compare it with = < >`);
  return { column: column.name, ...numberComparison(column, operator, term.value), negated };
}

function wordCondition({ name, value, quoted, negated }: Term, columns: readonly Column[]): Condition {
  const flag = quoted
    ? undefined
    : FLAGS[name]?.find((each) => columns.some((column) => column.name === each));
  if (flag !== undefined) return { column: flag, operator: '>', value: 0, negated };
  if (!quoted && name in FLAGS)
    throw new FilterError(`nothing here is labelled as ${name}; the word itself is "${name}"`);
  return { column: ANY_COLUMN, operator: !quoted && /[*?]/.test(value) ? '=' : '~', value, negated };
}

function findColumn(name: string, columns: readonly Column[]): Column {
  const wanted = [name, ...(ALIASES[name.toLowerCase()] ?? [])];
  for (const each of wanted) {
    const column = columns.find((candidate) => candidate.name === each);
    if (column !== undefined) return column;
  }
  const names = columns.map((column) => column.name).join(', ');
  throw new FilterError(`there is no column ${name} here: use ${names}`);
}

function numberComparison(column: Column, operator: Operator, text: string) {
  const comparison = (isFraction(column.kind) ? shareComparison : wholeComparison)(operator, text);
  if (comparison !== null) return comparison;
  throw new FilterError(`${column.name} is compared with a number, not "${text}"`);
}
