import { alignOf, cellText, type Row } from '../lists/column.js';
import type { Sort } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import { cutStart } from '../terminal/cells.js';
import { showable } from '@cmsc/core';
import { cell, fitLine, line, type Line, type Segment, type StyleName } from '../terminal/line.js';
import { layoutColumns, type ColumnLayout, type PlacedColumn } from './column-layout.js';

/** What a table shows. */
export interface TableModel {
  spec: ListSpec;
  sort: Sort;
  /** Index of the current column. */
  column: number;
  search: string;
  cursor: number;
  top: number;
  /** Rows that fit. */
  height: number;
  width: number;
  /** Undefined while it is counted. */
  total: number | undefined;
  row: (index: number) => Row | undefined;
  /** The blocks of rows that those on the screen lie in, as far as they are there. */
  blocks: readonly (readonly Row[])[];
  clock: boolean;
  /** The keys work on it. */
  focused: boolean;
  /** What it says when it has no rows. */
  without: string;
  /** Why it can't be shown. */
  failure: string | undefined;
}

// Before the columns the row's marks, after them room for the mark that there are more.
const MARKS = 2;
const MORE = 1;

/** The heading of a table and its rows, `height` + 1 lines. */
export function tableLines(model: TableModel): Line[] {
  const { spec, column, clock, blocks } = model;
  const width = model.width - MARKS - MORE;
  const layout = layoutColumns({ columns: spec.columns, current: column, width, clock, blocks });
  const rows = Array.from({ length: model.height }, (_, step) => rowLine(model, layout, model.top + step));
  return [headingLine(model, layout), ...rows].map((each) => fitLine(each, model.width));
}

function headingLine({ sort, column, focused }: TableModel, layout: ColumnLayout): Line {
  const names = layout.placed.flatMap(({ column: each, index, width }) => {
    const current = index === column && focused;
    const text = headingMark(current, each.name === sort.column ? sort : null) + showable(each.name);
    return [cell(text, width, current ? 'active' : 'heading', alignOf(each.kind)), { text: ' ' }];
  });
  const more = layout.hiddenRight > 0 ? '›' : ' ';
  return [{ text: layout.hiddenLeft > 0 ? '‹ ' : '  ' }, ...names.slice(0, -1), { text: more, style: 'dim' }];
}

/** `•` stands before the current column, a triangle before the one that orders the rows: filled when it is both. */
function headingMark(current: boolean, sort: Sort | null): string {
  if (sort === null) return current ? '•' : '';
  if (current) return sort.descending ? '▼' : '▲';
  return sort.descending ? '▽' : '△';
}

function rowLine(model: TableModel, layout: ColumnLayout, index: number): Line {
  const { total, failure, top, without } = model;
  if (failure !== undefined) return line(index === top ? `  ${failure}` : '', 'error');
  if (total === 0) return line(index === top ? `  ${without}` : '', 'dim');
  if (total !== undefined && index >= total) return [];
  const row = model.row(index);
  if (row === undefined) return line(index === top ? '  …' : '', 'dim');
  return rowSegments(model, layout, index, row);
}

function rowSegments(model: TableModel, layout: ColumnLayout, index: number, row: Row): Line {
  const { spec, focused, cursor } = model;
  const onCursor = focused && index === cursor;
  const marked = spec.mark !== undefined && Number(row[columnIndex(spec, spec.mark)] ?? 0) > 0;
  const style: StyleName = onCursor ? 'cursor' : marked ? 'attack' : 'plain';
  const marks: Segment = { text: (onCursor ? '▸' : ' ') + (marked ? '!' : ' '), style };
  const cells = layout.placed.flatMap((placed) => [
    cellSegment(model, placed, row, style),
    { text: ' ', style },
  ]);
  return [marks, ...cells];
}

function cellSegment(
  { spec, search, clock }: TableModel,
  placed: PlacedColumn,
  row: Row,
  style: StyleName,
): Segment {
  const { column, width } = placed;
  const text = cellText(row[columnIndex(spec, column.name)] ?? null, column.kind, clock);
  const matches = search !== '' && style !== 'cursor' && text.toLowerCase().includes(search.toLowerCase());
  const shown = column.kind === 'path' ? cutStart(text, width) : text;
  return cell(shown, width, matches ? 'match' : style, alignOf(column.kind));
}
