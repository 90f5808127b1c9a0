import { objectAt } from './dialects.js';
import type { Members } from './event-xml.js';

/** What an export has put around an event. */
export interface Unwrapped {
  event: Members;
  /** Whether it is a row that Splunk shows before its search is through. */
  isPreview: boolean;
}

/** Members that an event is in: of Elasticsearch, Splunk, osquery, Azure’s diagnostics, OpenTelemetry, Google’s logging, XML of one event. */
const WRAPPERS = ['_source', 'doc', 'result', 'columns', 'properties', 'body', 'jsonPayload', 'Events'];

/** A count of more digits than a number keeps, as the value of a member. */
const LONG_NUMBER = /(?<!\\)"\s*:\s*\d{16}/;
const LONG_NUMBERS = /(?<!\\)("\s*:\s*)(\d{16,})(?=\s*[,}])/g;

/** What Elasticsearch’s bulk format says of the row behind it. */
const BULK_ACTIONS = ['index', 'create', 'update', 'delete'];

/** Whether a row is no document, but says what becomes of one: a line of Elasticsearch’s bulk format. */
export function isBulkAction(row: Members): boolean {
  const [name = '', ...others] = Object.keys(row);
  return others.length === 0 && BULK_ACTIONS.includes(name) && objectAt(row, name) !== undefined;
}

/** Takes off what tools put around an event; undefined for text in it that is no JSON. */
export function unwrapped(row: Members): Unwrapped | undefined {
  const isPreview = row['preview'] === true && 'result' in row;
  const wrapper = WRAPPERS.find((name) => objectAt(row, name));
  const event = wrapper === undefined ? row : objectAt(row, wrapper)!;
  if (typeof event['data'] !== 'string' || !('event_record_id' in event)) return { event, isPreview };
  const inner = parseObject(event['data']);
  return inner && { event: inner, isPreview };
}

/** The object that a JSON text is, long numbers as text; undefined for anything else. */
export function parseObject(text: string): Members | undefined {
  const value = parseValue(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
}

/** The row that a JSON text is: an object, or the values of `columns`; undefined for anything else. */
export function parseRow(text: string, columns: readonly string[] | undefined): Members | undefined {
  if (!columns) return parseObject(text);
  const values = parseValue(text);
  if (!Array.isArray(values) || values.length !== columns.length) return undefined;
  return Object.fromEntries(columns.map((name, place) => [name, values[place] as unknown]));
}

function parseValue(text: string): unknown {
  try {
    // Files that begin with a mark of their encoding may stand in another, one after the other.
    const json = text.startsWith('\ufeff') ? text.slice(1) : text;
    return JSON.parse(LONG_NUMBER.test(json) ? json.replace(LONG_NUMBERS, '$1"$2"') : json);
  } catch {
    return undefined;
  }
}
