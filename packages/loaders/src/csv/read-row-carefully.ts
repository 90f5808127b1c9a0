import { byteProblem, LINE_TOO_LONG, textOf } from '../rows/byte-rules.js';
import type { RowProblem } from '../rows/row-problem.js';
import {
  BLANK_LINE,
  isProblem,
  LONGEST_LINE_BYTES,
  type RowFacts,
  type RowRules,
} from '../rows/row-rules.js';
import { frameRow, parseRows } from './csv-rows.js';

const COMMA = Uint8Array.of(44);
const QUOTE = 34;
/** With a line feed alone, a CR at the end of the row would be taken for part of the line end. */
const LINE_END = [13, 10];

/** A good row with its fields in the format's order. */
export interface CarefulRow extends RowFacts {
  fields: readonly string[];
}

/**
 * Reads one row of LANL's dialect by all row rules, in their order of precedence: what the byte scanner does with a row that is not of
 * the usual kind.
 *
 * @param line the row's bytes without its line end.
 * @param rules the rules of the format.
 * @param previousTime time of the last good row, -1 when there is none.
 */
export function readRowCarefully(
  line: Uint8Array,
  rules: RowRules,
  previousTime: number,
): CarefulRow | RowProblem {
  if (line.length === 0) return BLANK_LINE;
  const problem = line.length > LONGEST_LINE_BYTES ? LINE_TOO_LONG : byteProblem(line);
  if (problem) return problem;
  // Without quotes csv-parse would find the same, and to set it up for one row is most of its work.
  const fields = line.indexOf(QUOTE) < 0 ? textOf(line).split(',') : quotedFields(line);
  if (!Array.isArray(fields)) return fields;
  const checked = rules.check(fields, previousTime);
  return isProblem(checked) ? checked : { ...checked, fields };
}

function quotedFields(line: Uint8Array): string[] | RowProblem {
  const bytes = new Uint8Array(line.length + LINE_END.length);
  bytes.set(line);
  bytes.set(LINE_END, line.length);
  return frameRow(bytes, 0, COMMA, true)?.problem ?? parseRows(bytes, ',')[0]!;
}
