import { HELP } from '../keys/help.js';
import { cellText, type Row } from '../lists/column.js';
import { columnIndex, type ListSpec, shownColumns } from '../lists/list-spec.js';
import { paletteEntries } from '../keys/palette.js';
import type { Prompt, State } from '../state/state.js';
import { showable } from '@cmsc/core';
import { cellWidth, wrap } from '../terminal/cells.js';
import { cell, fitLine, line, type Line } from '../terminal/line.js';

/** A page of the help, from the line `top` on. */
export function helpLines(width: number, height: number, top: number): Line[] {
  const room = height - 1;
  const first = Math.max(0, Math.min(top, HELP.length - room));
  const page = HELP.slice(first, first + room).map(({ heading, keys = '', help }): Line =>
    heading === undefined
      ? [cell(`  ${keys}`, 26, 'strong'), { text: help }]
      : [cell(heading, 26, 'heading'), { text: help, style: 'dim' }],
  );
  while (page.length < room) page.push([]);
  const more = first + room < HELP.length ? '↓ goes on · ' : '';
  return [...page, line(`${more}any other key closes this help`, 'dim')].map((each) => fitLine(each, width));
}

/** The entries of the palette that fit, the chosen one marked. */
export function paletteLines(state: State, prompt: Prompt, height: number): Line[] {
  const width = state.size.columns;
  const entries = paletteEntries(state, prompt.text);
  if (entries.length === 0)
    return [line('unknown command: Ctrl-U erases it, and shows what there is', 'dim')];
  const first = Math.max(0, Math.min(prompt.choice - Math.floor(height / 2), entries.length - height));
  const page = entries.slice(first, first + height);
  const nameWidth = Math.max(16, ...page.map(({ name }) => cellWidth(showable(name)))) + 4;
  const keysWidth = Math.max(0, ...page.map(({ keys }) => cellWidth(keys))) + 2;
  return page.map(({ name, keys, help }, step) => {
    const chosen = first + step === prompt.choice;
    const style = chosen ? 'cursor' : 'plain';
    return fitLine(
      [
        cell(`${chosen ? '▸' : ' '} ${showable(name)}`, nameWidth, style),
        cell(keys, keysWidth, style),
        { text: help, style },
      ],
      width,
    );
  });
}

const NAME_WIDTH = 16;

/** All of one row, a line or more for each column: nothing of it is cut as long as it fits onto the screen. */
export function recordLines(
  spec: ListSpec,
  row: Row,
  { columns: width, rows: height }: { columns: number; rows: number },
  clock: boolean,
): Line[] {
  const lines = shownColumns(spec).flatMap(({ name, kind }): Line[] => {
    const text = cellText(row[columnIndex(spec, name)] ?? null, kind, clock);
    return wrap(text, width - NAME_WIDTH).map((part, step): Line => [
      cell(step === 0 ? showable(name) : '', NAME_WIDTH, 'heading'),
      { text: part },
    ]);
  });
  const room = height - 1;
  const shown = lines.length > room ? [...lines.slice(0, room - 1), line('…', 'dim')] : lines;
  while (shown.length < room) shown.push([]);
  return [...shown, line('any key closes this row', 'dim')].map((each) => fitLine(each, width));
}
