import { showable } from '@cmsc/core';
import { timeLineSeconds, type SessionDetail } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { listRef } from '../lists/list-ref.js';
import { clockText, counted, durationText } from '../lists/numbers.js';
import { answerTo } from '../state/answers.js';
import type { Place } from '../state/place.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import { fitLine, line, type Line } from '../terminal/line.js';
import { axisLine, columnOfStep, histogramLines, markLine, resampled } from './bars.js';
import { waiting, type Screen, type Shown } from './screen.js';

/** One session: its processes on a time line, its origins, its red-team events. */
export const SESSION_SCREEN: Screen = {
  title: SCREEN_TITLES.session,
  ofSubject: true,
  lists: (subject) => {
    const scope = { by: 'session', id: Number(subject) } as const;
    return [listRef('session-processes', scope), listRef('redteam', scope)];
  },
  needs: (place) => [needOf(place)],
  header: sessionLines,
  missing: ({ state, place }) =>
    answerTo(state, needOf(place)) === null ? line(`there is no session ${place.subject}`, 'error') : null,
};

const needOf = ({ subject }: Place) => ({ kind: 'session', id: Number(subject) }) as const;

// What it is while it is looked up: it has as many lines.
const UNKNOWN: SessionDetail = {
  id: 0,
  key: [],
  startTime: 0,
  endTime: 0,
  logons: 0,
  logoffs: 0,
  origins: [],
  attacks: [],
  processes: 0,
  timeLine: [],
};

function sessionLines({ state, place, facts }: Shown): Line[] {
  const width = state.size.columns;
  const session = answerTo(state, needOf(place)) ?? null;
  const detail = session ?? UNKNOWN;
  const lines = [...factLines(detail, facts), [], ...timeLine(detail, width)];
  return session === null ? waiting(state, needOf(place), lines) : lines.map((each) => fitLine(each, width));
}

function factLines(session: SessionDetail, { keyColumns, labelled }: Facts): Line[] {
  const { startTime, endTime, logons, logoffs, processes, origins } = session;
  const key = keyColumns
    .map((column, index) => `${showable(column)} ${showable(session.key[index] ?? '')}`)
    .join(' · ');
  const time = (value: number) => `${value} (${clockText(value)})`;
  return [
    line(key, 'strong'),
    line(`from ${time(startTime)} to ${time(endTime)}: ${durationText(endTime - startTime)}`),
    line(
      `${counted(logons, 'logon')} · ${counted(logoffs, 'logoff')} · ${counted(processes, 'process', 'processes')} started inside`,
    ),
    line(origins.length === 0 ? '' : `came from ${origins.map(showable).join(' ')}`),
    attackLine(session, labelled),
  ];
}

function attackLine({ attacks }: SessionDetail, labelled: boolean): Line {
  if (!labelled) return line('not labelled: no red team was given', 'dim');
  if (attacks.length === 0) return line('no red-team event lies in it', 'dim');
  const events = attacks.map(({ time, srcMachine }) => `${time} from ${showable(srcMachine)}`);
  return line(`! red team: ${events.join(', ')}`, 'attack');
}

function timeLine({ startTime, endTime, timeLine: steps, attacks }: SessionDetail, width: number): Line[] {
  const seconds = Math.max(1, endTime - startTime + 1);
  const column = (time: number) => columnOfStep(time - startTime, 0, seconds, width);
  const marks = new Set(attacks.map(({ time }) => column(time)));
  const middle = Math.floor((startTime + endTime) / 2);
  return [
    ...histogramLines(resampled(steps, 0, seconds / timeLineSeconds(seconds), width), 2),
    markLine(marks, width, '▲', 'attack'),
    axisLine(
      [
        { column: 0, text: `${startTime}` },
        { column: Math.floor(width / 2), text: `${middle}` },
        { column: width - `${endTime}`.length, text: `${endTime}` },
      ],
      width,
    ),
  ];
}
