import { CmscError, type ErrorCode } from '@cmsc/core';
import type { Rejection } from './read-event.js';

/** What is wrong with a row, and what can be done about it. */
const PROBLEMS: Readonly<
  Record<Exclude<Rejection, 'preview'>, { code: ErrorCode; what: string; hint: string }>
> = {
  notJson: { code: 'BAD_JSON', what: 'the row is not JSON', hint: 'skip bad rows with --on-bad-row skip' },
  unknownShape: {
    code: 'UNKNOWN_FORMAT',
    what: 'the row is no Windows event as any known tool writes it',
    hint: 'export with evtx_dump -o jsonl, or skip bad rows with --on-bad-row skip',
  },
  noEventId: {
    code: 'MISSING_COLUMN',
    what: 'the event has no id',
    hint: 'skip bad rows with --on-bad-row skip',
  },
  noTime: {
    code: 'BAD_TIME',
    what: 'the event has no time that can be read',
    hint: 'export times as ISO 8601, or skip bad rows with --on-bad-row skip',
  },
  noHost: {
    code: 'MISSING_COLUMN',
    what: 'the event does not name its computer',
    hint: 'export the computer, too, or skip bad rows with --on-bad-row skip',
  },
  noProperties: {
    code: 'MISSING_COLUMN',
    what: 'the event has lost its values',
    hint: 'export with ConvertTo-Json -Depth 4, or skip bad rows with --on-bad-row skip',
  },
  unknownVersion: {
    code: 'MISSING_COLUMN',
    what: 'the event is of a version whose values have no known order',
    hint: 'export with names, as evtx_dump -o jsonl does, or skip bad rows with --on-bad-row skip',
  },
  renderedText: {
    code: 'UNKNOWN_FORMAT',
    what: 'the event is there as text alone, in the language of its computer',
    hint: 'export values: renderXml = true in Splunk, or evtx_dump -o jsonl; or --on-bad-row skip',
  },
};

/** The error that a bad row is. */
export function badRow(
  rejection: Exclude<Rejection, 'preview'>,
  file: string,
  line: number,
  text: string,
): CmscError {
  const { code, what, hint } = PROBLEMS[rejection];
  return new CmscError('data', code, what, { file, line, text, hint });
}
