import { showable } from '@cmsc/core';
import type { Operator } from './list-ref.js';

/** A term of a filter expression, as it was written. */
export interface Term {
  negated: boolean;
  /** Column, alias or flag; empty for a bare word. */
  name: string;
  operator: Operator | null;
  value: string;
  /** The value stood in quotes: `*` and `?` in it are themselves. */
  quoted: boolean;
}

/** A filter expression that can't be read. Its message is showable. */
export class FilterError extends Error {
  override readonly name = 'FilterError';

  constructor(message: string) {
    super(showable(message));
  }
}

/**
 * What `read` makes of a filter, or the error that says why it can't be read.
 * @throws whatever is not a FilterError: a bug
 */
export function filterOrError<T>(read: () => T): T | FilterError {
  try {
    return read();
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
}

// As they are shown, times and durations are of several words: d0 10:00, 12m 05s.
const VALUE = String.raw`"((?:[^"\\]|\\.)*)"|((?:d\d+|\d{4}-\d\d-\d\d)\s+\d{1,2}:\d\d(?::\d\d)?|\d+[dhm](?:\s+\d+[hms])+|\d+(?:\.\d+)?\s+[smhd](?=[\s()]|$)|[^\s"()]*)`;

// A name, an operator, a value; each may be missing, and spaces may stand beside the operator. The longer ones come first.
const TERM = new RegExp(
  String.raw`(!?)([A-Za-z_][\w.]*)?(?:\s*(!=|!~|==|>=|<=|=|~|>|<)\s*)?(?:${VALUE})(?=[\s()]|$)`,
  'y',
);

/**
 * The term that stands at `place` of a text, and its length; null when none does.
 * @throws FilterError for one without its column or its value
 */
export function readTerm(text: string, place: number): { term: Term; length: number } | null {
  TERM.lastIndex = place;
  const match = TERM.exec(text);
  return match === null || match[0] === '' ? null : { term: termOf(match), length: match[0].length };
}

function termOf([whole, bang, name = '', written, quotedValue, plain = '']: RegExpExecArray): Term {
  const quoted = quotedValue !== undefined;
  const value = quoted ? quotedValue.replace(/\\(.)/g, '$1') : plain;
  if (written === undefined) return wordTerm(bang === '!', name, value, quoted);
  if (name === '') throw new FilterError(`"${whole}" has no column before ${written}`);
  if (value === '' && !quoted) throw new FilterError(`"${whole}" has no value: write "" for an empty one`);
  const inverse = written.startsWith('!');
  const operator = (inverse ? written.slice(1) : written) as Operator;
  return { negated: (bang === '!') !== inverse, name, operator, value, quoted };
}

function wordTerm(negated: boolean, name: string, value: string, quoted: boolean): Term {
  const word = name + value;
  if (word === '' && !quoted) throw new FilterError('"!" stands alone: write a term after it');
  return { negated, name: quoted || value !== '' ? '' : name, operator: null, value: word, quoted };
}
