import { showable } from '@cmsc/core';
import { alignOf, cellText, type Row } from '../lists/column.js';
import type { Sort } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import type { Shown } from '../screens/screen.js';
import { tableRows } from '../screens/shown.js';
import {
  blocksAt,
  cursorOf,
  failureOf,
  missingNames,
  queryOf,
  rowAt,
  topOf,
  totalOf,
} from '../state/answers.js';
import { BLOCK_ROWS } from '../state/needs.js';
import type { ListState } from '../state/place.js';
import type { State } from '../state/state.js';
import { cutStart } from '../terminal/cells.js';
import { cell, fitLine, line, type Line, type Segment, type StyleName } from '../terminal/line.js';
import { layoutColumns, type ColumnLayout, type PlacedColumn } from './column-layout.js';

/** A list while it is drawn. */
interface Table {
  list: ListState;
  spec: ListSpec;
  layout: ColumnLayout;
  clock: boolean;
  /** The keys work on it. */
  focused: boolean;
}

// Before the columns the row's marks, after them room for the mark that there are more.
const MARKS = 2;
const MORE = 1;

/** The heading of a list and its rows, as many as fit onto the screen. */
export function tableLines({ state, place, facts }: Shown, list: ListState, width: number): Line[] {
  const { clock } = state;
  const spec = specOf(list.ref, facts);
  const height = tableRows(state);
  const top = topOf(state, list, height);
  const layout = layoutColumns({
    columns: spec.columns,
    current: list.column,
    width: width - MARKS - MORE,
    clock,
    blocks: blocksAt(state, list, top, top + height - 1),
  });
  const focused = place.lists[place.pane] === list && !state.still;
  const table: Table = { list, spec, layout, clock, focused };
  const instead = insteadOfRows(state, list, top);
  const rows = instead === null ? rowLines(state, table, { top, height }) : [instead];
  const below = Array.from({ length: height - rows.length }, (): Line => []);
  return [headingLine(table), ...rows, ...below].map((each) => fitLine(each, width));
}

// Why there are no rows to be shown.
function insteadOfRows(state: State, list: ListState, top: number): Line | null {
  const query = queryOf(list);
  const failure =
    failureOf(state, { kind: 'count', query }) ??
    failureOf(state, { kind: 'rows', query, block: Math.floor(top / BLOCK_ROWS) });
  if (failure !== undefined) return line(`  ${showable(failure)}`, 'error');
  if (totalOf(state, list) !== 0) return null;
  const names = missingNames(state, list);
  return line(names.length === 0 ? '  no rows' : `  no rows: ${names.join('; ')}`, 'dim');
}

function rowLines(state: State, table: Table, { top, height }: { top: number; height: number }): Line[] {
  const { list } = table;
  const cursor = cursorOf(state, list);
  const end = Math.min(top + height, totalOf(state, list) ?? Infinity);
  return Array.from({ length: Math.max(0, end - top) }, (_, step) => {
    const row = rowAt(state, list, top + step);
    if (row === undefined) return line(step === 0 ? '  …' : '', 'dim');
    return rowSegments(table, row, table.focused && top + step === cursor);
  });
}

function headingLine({ list: { sort, column }, layout, focused }: Table): Line {
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

function rowSegments(table: Table, row: Row, onCursor: boolean): Line {
  const { spec, layout } = table;
  const marked = spec.mark !== undefined && Number(row[columnIndex(spec, spec.mark)] ?? 0) > 0;
  const style: StyleName = onCursor ? 'cursor' : marked ? 'attack' : 'plain';
  const marks: Segment = { text: (onCursor ? '▸' : ' ') + (marked ? '!' : ' '), style };
  const cells = layout.placed.flatMap((placed) => [
    cellSegment(table, placed, row, style),
    { text: ' ', style },
  ]);
  return [marks, ...cells];
}

function cellSegment(
  { list: { search }, spec, clock }: Table,
  { column, width }: PlacedColumn,
  row: Row,
  style: StyleName,
): Segment {
  const text = cellText(row[columnIndex(spec, column.name)] ?? null, column.kind, clock);
  const matches = search !== '' && style !== 'cursor' && text.toLowerCase().includes(search.toLowerCase());
  const shown = column.kind === 'path' ? cutStart(text, width) : text;
  return cell(shown, width, matches ? 'match' : style, alignOf(column.kind));
}
