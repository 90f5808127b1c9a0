import {
  EDGE_END,
  EDGE_FAILED_START,
  EDGE_OTHER,
  EDGE_START,
  LATEST_TIME,
  printable,
  type FailedLogons,
} from '@cmsc/core';
import {
  failureOf,
  indexOfKind,
  isDigits,
  type EdgeRule,
  type Failure,
  type Format,
} from '../formats/format.js';
import type { RowProblem } from './row-problem.js';

/** Longest line in bytes, its line end not counted. */
export const LONGEST_LINE_BYTES = 1_048_576;

const MOST_REMEMBERED = 100;

/** What a good row says: its second, and its edge, by the codes of EventColumns. */
export interface RowFacts {
  time: number;
  edge: number;
}

/** The rules for the fields of a row of one format. */
export interface RowRules {
  /**
   * @param fields in the format's order.
   * @param previousTime time of the last good row, -1 when there is none.
   */
  check(fields: readonly string[], previousTime: number): RowFacts | RowProblem;
}

/** Whether a check found a problem. */
export function isProblem(checked: object): checked is RowProblem {
  return 'code' in checked;
}

/** The rules of a format, and of what becomes of starts that failed: column count, time, order, edge, outcome, numbers, in this order of precedence. */
export function rowRules(format: Format, failedLogons: FailedLogons = 'other'): RowRules {
  const timeIndex = indexOfKind(format, 'time');
  const edgeIndex = indexOfKind(format, 'edge');
  const numbers = format.columns.flatMap(({ kind, name }, index) =>
    kind === 'number' ? [{ name, index }] : [],
  );
  const timeName = format.columns[timeIndex]!.name;
  const edgeName = format.columns[edgeIndex]?.name ?? '';
  const { edge: rule } = format;
  const edgeOfText = rule ? remembered((text) => edgeOf(rule, text)) : () => EDGE_OTHER;
  const needed = (rule?.needs ?? []).map((name) =>
    format.columns.findIndex((column) => column.name === name),
  );
  const failure = failureOf(format, failedLogons);
  const startOfText = failure ? remembered((text) => startOf(failure, text)) : () => EDGE_START;

  return {
    check(fields, previousTime) {
      if (fields.length !== format.columns.length) {
        return columnCountProblem(fields, format.columns.length, format);
      }
      const timeText = fields[timeIndex]!;
      const time = parseTime(timeText);
      if (time < 0) return badTime(timeName, timeText);
      if (time < previousTime && format.ordered) return timeBackwards(timeName, timeText, previousTime);
      let edge = edgeOfText(fields[edgeIndex] ?? '');
      if (edge < 0) return badEdge(rule!, edgeName, fields[edgeIndex]!);
      if (edge === EDGE_START && failure) {
        edge = startOfText(fields[failure.column]!);
        if (edge < 0)
          return misspelled(format.columns[failure.column]!.name, fields[failure.column]!, failure.value);
      }
      for (const { name, index } of numbers) {
        if (!isCount(fields[index]!)) return badNumber(name, fields[index]!);
      }
      return { time, edge: needed.every((index) => fields[index] !== '') ? edge : EDGE_OTHER };
    },
  };
}

/** The seconds that `text` says, or -1 when it is not digits or above {@link LATEST_TIME}. */
export function parseTime(text: string): number {
  if (text.length === 0) return -1;
  let time = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    time = time * 10 + digit;
    if (time > LATEST_TIME) return -1;
  }
  return time;
}

/** The edge that `text` says, or -1 when it is a misspelled start or end, or a number, or neither where it must be one. */
function edgeOf(rule: EdgeRule, text: string): number {
  if (text === rule.start) return EDGE_START;
  if (text === rule.end || rule.moreEnds?.includes(text)) return EDGE_END;
  if (rule.words && isDigits(text)) return -1;
  return rule.others && respelled([rule.start, rule.end], text) === undefined ? EDGE_OTHER : -1;
}

/** What a start is whose outcome is `text`, or -1 when that is a misspelled failure. */
function startOf({ value, starts }: Failure, text: string): number {
  if (text === value) return starts ? EDGE_START : EDGE_FAILED_START;
  return respelled([value], text) === undefined ? EDGE_START : -1;
}

/** `codeOf` with a memory: real files have seven orientations and two results, and comparing spellings is slow. */
function remembered(codeOf: (text: string) => number): (text: string) => number {
  const codes = new Map<string, number>();
  return (text) => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    const code = codeOf(text);
    if (codes.size < MOST_REMEMBERED) codes.set(text, code);
    return code;
  };
}

/** A line with nothing on it. */
export const BLANK_LINE: RowProblem = {
  code: 'COLUMN_COUNT',
  what: 'blank line',
  hint: 'remove it',
  skippable: true,
};

/** The problem of a row that has not as many fields as it should. */
export function columnCountProblem(fields: readonly string[], expected: number, format: Format): RowProblem {
  if (fields.length === 1 && fields[0] === '') return BLANK_LINE;
  const found = fields.length === 1 ? '1 column' : `${fields.length} columns`;
  return {
    code: 'COLUMN_COUNT',
    what: `${found} where a row of ${format.name} has ${expected}`,
    text: fields.join(','),
    hint: countHint(fields),
  };
}

/** What separates values now and then, with its name for --delimiter, which a shell leaves alone. */
const DELIMITERS: Readonly<Record<string, string>> = {
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ',': 'comma',
};

function countHint(fields: readonly string[]): string {
  const other = fields.length === 1 && /[;\t|,]/.exec(fields[0]!)?.[0];
  if (other)
    return `if columns are separated by "${other === '\t' ? '\\t' : other}", say --delimiter ${DELIMITERS[other]}`;
  return 'check that the file is of this format and complete';
}

function badTime(column: string, text: string): RowProblem {
  const looksLikeHeader = /^["']?[A-Za-z_ ]+["']?$/.test(text);
  return {
    code: 'BAD_TIME',
    what: isDigits(text) ? `${column} is above ${LATEST_TIME}` : `${column} is not a whole number of seconds`,
    column,
    text,
    hint: looksLikeHeader
      ? 'if the first row names the columns, say --header'
      : /^\d+\.0*$/.test(text)
        ? `write it without its fraction, or send it through sed 's/\\.0*,/,/' on the way`
        : `a time is digits only, from 0 to ${LATEST_TIME}`,
  };
}

/** The problem of a row that is earlier than the one before it. */
export function timeBackwards(column: string, text: string, previousTime: number): RowProblem {
  return {
    code: 'TIME_BACKWARDS',
    what: `${column} goes backwards, from ${previousTime} to ${Number(text)}`,
    column,
    hint: 'give parts in the order of their times, each once; sort a file that is out of order by its time',
  };
}

function badEdge(rule: EdgeRule, column: string, text: string): RowProblem {
  const { start, end } = rule;
  const meant = respelled([start, end], text);
  if (meant !== undefined) return misspelled(column, text, meant);
  if (rule.words) {
    const hint = 'check whether rows of another kind, such as flows, were put into this file';
    return { code: 'BAD_EDGE', what: `${column} "${printable(text)}" is a number`, column, hint };
  }
  const what = `${column} "${printable(text)}" is neither ${start} nor ${end}`;
  return { code: 'BAD_EDGE', what, column, hint: `write ${start} or ${end}` };
}

function misspelled(column: string, text: string, meant: string): RowProblem {
  const what = `${column} "${printable(text)}" is spelled differently from ${meant}`;
  return { code: 'BAD_EDGE', what, column, hint: `write ${meant}` };
}

/** The one of `words` that `text` is when case and everything that is no letter are left aside. */
function respelled(words: readonly string[], text: string): string | undefined {
  const letters = lettersOf(text);
  // A number has one spelling.
  if (letters === '') return undefined;
  return words.find((value) => lettersOf(value) === letters);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/\P{L}/gu, '');
}

function isCount(text: string): boolean {
  return isDigits(text) && Number(text) <= Number.MAX_SAFE_INTEGER;
}

function badNumber(column: string, text: string): RowProblem {
  return {
    code: 'BAD_NUMBER',
    what: isDigits(text)
      ? `${column} is above ${Number.MAX_SAFE_INTEGER}`
      : `${column} is not a whole number`,
    column,
    text,
    hint: `a number is digits only, from 0 to ${Number.MAX_SAFE_INTEGER}`,
  };
}
