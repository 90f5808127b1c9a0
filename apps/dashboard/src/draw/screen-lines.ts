import { accountBody } from '../screens/account/account-lines.js';
import { buildLines } from '../screens/build/build-lines.js';
import { overviewBody } from '../screens/overview/overview-body.js';
import { redTeamBody } from '../screens/redteam/redteam-lines.js';
import { screenOf } from '../screens/screens.js';
import { sessionBody } from '../screens/session/session-lines.js';
import type { Place } from '../state/place.js';
import { answerTo, currentPlace, currentRow, failureOf, FRAME_LINES } from '../state/selectors.js';
import type { State } from '../state/state.js';
import { showable } from '@cmsc/core';
import { crumbsLine, hintsLine, statusLine, tabsLine } from './frame-lines.js';
import { fitLine, line, type Line, lineWidth } from './line.js';
import { type BodyModel, listLines } from './list-lines.js';
import { helpLines, paletteLines, recordLines } from './overlay-lines.js';

/** Least size that everything is laid out for. */
const LEAST = { columns: 60, rows: 16 };

/** The whole screen, as many lines as it has rows. It is a function of the state alone. */
export function screenLines(state: State): Line[] {
  const { columns, rows } = state.size;
  if (columns < LEAST.columns || rows < LEAST.rows) {
    return [line(`${columns}×${rows} is too small:`), line('80×24 is needed')].slice(0, rows);
  }
  const height = rows - FRAME_LINES;
  const body = middleLines(state)
    .slice(0, height)
    .map((each) => (lineWidth(each) > columns ? fitLine(each, columns) : each));
  const filling = Array.from({ length: height - body.length }, (): Line => []);
  return [tabsLine(state), crumbsLine(state), ...body, ...filling, statusLine(state), hintsLine(state)];
}

/** What stands between the lines of the frame. */
function middleLines(state: State): Line[] {
  const { columns, rows } = state.size;
  const height = rows - FRAME_LINES;
  const { prompt, help, facts, build } = state;
  if (help !== null) return helpLines(columns, height, help);
  if (prompt?.kind === 'palette') return paletteLines(prompt, columns, height);
  const place = currentPlace(state);
  if (place === null || facts === null) return build === null ? [] : buildLines(build, columns, height);
  if (screenOf(place.screen).ofSubject === true && place.subject === null) return [subjectLine(state)];
  const current = state.record ? currentRow(state, place, facts) : null;
  if (current === null) return bodyLines({ state, place, facts });
  return recordLines(current.spec, current.row, { columns, rows: height }, state.clock);
}

/** What a screen says that waits for what it is to show. */
export function subjectLine(state: State): Line {
  const failure = failureOf(state, { kind: 'defaults' });
  if (failure !== undefined) return fitLine(line(showable(failure), 'error'), state.size.columns);
  const looked = answerTo(state, { kind: 'defaults' }) !== undefined;
  return line(looked ? 'there is none in this database' : '…', 'dim');
}

const BODIES: Partial<Record<Place['screen'], (model: BodyModel) => Line[]>> = {
  overview: overviewBody,
  session: sessionBody,
  redteam: redTeamBody,
  user: accountBody,
  computer: accountBody,
};

/** What a screen shows between the lines of the frame; the screens that are nothing but lists share one. */
export function bodyLines(model: BodyModel): Line[] {
  return (BODIES[model.place.screen] ?? listLines)(model);
}
