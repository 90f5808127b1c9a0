import { objectAt } from './dialects.js';
import type { Members } from './event-xml.js';

/** What an export has put around an event. */
export interface Unwrapped {
  event: Members;
  /** Whether it is a row that Splunk shows before its search is through. */
  isPreview: boolean;
}

/** Takes off what Elasticsearch, Splunk and pyevtx put around an event; undefined for text in it that is no JSON. */
export function unwrapped(row: Members): Unwrapped | undefined {
  const isPreview = row['preview'] === true && 'result' in row;
  const event = objectAt(row, '_source') ?? objectAt(row, 'result') ?? row;
  if (typeof event['data'] !== 'string' || !('event_record_id' in event)) return { event, isPreview };
  const inner = parseObject(event['data']);
  return inner && { event: inner, isPreview };
}

/** The object that a JSON text is; undefined for anything else. */
export function parseObject(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined;
  } catch {
    return undefined;
  }
}
