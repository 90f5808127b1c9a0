import type { FailedLogons } from '@cmsc/core';

/**
 * What the values of a column are: `time` whole seconds, `edge` whether the row starts or ends something,
 * `number` a whole number from 0 up, `name` any text.
 */
export type ColumnKind = 'time' | 'name' | 'number' | 'edge';

/** One column of a format. */
export interface Column {
  /** As the data names it: what a header has, and a member of a row in `json-lines`. */
  name: string;
  /** How its values are checked, and what a reader makes of them. */
  kind: ColumnKind;
  /** The dictionary that numbers its values. Columns that hold the same kind of thing share one. */
  dictionary: string;
}

/** Which values of the edge column start and end something. */
export interface EdgeRule {
  /** The value that starts something, such as `LogOn`. */
  start: string;
  /** The value that ends it, such as `LogOff`. */
  end: string;
  /** Further values that end something, when there are several. */
  moreEnds?: readonly string[];
  /** Columns without whose value a row starts and ends nothing, whatever its edge: there is nothing to know its key by. */
  needs?: readonly string[];
  /**
   * The column, and its value, by which a row that starts something says that it failed. Another spelling of the value
   * there is an error, as it is of a start or an end: the row would be taken for the opposite.
   */
  fails?: { readonly column: string; readonly value: string };
  /** Whether rows may do neither. */
  others: boolean;
  /** Whether the values are words: a number there tells that the row is of another kind, with as many columns. */
  words?: boolean;
}

/** A kind of file: its columns, its rules and its names. A new source is a new value of this type. */
export interface Format<Event = unknown> {
  /** What the format is called in options and reports: `auth`, `proc`, … */
  name: string;
  /**
   * How a row is written: values between delimiters (`csv`, when absent), or a JSON object on a line, whose members are
   * named as the columns (`json-lines`). A member that is missing or null is an empty value, one that no column is named as is left out.
   */
  syntax?: 'csv' | 'json-lines';
  /** In the order of the file. */
  columns: readonly Column[];
  /** Absent when no row of this kind starts or ends anything. */
  edge?: EdgeRule;
  /** Whether times must not go backwards. */
  ordered: boolean;
  /**
   * Whether white space around values is none of them, and a line of nothing else no row (no): so of what people write by
   * hand, where a name with a blank behind it would meet nothing.
   */
  trimmed?: boolean;
  /** What takes such files, in words for messages: `cmsc processes takes`. */
  takenBy?: string;
  /** Names of files that hold this kind of rows, without their folder. */
  fileNames: RegExp;
  /** Whether the values of a row look like this kind; the row has as many fields as there are columns. */
  resembles(fields: readonly string[]): boolean;
  /** A row that has passed the row rules as an object. */
  toEvent(fields: readonly string[]): Event;
}

/** Column of values that are any text, numbered in `dictionary` (the one of its own name when none is given). */
export function nameColumn(name: string, dictionary = name): Column {
  return { name, kind: 'name', dictionary };
}

/** Column of whole numbers. */
export function numberColumn(name: string): Column {
  return { name, kind: 'number', dictionary: name };
}

/** Column of the row's second. */
export function timeColumn(name: string): Column {
  return { name, kind: 'time', dictionary: name };
}

/** Column that says whether the row starts or ends something. */
export function edgeColumn(name: string): Column {
  return { name, kind: 'edge', dictionary: name };
}

/** The dictionary that numbers the values of a column, by its name; for a column that a format has not, its own name. */
export function dictionaryOf({ columns }: Format, column: string): string {
  return columns.find(({ name }) => name === column)?.dictionary ?? column;
}

/** The place of the column of this kind, or -1. Formats have one time column and at most one edge column. */
export function indexOfKind(format: Format, kind: 'time' | 'edge'): number {
  return format.columns.findIndex((column) => column.kind === kind);
}

/** What a start that failed is known by. */
export interface Failure {
  /** The place of the column. */
  column: number;
  /** What it says then. */
  value: string;
  /** Whether such a row starts something all the same. */
  starts: boolean;
}

/** What a start that failed is known by, and what becomes of it; undefined where none can. */
export function failureOf({ edge, columns }: Format, failedLogons: FailedLogons): Failure | undefined {
  const { fails } = edge ?? {};
  if (!fails) return undefined;
  const column = columns.findIndex(({ name }) => name === fails.column);
  return { column, value: fails.value, starts: failedLogons === 'start' };
}

/** Whether `text` is meant as a time: a second, perhaps one that was written as a fraction or with space around it. */
export function isTimeLike(text: string): boolean {
  return /^\s*[0-9]+(\.[0-9]+)?\s*$/.test(text);
}

/** Whether `text` is digits and nothing else. */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
