import { member } from './dialects.js';
import { parseObject } from './unwrap.js';

/**
 * Members that a tool’s answer has its rows in, as a list: of Elasticsearch, Splunk, Event Hubs, Azure Monitor, PowerShell 5.1, Log Analytics, and of XML
 * that was made JSON.
 */
const LISTS: ReadonlySet<string> = new Set([
  ...['hits', 'result', 'results', 'value', 'records', 'data', 'Events', 'Event', 'tables', 'rows'],
]);

/** Members that have such a list in an object: Elasticsearch’s `hits.hits`, and `Events.Event`. */
const HOLDERS: ReadonlySet<string> = new Set(['hits', 'Events']);

/** Where rows may be lists of values. */
const TABLE = 'rows';

/** The name of a member whose value comes next. */
const MEMBER = /(?<!\\)"(\w+)"\s*:\s*$/;

/** The name of the member whose value begins behind this part of an object; undefined where none does. */
export function memberAt(before: string): string | undefined {
  return MEMBER.exec(before)?.[1];
}

/** Whether a member of an object may have the object’s rows. */
export function isRowList(name: string | undefined): name is string {
  return name !== undefined && LISTS.has(name);
}

/** Whether a member may be an object that has the rows. */
export function holdsRowList(name: string | undefined): boolean {
  return name !== undefined && HOLDERS.has(name);
}

/** Whether a member’s rows may be lists of values, the columns of which are named before. */
export function isTable(name: string | undefined): boolean {
  return name === TABLE;
}

/** The names of a table’s columns, by what stands before the first of its rows; undefined when it does not say. */
export function columnNames(before: string): readonly string[] | undefined {
  const head = parseObject(`${before}]}`) ?? {};
  const columns = head['columns'] ?? head['fields'];
  if (!Array.isArray(columns)) return undefined;
  const names = columns.map((column: unknown) => member(column, 'name') ?? column);
  return names.every((name) => typeof name === 'string') ? names : undefined;
}
