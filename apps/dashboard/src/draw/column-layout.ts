import { showable } from '@cmsc/core';
import { cellText, type Column, type Row } from '../lists/column.js';
import { cellWidth } from '../terminal/cells.js';

/** A column with the cells that it gets. */
export interface PlacedColumn {
  column: Column;
  /** Index among the columns that are shown. */
  index: number;
  width: number;
}

/** How the columns share the width of the screen. */
export interface ColumnLayout {
  placed: readonly PlacedColumn[];
  /** Columns that don't fit, to the left and to the right. */
  hiddenLeft: number;
  hiddenRight: number;
}

/** What a layout is made for. */
export interface LayoutOrder {
  /** All columns of a row, those that are not shown among them. */
  columns: readonly Column[];
  /** Index of the current one among those that are shown. */
  current: number;
  width: number;
  /** Times are shown as day and clock. */
  clock: boolean;
  /** The rows that are at hand, by blocks: columns are as wide as what is in them. */
  blocks: readonly (readonly Row[])[];
}

const GAP = 1;

/**
 * The columns that fit into `width` cells, `current` among them. Numbers and times are never cut; texts give way as far as
 * their column says, so that more columns fit, and get back what is left over.
 */
export function layoutColumns({ columns, current, width, clock, blocks }: LayoutOrder): ColumnLayout {
  const contents = contentWidths(columns, blocks, clock);
  const shown = columns.flatMap((column, at) =>
    column.hidden === true ? [] : [{ column, ...widthsOf(column, contents[at] ?? 0) }],
  );
  const least = shown.map((each) => each.least);
  let first = 0;
  while (first < current && sum(least.slice(first, current + 1)) + GAP * (current - first) > width) first++;
  let end = first;
  for (let used = -GAP; end < shown.length; end++) {
    used += GAP + (least[end] ?? 0);
    if (used > width && end > first) break;
  }
  const fitting = shown.slice(first, end);
  const spare = width - sum(least.slice(first, end)) - GAP * (fitting.length - 1);
  const widths = withSpare(fitting, spare);
  const placed = fitting.map(({ column }, step) => ({
    column,
    index: first + step,
    width: Math.min(width, widths[step] ?? 0),
  }));
  return { placed, hiddenLeft: first, hiddenRight: shown.length - end };
}

/** Cells that a column needs at least, and those with which nothing of it is cut. */
interface Widths {
  least: number;
  whole: number;
}

// The name, with room for its mark; until there are rows, what the column says.
function widthsOf({ name, width, grow = 0 }: Column, content: number): Widths {
  const heading = cellWidth(showable(name)) + 1;
  const whole = Math.max(heading, content === 0 ? width : content);
  return { least: grow === 0 ? whole : Math.min(whole, Math.max(heading, width)), whole };
}

// What is left over goes to those that are cut, a cell each in turn.
function withSpare(columns: readonly Widths[], spare: number): number[] {
  const widths = columns.map(({ least }) => least);
  for (let left = spare, given = 1; left > 0 && given > 0;) {
    given = 0;
    for (const [index, { whole }] of columns.entries()) {
      if (left === 0 || (widths[index] ?? 0) >= whole) continue;
      widths[index] = (widths[index] ?? 0) + 1;
      left--;
      given++;
    }
  }
  return widths;
}

/** Widths of a block's columns: they are asked for with every frame. */
const measured = new WeakMap<readonly Row[], Map<boolean, number[]>>();

function contentWidths(
  columns: readonly Column[],
  blocks: readonly (readonly Row[])[],
  clock: boolean,
): number[] {
  const widths = blocks.map((block) => {
    const known = measured.get(block) ?? new Map<boolean, number[]>();
    measured.set(block, known);
    const own = known.get(clock) ?? blockWidths(columns, block, clock);
    known.set(clock, own);
    return own;
  });
  return columns.map((_, at) => Math.max(0, ...widths.map((each) => each[at] ?? 0)));
}

function blockWidths(columns: readonly Column[], block: readonly Row[], clock: boolean): number[] {
  return columns.map(({ kind }, at) =>
    block.reduce((most, row) => Math.max(most, cellWidth(cellText(row[at] ?? null, kind, clock))), 0),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
