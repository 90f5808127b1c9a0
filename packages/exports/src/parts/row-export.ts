import type { EventColumns } from '@cmsc/core';
import type {
  ExportFormat,
  ExportInput,
  ExportRun,
  ExportTally,
  RowRange,
  Variant,
} from '../export-format.js';
import { AttackLabels, type LabelRule } from './attack-labels.js';
import type { LineBuffer } from './line-buffer.js';
import { SliceFiles, type SliceRule } from './slice-files.js';

/** What is particular to an export that writes a line for a row. Rows go by their place in the batch. */
export interface RowWriter {
  /** Takes a batch, before any of its rows: only those from `begin` up to `end` will be asked about, in order. */
  begin(events: EventColumns, begin: number, end: number): void;
  /** Whether the export has the row. */
  keeps(row: number): boolean;
  /**
   * Whether the published code loses the row, which the corrected form has. `number` is its place in the input, from
   * 0 on. It is asked once for each row that the export keeps.
   */
  loses?(row: number, number: number): boolean;
  /** Whether the published code writes the row in another way, labels apart. */
  differs?(row: number): boolean;
  /** Writes the row without the end of its line. */
  write(lines: LineBuffer, row: number, number: number, label: 0 | 1): void;
  /** Writes what comes after all rows. */
  finish?(): void;
}

/** How an export labels and cuts its rows. */
export interface RowLayout {
  format: Pick<ExportFormat, 'columns'>;
  slices: SliceRule;
  labels: Readonly<Record<Variant, LabelRule>>;
}

/** A tally of nothing yet. */
export function emptyTally(): ExportTally {
  return { rows: 0, labelled: 0, differences: { rows: 0, labels: 0, values: 0 } };
}

/** Runs the rules of an export over rows: picks them, labels them, cuts them into files, and counts what the variants differ in. */
export class RowExport implements ExportRun {
  readonly tally = emptyTally();
  readonly #rules: RowWriter;
  readonly #labels: AttackLabels;
  readonly #slices: SliceFiles;
  readonly #variant: Variant;

  constructor(input: ExportInput, layout: RowLayout, rules: RowWriter) {
    this.#rules = rules;
    this.#variant = input.variant;
    this.#slices = new SliceFiles(input.files, layout.slices);
    this.#labels = new AttackLabels(input.redteam, layout.labels, layout.format.columns, input.dictionaries);
  }

  write({ events, begin, end, firstRow }: RowRange): void {
    const rules = this.#rules;
    const slices = this.#slices;
    const labelled = this.#labels.of(events, begin, end);
    let nextLabel = 0;
    let lines: LineBuffer | undefined;
    rules.begin(events, begin, end);
    for (let row = begin; row < end; row++) {
      const attack = labelled[nextLabel]?.row === row ? labelled[nextLabel++] : undefined;
      if (!rules.keeps(row)) continue;
      const isLost = rules.loses !== undefined && rules.loses(row, firstRow + row);
      if (isLost) this.tally.differences.rows++;
      else if (attack && attack.labels['as-published'] !== attack.labels.corrected)
        this.tally.differences.labels++;
      if (!isLost && rules.differs?.(row)) this.tally.differences.values++;
      if (isLost && this.#variant === 'as-published') continue;
      const time = events.time[row]!;
      if (lines === undefined || slices.leaves(time)) lines = slices.fileAt(time);
      const label = attack?.labels[this.#variant] ?? 0;
      rules.write(lines, row, firstRow + row, label);
      lines.endLine();
      this.tally.rows++;
      this.tally.labelled += label;
    }
  }

  finish(): void {
    this.#slices.finish();
    this.#rules.finish?.();
  }
}
