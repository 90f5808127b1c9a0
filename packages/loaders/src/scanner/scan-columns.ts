import type { Dictionary, FailedLogons } from '@cmsc/core';
import { failureOf, indexOfKind, type Failure, type Format } from '../formats/format.js';
import { dictionaryNamed } from '../rows/column-batch.js';
import type { ScanPlan } from './scanner.js';

/** The column that says whether a row starts or ends something. */
export interface ScanEdge {
  column: number;
  start: string;
  end: string;
  /** Whether rows may do neither. */
  others: boolean;
  /** What a start that failed is known by. */
  fails: Failure | undefined;
}

/** A plan in terms of places instead of names. */
export interface ScanColumns {
  count: number;
  edge: ScanEdge | undefined;
  /** The columns that must hold whole numbers. */
  numbers: readonly number[];
  /** The columns whose ids are wanted, each with the place of its dictionary in `dictionaries`. */
  selected: readonly { column: number; dictionary: number }[];
  /** The dictionaries of the selected columns, each once. */
  dictionaries: readonly Dictionary[];
}

/**
 * Finds the columns of a plan.
 *
 * @throws RangeError when the format's first column is not its time, or a selected column is none of its columns: a bug of the caller.
 */
export function scanColumns({ format, select, dictionaries, failedLogons }: ScanPlan): ScanColumns {
  if (indexOfKind(format, 'time') !== 0)
    throw new RangeError(`the first column of ${format.name} is not a time`);
  const used: Dictionary[] = [];
  const selected = select.map((name) => {
    const column = format.columns.findIndex((candidate) => candidate.name === name);
    if (column < 0) throw new RangeError(`${format.name} has no column ${name}`);
    const dictionary = dictionaryNamed(dictionaries, format.columns[column]!.dictionary);
    if (!used.includes(dictionary)) used.push(dictionary);
    return { column, dictionary: used.indexOf(dictionary) };
  });
  return {
    count: format.columns.length,
    edge: edgeOf(format, failedLogons),
    numbers: format.columns.flatMap(({ kind }, column) => (kind === 'number' ? [column] : [])),
    selected,
    dictionaries: used,
  };
}

function edgeOf(format: Format, failedLogons: FailedLogons): ScanEdge | undefined {
  if (!format.edge) return undefined;
  const { start, end, others } = format.edge;
  const fails = failureOf(format, failedLogons);
  return { column: indexOfKind(format, 'edge'), start, end, others, fails };
}
