import { isUtf8 } from 'node:buffer';
import type { Format } from '../../formats/format.js';
import type { ScanPlan } from '../scanner.js';

/** A good row. */
export interface JudgedRow {
  time: number;
  edge: 'start' | 'end' | 'other' | 'failed';
  fields: string[];
}

/**
 * The row rules once more, as plain as can be, to test against: what a line without its line feed is.
 *
 * @returns undefined for a bad row; `quote` for one that only csv-parse can tell.
 */
export function judgeLine(
  line: Buffer,
  { format, failedLogons }: Pick<ScanPlan, 'format' | 'failedLogons'>,
  previousTime: number,
): JudgedRow | 'quote' | undefined {
  if (line.includes('"')) return 'quote';
  const row = line.at(-1) === 13 ? line.subarray(0, -1) : line;
  if (row.length > 1_048_576 || row.includes(0) || !isUtf8(row)) return undefined;
  const fields = row.toString('utf8').split(',');
  if (fields.length !== format.columns.length) return undefined;
  const time = numberIn(fields[0]!, 2_147_483_647);
  if (time === undefined || (format.ordered && time < previousTime)) return undefined;
  const edge = edgeIn(fields, format);
  if (edge === undefined) return undefined;
  for (const [index, { kind }] of format.columns.entries()) {
    if (kind === 'number' && numberIn(fields[index]!, 2 ** 53 - 1) === undefined) return undefined;
  }
  const { fails } = format.edge ?? {};
  const result = fails && fields[format.columns.findIndex(({ name }) => name === fails.column)];
  if (edge === 'start' && fails && result !== fails.value && lettersOf(result!) === lettersOf(fails.value))
    return undefined;
  const hasFailed = failedLogons === 'other' && edge === 'start' && fails && result === fails.value;
  return { time, edge: hasFailed ? 'failed' : edge, fields };
}

function numberIn(text: string, most: number): number | undefined {
  return /^[0-9]+$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function edgeIn(fields: readonly string[], { columns, edge }: Format): JudgedRow['edge'] | undefined {
  if (!edge) return 'other';
  const text = fields[columns.findIndex(({ kind }) => kind === 'edge')]!;
  if (text === edge.start) return 'start';
  if (text === edge.end) return 'end';
  if (edge.words && /^[0-9]+$/.test(text)) return undefined;
  const letters = lettersOf(text);
  return edge.others && letters !== lettersOf(edge.start) && letters !== lettersOf(edge.end)
    ? 'other'
    : undefined;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]/gu, '');
}

/** Whether a scanner may leave a good row to the careful reader. */
export function isUnusual(
  { fields, edge }: JudgedRow,
  line: Buffer,
  { columns, edge: rule }: Format,
  raw: boolean,
): boolean {
  if (fields[0]!.length > 10) return true;
  if (raw && line.toString('latin1').endsWith('\r\r')) return true;
  return fields.some((text, index) => {
    const { kind, name } = columns[index]!;
    const isWord = kind === 'edge' || (edge === 'start' && name === rule?.fails?.column);
    return (kind === 'number' && text.length > 15) || (isWord && /[^\x00-\x7f]/.test(text));
  });
}
