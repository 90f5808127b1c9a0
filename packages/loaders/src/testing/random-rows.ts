import fc from 'fast-check';
import type { Dialect } from '../rows/dialect.js';
import type { Format } from '../formats/format.js';
import { formats } from '../formats/registry.js';

/** The formats whose rows are values between delimiters. */
export const DELIMITED = Object.values<Format>(formats).filter(({ syntax }) => syntax !== 'json-lines');

const HARMLESS = [
  'U66@DOM1',
  'ANONYMOUS LOGON@C586',
  'C1$@?',
  '?',
  '',
  'né',
  '日本',
  '🦉',
  'x'.repeat(40),
  'a\rb',
];
const NEEDS_QUOTES = ['a,b', 'a;b', 'a\tb', 'say "hi"', '"', 'two\nlines', '\r\n', ' a ', '\n\n'];

/** Good rows of a format, in its column order; times rise by 0 to 2. `anyText` puts what needs quotes into names. */
export function randomRows(format: Format, anyText: boolean): fc.Arbitrary<string[][]> {
  const name = fc.constantFrom(...HARMLESS, ...(anyText ? NEEDS_QUOTES : []));
  const edges = format.edge ? [format.edge.start, format.edge.end] : [];
  const edge = fc.constantFrom(
    ...edges,
    ...(format.edge?.others === false ? [] : ['TGS', 'AuthMap', '?', '']),
  );
  const fields = format.columns.map(({ kind, name: column }) => {
    if (column === format.edge?.fails?.column) return fc.constantFrom('Success', 'Fail');
    if (kind === 'edge') return edge;
    return kind === 'name' ? name : fc.nat({ max: kind === 'time' ? 2 : 1_000_000 }).map(String);
  });
  return fc.array(fc.tuple(...fields), { maxLength: 30 }).map((rows) => {
    const timeIndex = format.columns.findIndex(({ kind }) => kind === 'time');
    let time = 0;
    return rows.map((row) => {
      time += Number(row[timeIndex]);
      return row.with(timeIndex, String(time));
    });
  });
}

/** How a file is written down, beyond its dialect. */
export interface Writing {
  dialect: Dialect;
  lineEnd: '\n' | '\r\n';
  /** Whether every value stands in quotes, and not those only that must. */
  quoteAll: boolean;
  endsInNewline: boolean;
  byteOrderMark: boolean;
}

/** Any way to write a file of this format. */
export function randomWriting(format: Format): fc.Arbitrary<Writing> {
  const names = format.columns.map((column) => column.name);
  const order = fc.shuffledSubarray([...names, 'extra'], { minLength: names.length + 1 });
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '|', '\\t', ' ', '§'),
    header: fc.boolean(),
    columns: fc.option(order, { nil: undefined }),
  });
  return fc.record({
    dialect: dialect.map(({ columns, ...rest }): Dialect => (columns ? { ...rest, columns } : rest)),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    quoteAll: fc.boolean(),
    endsInNewline: fc.boolean(),
    byteOrderMark: fc.boolean(),
  });
}

/** The text of a file with these rows. */
export function writeRows(rows: readonly (readonly string[])[], format: Format, writing: Writing): string {
  const { dialect, lineEnd, quoteAll, endsInNewline, byteOrderMark } = writing;
  const delimiter = dialect.delimiter === '\\t' ? '\t' : (dialect.delimiter ?? ',');
  const names = format.columns.map(({ name }) => name);
  const places = dialect.columns ?? names;
  const valuesOf = (row: readonly string[]) => places.map((name) => row[names.indexOf(name)] ?? 'extra');
  const quoted = (value: string, isLast: boolean) => {
    const mustBe = /["\n]/.test(value) || value.includes(delimiter) || (isLast && value.endsWith('\r'));
    return quoteAll || mustBe ? `"${value.replaceAll('"', '""')}"` : value;
  };
  const lines = [...(dialect.header ? [[...places]] : []), ...rows.map(valuesOf)].map((values) =>
    values.map((value, index) => quoted(value, index === values.length - 1)).join(delimiter),
  );
  const text = lines.join(lineEnd) + (endsInNewline && lines.length > 0 ? lineEnd : '');
  return (byteOrderMark ? '\ufeff' : '') + text;
}
