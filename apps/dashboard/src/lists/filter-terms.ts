import { showable } from '@cmsc/core';
import type { Operator } from './list-ref.js';

/** A term of a filter expression, as it was written. */
export interface Term {
  /** The whole of it, as it was written. */
  text: string;
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

// A name, an operator, a value; each may be missing, and spaces may stand beside the operator. The longer ones come first.
const TERM =
  /^(!?)([A-Za-z_][\w.]*)?(?:\s*(!=|!~|==|>=|<=|=|~|>|<)\s*)?(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/;

/**
 * The terms of `text`, which white space separates: `user=U66@* duration>3600 !attacked "ANONYMOUS LOGON"`.
 * @throws FilterError for an unclosed quote, or an operator without its name or value
 */
export function splitTerms(text: string): Term[] {
  const terms: Term[] = [];
  for (let rest = text.trimStart(); rest !== '';) {
    const match = TERM.exec(rest);
    if (match === null || match[0] === '') throw new FilterError(`can't read "${rest}": is a quote missing?`);
    terms.push({ text: match[0], ...termOf(match) });
    rest = rest.slice(match[0].length).trimStart();
  }
  return terms;
}

function termOf([whole, bang, name = '', written, quotedValue, plain = '']: RegExpExecArray): Omit<
  Term,
  'text'
> {
  const quoted = quotedValue !== undefined;
  const value = quoted ? quotedValue.replace(/\\(.)/g, '$1') : plain;
  if (written === undefined) return wordTerm(bang === '!', name, value, quoted);
  if (name === '') throw new FilterError(`"${whole}" has no column before ${written}`);
  if (value === '' && !quoted) throw new FilterError(`"${whole}" has no value: write "" for an empty one`);
  const inverse = written.startsWith('!');
  const operator = (inverse ? written.slice(1) : written) as Operator;
  return { negated: (bang === '!') !== inverse, name, operator, value, quoted };
}

function wordTerm(negated: boolean, name: string, value: string, quoted: boolean): Omit<Term, 'text'> {
  const word = name + value;
  if (word === '' && !quoted) throw new FilterError('"!" stands alone');
  return { negated, name: quoted || value !== '' ? '' : name, operator: null, value: word, quoted };
}
