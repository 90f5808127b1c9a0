import { CmscError, type RowCounts } from '@cmsc/core';
import { formatNamed } from '../formats/registry.js';
import { readColumns, type ColumnOptions } from '../read-columns.js';
import type { Format } from '../formats/format.js';
import type { RejectedRow } from '../rows/intake.js';

/** Everything a reading gives, in a form that two readings can be compared by. */
export interface Reading {
  /** Time, edge and the names of the selected columns of every row. */
  rows: (string | number)[][];
  /** The text of every row, when it was asked for. */
  raw: string[];
  counts: RowCounts;
  lastTime: number;
  rejected: (Omit<RejectedRow, 'bytes'> & { hex: string })[];
  error: CmscError | undefined;
}

/** Reads to the end or to the error. */
export async function readAll(
  paths: string | readonly string[],
  format: string | Format,
  options: ColumnOptions = {},
): Promise<Reading> {
  const rejected: Reading['rejected'] = [];
  const onReject = ({ bytes, ...row }: RejectedRow) =>
    void rejected.push({ ...row, hex: Buffer.from(bytes).toString('hex') });
  const reader = readColumns(paths, format, { onReject, ...options });
  const rows: Reading['rows'] = [];
  const raw: string[] = [];
  const dictionaryOf = dictionariesOf(format, options.select ?? []);
  let error: CmscError | undefined;
  try {
    for await (const batch of reader) {
      for (let i = 0; i < batch.length; i++) {
        const names = batch.ids.map((ids, column) =>
          reader.dictionaries[dictionaryOf(column)]!.name(ids[i]!),
        );
        rows.push([batch.time[i]!, batch.edge[i]!, ...names]);
        if (batch.raw)
          raw.push(
            Buffer.from(batch.raw.bytes.subarray(batch.raw.ends[i - 1] ?? 0, batch.raw.ends[i])).toString(),
          );
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof CmscError)) throw thrown;
    error = thrown;
  }
  return { rows, raw, counts: { ...reader.counts }, lastTime: reader.lastTime, rejected, error };
}

function dictionariesOf(format: string | Format, select: readonly string[]): (column: number) => string {
  const { columns } = typeof format === 'string' ? formatNamed(format) : format;
  return (column) => columns.find(({ name }) => name === select[column])!.dictionary;
}
