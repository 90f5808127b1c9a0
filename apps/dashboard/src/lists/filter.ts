import { ANY_COLUMN, type Filter, type Operator } from './list-ref.js';
import { type Cell, type Column, type ColumnKind, isFraction, isText } from './column.js';
import { readExpression, type Expression } from './filter-syntax.js';
import { FilterError, type Term } from './filter-terms.js';
import { shareComparison, wholeComparison } from './number-condition.js';
import { clockSpan } from './clock.js';

const ATTACKED = ['label', 'attacked', 'in_attacked'];

/** Short names, and the columns that they mean: the first one that the list has. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  user: ['dst_user', 'user', 'user_domain', 'src_user', 'name'],
  computer: ['dst_machine', 'host', 'computer', 'name'],
  machine: ['dst_machine', 'host', 'computer', 'name'],
  source: ['src_machine', 'origins', 'name'],
  origin: ['origins', 'src_machine', 'name'],
  destination: ['dst_machine', 'name'],
  process: ['process_name', 'process', 'name'],
  start: ['start_time', 'first'],
  end: ['end_time', 'last'],
  time: ['time', 'attack_time', 'start_time'],
  id: ['session_id', 'tuple_id'],
  attacked: ATTACKED,
};

/** Words that are a condition of their own: attacked sessions, or users and computers with any. */
const FLAGS: Readonly<Record<string, readonly string[]>> = { attacked: ATTACKED };

/**
 * What a filter expression asks of a row; all of it has to hold.
 *
 * @param text - the expression, as it was typed
 * @param columns - the columns of the list that is filtered
 * @throws FilterError for what can't be read, columns that aren't there, and text where a number should be
 * @example
 * parseFilter('user=U66@* (duration>1h or attacked)', columns)
 */
export function parseFilter(text: string, columns: readonly Column[]): Filter[] {
  const read = readExpression(text);
  if (read === null) return [];
  const filter = filterOf(read, columns, false);
  return 'every' in filter ? [...filter.every] : [filter];
}

/**
 * The term that keeps, or drops, the rows with this value; nothing when an expression can't say it.
 * It reads back as exactly this value, whatever is in it.
 */
export function termFor({ name }: Pick<Column, 'name'>, cell: Cell, negated: boolean): string | null {
  const value = Array.isArray(cell) ? (cell as readonly (string | number)[])[0] : (cell as string | number);
  if (value === undefined || value === null) return null;
  const written = typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
  return `${name}${negated ? '!=' : '='}${written}`;
}

// A condition is either kept or not, so that the opposite of several is said by the opposite of each.
function filterOf(expression: Expression, columns: readonly Column[], negated: boolean): Filter {
  if ('not' in expression) return filterOf(expression.not, columns, !negated);
  if ('term' in expression) {
    const { term } = expression;
    return termFilter({ ...term, negated: term.negated !== negated }, columns);
  }
  const isEvery = 'every' in expression;
  const parts = (isEvery ? expression.every : expression.some).map((each) =>
    filterOf(each, columns, negated),
  );
  return isEvery === negated ? { some: parts } : { every: parts };
}

function termFilter(term: Term, columns: readonly Column[]): Filter {
  if (term.operator === null) return wordCondition(term, columns);
  const column = findColumn(term.name, columns);
  const operator = term.operator === '=' && term.quoted ? '==' : term.operator;
  const { negated, value } = term;
  if (isText(column.kind)) return { column: column.name, operator, value, negated };
  if (operator === '~') throw new FilterError(`${column.name} holds numbers: compare it with = < >`);
  return timeFilter(column, operator, term) ?? numberCondition(column, operator, term);
}

function wordCondition({ name, value, quoted, negated }: Term, columns: readonly Column[]): Filter {
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
    const column = columns.find((candidate) => candidate.name.toLowerCase() === each.toLowerCase());
    if (column !== undefined) return column;
  }
  const names = columns.flatMap((column) => (column.foremost ? [] : [column.name])).join(', ');
  throw new FilterError(`there is no column ${name} here: use ${names}`);
}

// What is equal to d0 10:00 lies in that minute; before and after it are before and after its beginning.
function timeFilter({ name, kind }: Column, operator: Operator, { value, negated }: Term): Filter | null {
  const span = kind === 'time' || kind === 'times' ? clockSpan(value) : null;
  if (span === null) return null;
  const [first, seconds] = span;
  if ((operator !== '=' && operator !== '==') || seconds === 1)
    return { column: name, operator, value: first, negated };
  const from: Filter = { column: name, operator: '>=', value: first, negated };
  const before: Filter = { column: name, operator: '<', value: first + seconds, negated };
  return negated ? { some: [from, before] } : { every: [from, before] };
}

/** What stands for a value of a column, where it is not just a number. */
const WANTED: Partial<Record<ColumnKind, string>> = {
  flag: 'attack, 1 or 0',
  time: 'a number, or a time as d0 10:00',
  times: 'a number, or a time as d0 10:00',
  seconds: 'a number, or a duration as 1h30m',
};

function numberCondition(column: Column, operator: Operator, { value, negated }: Term): Filter {
  const { name, kind } = column;
  if (kind === 'flag' && value === 'attack') return { column: name, operator: '>', value: 0, negated };
  const comparison = (isFraction(kind) ? shareComparison : wholeComparison)(operator, value);
  if (comparison !== null) return { column: name, ...comparison, negated };
  throw new FilterError(`${name} is compared with ${WANTED[kind] ?? 'a number'}, not "${value}"`);
}
