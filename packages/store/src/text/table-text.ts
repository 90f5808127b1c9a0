import { showable } from '@cmsc/core';

/** A column of a table for people. */
export interface TextColumn {
  name: string;
  /** Numbers stand to the right. */
  isNumber: boolean;
}

/** Cells of a row, null for a value that is not there. */
export type TextRow = readonly (string | null)[];

/**
 * Rows as a table for people: columns side by side, two spaces between, as wide as what was measured. Each row is a line,
 * whatever is in its names.
 *
 * @example
 * const table = new TableText([{ name: 'user', isNumber: false }, { name: 'n', isNumber: true }]);
 * table.measure([['U1', '12']]);
 * table.header(); // 'user   n'
 * table.line(['U1', '12']); // 'U1    12'
 */
export class TableText {
  readonly #columns: readonly TextColumn[];
  readonly #widths: number[];

  constructor(columns: readonly TextColumn[]) {
    this.#columns = columns;
    this.#widths = columns.map(({ name }) => showable(name).length);
  }

  /** Makes room for rows. */
  measure(rows: Iterable<TextRow>): void {
    for (const row of rows)
      row.forEach((cell, c) => (this.#widths[c] = Math.max(this.#widths[c]!, showable(cell ?? '').length)));
  }

  /** The line of names. */
  header(): string {
    return this.line(this.#columns.map(({ name }) => name));
  }

  /** The line of a row. */
  line(row: TextRow): string {
    const cells = row.map((cell, c) => {
      const text = showable(cell ?? '');
      return this.#columns[c]!.isNumber ? text.padStart(this.#widths[c]!) : text.padEnd(this.#widths[c]!);
    });
    return cells.join('  ').trimEnd();
  }
}
