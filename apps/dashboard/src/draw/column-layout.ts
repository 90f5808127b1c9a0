import { cellWidth } from '../terminal/cells.js';
import { showable } from '@cmsc/core';
import type { Column } from '../lists/column.js';

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

const GAP = 1;
const TIME_WITH_CLOCK = 12;

/**
 * The columns that fit into `width` cells, `current` among them; what is left over goes to those that grow.
 * With `clock` times take more cells, as day and clock.
 */
export function layoutColumns(
  columns: readonly Column[],
  current: number,
  width: number,
  clock: boolean,
): ColumnLayout {
  const widths = columns.map((column) => columnWidth(column, clock));
  let first = 0;
  while (first < current && sum(widths.slice(first, current + 1)) + GAP * (current - first) > width) first++;
  let end = first;
  for (let used = -GAP; end < columns.length; end++) {
    used += GAP + (widths[end] ?? 0);
    if (used > width && end > first) break;
  }
  const shown = columns.slice(first, end).map((column, step) => ({
    column,
    index: first + step,
    width: Math.min(width, widths[first + step] ?? 0),
  }));
  const placed = grown(shown, width - sum(shown.map((each) => each.width)) - GAP * (shown.length - 1));
  return { placed, hiddenLeft: first, hiddenRight: columns.length - end };
}

// The name, with room for its mark.
function columnWidth({ name, kind, width }: Column, clock: boolean): number {
  const content = clock && kind === 'time' ? Math.max(width, TIME_WITH_CLOCK) : width;
  return Math.max(content, cellWidth(showable(name)) + 1);
}

function grown(placed: readonly PlacedColumn[], spare: number): PlacedColumn[] {
  const parts = sum(placed.map(({ column }) => column.grow ?? 0));
  if (parts === 0 || spare <= 0) return [...placed];
  let left = spare;
  return placed.map((each, index) => {
    const isLast = placed.slice(index + 1).every(({ column }) => (column.grow ?? 0) === 0);
    const share =
      isLast && (each.column.grow ?? 0) > 0 ? left : Math.floor((spare * (each.column.grow ?? 0)) / parts);
    left -= share;
    return { ...each, width: each.width + share };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
