import { formatCount, showable } from '@cmsc/core';
import { buildLines } from '../screens/build.js';
import type { Shown } from '../screens/screen.js';
import { screenOf } from '../screens/screens.js';
import { FRAME_LINES, shownPlace, tableRows } from '../screens/shown.js';
import { currentRow, totalOf } from '../state/answers.js';
import { focusedList } from '../state/place.js';
import type { State } from '../state/state.js';
import { fitLine, line, lineWidth, type Line } from '../terminal/line.js';
import { bodyLines, listLines } from './body-lines.js';
import { crumbsLine, crumbsText, hintsLine, statusLine, tabsLine } from './frame-lines.js';
import { helpLines, paletteLines, recordLines } from './overlay-lines.js';

/** Least size that everything is laid out for. */
const LEAST = { columns: 60, rows: 16 };

/**
 * All that is shown of a state: on a terminal as many lines as it has rows; of a state that stands still, which is
 * printed, the body alone.
 */
export function screenLines(state: State): Line[] {
  const { columns, rows } = state.size;
  const shown = shownPlace(state);
  if (state.still) return shown === null ? [] : printedLines(shown);
  if (columns < LEAST.columns || rows < LEAST.rows) {
    return [line(`${columns}×${rows} is too small:`), line('80×24 is needed')].slice(0, rows);
  }
  const height = rows - FRAME_LINES;
  const body = middleLines(state, shown, height)
    .slice(0, height)
    .map((each) => (lineWidth(each) > columns ? fitLine(each, columns) : each));
  const filling = Array.from({ length: height - body.length }, (): Line => []);
  return [tabsLine(state), crumbsLine(state), ...body, ...filling, statusLine(state), hintsLine(state)];
}

// What stands between the lines of the frame.
function middleLines(state: State, shown: Shown | null, height: number): Line[] {
  const { prompt, help, build } = state;
  const { columns } = state.size;
  if (help !== null) return helpLines(columns, height, help);
  if (prompt?.kind === 'palette') return paletteLines(state, prompt, height);
  if (shown === null) return build === null ? [] : buildLines(build, columns, height);
  const current = state.record ? currentRow(state, shown.facts) : null;
  return current === null
    ? bodyLines(shown)
    : recordLines(current.spec, current.row, { columns, rows: height }, state.clock);
}

// Where it is, and the body; of its further lists only those.
function printedLines(shown: Shown): Line[] {
  const { state, place } = shown;
  const list = focusedList(place);
  const filter = list?.filter ?? place.filter ?? '';
  const crumbs = line(crumbsText(state) + (filter === '' ? '' : ` · filter ${showable(filter)}`));
  const more = list === null ? 0 : (totalOf(state, list) ?? 0) - tableRows(state);
  const below =
    more <= 0 || screenOf(place.screen).sideBySide === true ? [] : [line(`  … ${formatCount(more)} more`)];
  return place.pane === 0 || filter !== ''
    ? [crumbs, [], ...bodyLines(shown), ...below]
    : [[], ...listLines(shown), ...below];
}
