import { cellText, type Row } from '../lists/cell.js';
import { columnIndex, shownColumns, type ListSpec } from '../lists/list-spec.js';
import { wrap } from '../text/cells.js';
import { showable } from '../text/showable.js';
import { cell, fitLine, line, type Line } from '../text/line.js';

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
