import { CmscError } from '@cmsc/core';
import { CsvRowSource } from './csv/csv-row-source.js';
import { indexOfKind, type Format } from './formats/format.js';
import { JsonRowSource } from './json/json-row-source.js';
import type { TextSource } from './opening/open-bytes.js';
import type { ColumnBatch } from './rows/column-batch.js';
import type { CheckedDialect } from './rows/dialect.js';
import type { Intake } from './rows/intake.js';
import type { RowSource, RowTarget } from './rows/row-source.js';
import { ScannedRowSource } from './scanner/scanned-row-source.js';
import { createScanner, type ScanPlan } from './scanner/scanner.js';

/** Which reader is asked for. */
export type ReaderWish = 'auto' | 'scanner' | 'csv-parse';

/** What the choice depends on, and what the reader works with. */
export interface ReaderParts {
  plan: ScanPlan;
  dialect: CheckedDialect;
  intake: Intake;
  target: RowTarget<ColumnBatch>;
  wish: ReaderWish;
}

/** A reader that was chosen. */
export interface ChosenReader {
  /** A row source for each file. */
  sourceOf(text: TextSource): RowSource<ColumnBatch>;
  /** Its name, and why it is not the other. */
  reader(): string;
}

/**
 * Chooses the byte scanner for what it can read, csv-parse for the rest; rows that are JSON have a reader of their own.
 *
 * @throws CmscError BAD_OPTION (usage) when a reader is asked for that can't.
 */
export function chooseReader({ plan, dialect, intake, target, wish }: ReaderParts): ChosenReader {
  if (plan.format.syntax === 'json-lines') {
    if (wish !== 'auto') throw cannotRead(wish, 'its rows are JSON');
    return { sourceOf: () => new JsonRowSource(plan.format, intake, target), reader: () => 'JSON lines' };
  }
  const csvSource = ({ isTable }: TextSource, firstLine = 1) =>
    new CsvRowSource({ format: plan.format, dialect, intake, target, firstLine, countsRows: isTable });
  const csvOf = (text: TextSource) => csvSource(text);
  const obstacle = obstacleToScanning(plan.format, dialect);
  if (wish === 'csv-parse') return { sourceOf: csvOf, reader: () => 'csv-parse (asked for)' };
  if (obstacle !== undefined) {
    if (wish === 'auto') return { sourceOf: csvOf, reader: () => `csv-parse (${obstacle})` };
    throw cannotRead('the byte scanner', obstacle, 'use csv-parse');
  }
  const scanner = createScanner(plan);
  let handedOver = '';
  const handOver = (text: TextSource, firstLine: number) => {
    handedOver ||= `, csv-parse from ${intake.file}:${firstLine} on (a quote)`;
    return csvSource(text, firstLine);
  };
  return {
    sourceOf: (text) =>
      new ScannedRowSource({ scanner, intake, target, handOver: (firstLine) => handOver(text, firstLine) }),
    reader: () => `byte scanner (${scanner.kind})${handedOver}`,
  };
}

function cannotRead(reader: string, obstacle: string, hint = 'leave the choice to the reader'): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `${reader} can't read this (${obstacle})`, { hint });
}

/** Why the byte scanner can't read this, in words. */
function obstacleToScanning(format: Format, dialect: CheckedDialect): string | undefined {
  if (dialect.difference !== undefined) return dialect.difference;
  if (!format.ordered) return `${format.name} is in no order`;
  if (format.edge?.moreEnds || format.edge?.needs) return `${format.name} has edges of several kinds`;
  if (format.trimmed) return `${format.name} has its values trimmed`;
  return indexOfKind(format, 'time') === 0 ? undefined : 'the time is not the first column';
}
