import { CmscError, type RowCounts } from '@cmsc/core';
import { formatNamed } from '../formats/registry.js';
import { expect } from 'vitest';
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
  /** The names in each dictionary, in the order of their ids. */
  dictionaries: Record<string, readonly string[]>;
  lastTime: number;
  rejected: (Omit<RejectedRow, 'bytes'> & { hex: string })[];
  error: CmscError | undefined;
}

/** Reads to the end or to the error, with the reader that is chosen and with csv-parse, which must agree. */
export async function readAll(
  paths: string | readonly string[],
  format: string | Format,
  options: ColumnOptions = {},
): Promise<Reading> {
  const reading = await readOnce(paths, format, options);
  expectAlike(reading, await readOnce(paths, format, { ...options, reader: 'csv-parse' }));
  return reading;
}

/** Fails when two readings differ. */
export function expectAlike(reading: Reading, other: Reading): void {
  expect({ ...reading, error: reading.error?.message }).toEqual({ ...other, error: other.error?.message });
}

/** Reads to the end or to the error. */
export async function readOnce(
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
  const dictionaries = Object.fromEntries(
    Object.entries(reader.dictionaries).map(([name, dictionary]) => [name, dictionary.names()]),
  );
  return {
    rows,
    raw,
    dictionaries,
    counts: { ...reader.counts },
    lastTime: reader.lastTime,
    rejected,
    error,
  };
}

function dictionariesOf(format: string | Format, select: readonly string[]): (column: number) => string {
  const { columns } = typeof format === 'string' ? formatNamed(format) : format;
  return (column) => columns.find(({ name }) => name === select[column])!.dictionary;
}
