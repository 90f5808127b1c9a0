import { csvValue, needsQuotes, quotesDoubled } from '@cmsc/core';
import type { TableSpec } from '../table.js';

/** How a text format writes a table. */
export interface TextDialect {
  /** What stands before the first row. */
  header(columns: readonly string[]): string;
  /** What stands before a value of the column `name`. */
  lead(name: string, first: boolean): string;
  /** What stands behind the last value of a row. */
  end: string;
  /** An empty int. */
  empty: string;
  list: ListMarks;
  /** A start and an end within the list of a `span[]` column. */
  span: ListMarks;
  /** Whether a list with this name in it has to stand in quotes; absent where lists never do. */
  quotesList?(name: string): boolean;
  /** A value on its own. */
  value(text: string): string;
  /** A value within a list. */
  item(text: string): string;
}

/** What stands around and between the values of a list. */
export interface ListMarks {
  open: string;
  between: string;
  close: string;
}

/** RFC 4180 with LF, quotes only where they are needed; the values of a list joined by one space. */
export const CSV: TextDialect = {
  header: (columns) => `${columns.map(csvValue).join(',')}\n`,
  lead: (_, first) => (first ? '' : ','),
  end: '\n',
  empty: '',
  list: { open: '', between: ' ', close: '' },
  span: { open: '', between: ' ', close: '' },
  quotesList: needsQuotes,
  value: csvValue,
  item: quotesDoubled,
};

/** A JSON object a line, with real lists. */
export const JSONL: TextDialect = {
  header: () => '',
  lead: (name, first) => `${first ? '{' : ','}${JSON.stringify(name)}:`,
  end: '}\n',
  empty: 'null',
  list: { open: '[', between: ',', close: ']' },
  span: { open: '[', between: ',', close: ']' },
  value: (text) => JSON.stringify(text),
  item: (text) => JSON.stringify(text),
};

/** The names of all columns, those of the key first. */
export function columnNames(spec: TableSpec): string[] {
  return [...spec.key, ...spec.columns.map(({ name }) => name)];
}
