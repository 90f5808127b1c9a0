import { formatCount, formatDuration, formatMany, showable } from '@cmsc/core';
import type { SessionDetail } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { listRef } from '../lists/list-ref.js';
import { clockText } from '../lists/clock.js';
import {
  binColumns,
  binCounts,
  binLabels,
  binsWidth,
  fineStep,
  timeBins,
  widthText,
  type TimeBins,
} from '../lists/time-bins.js';
import { LOGON_TYPES } from '../lists/windows-lists.js';
import { answerTo } from '../state/answers.js';
import type { Place } from '../state/place.js';
import type { State } from '../state/state.js';
import { line, type Line } from '../terminal/line.js';
import { axisLine, histogramLines, markLine } from './bars.js';
import { linesOf, type Screen, type Shown } from './screen.js';

/** One session: its processes on a time line, its origins, its red-team events. */
export const SESSION_SCREEN: Screen = {
  lists: (subject, { traffic }) => {
    const scope = { by: 'session', id: Number(subject) } as const;
    return [...(['session-processes', 'redteam'] as const), ...traffic].map((name) => listRef(name, scope));
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
  const need = needOf(place);
  const session = answerTo(state, need) ?? UNKNOWN;
  return linesOf(state, need, [...factLines(session, facts), ...timeLine(session, state)]);
}

/** Columns of a key that a line has room for. */
const KEY_PARTS = 3;

function factLines(session: SessionDetail, { keyColumns, labelled, windows }: Facts): Line[] {
  const { startTime, endTime, logons, logoffs, processes, origins } = session;
  const keyLine = (from: number, to?: number) => {
    const parts = keyColumns.map((column, index) => keyText(column, session.key[index] ?? ''));
    return line(parts.slice(from, to).filter(Boolean).join(' · '), from === 0 ? 'strong' : 'plain');
  };
  const time = (value: number) => (windows ? clockText(value) : `${value} (${clockText(value)})`);
  return [
    keyLine(0, KEY_PARTS),
    ...(keyColumns.length > KEY_PARTS ? [keyLine(KEY_PARTS)] : []),
    line(`from ${time(startTime)} to ${time(endTime)}: ${formatDuration(endTime - startTime)}`),
    line(
      `${formatMany(logons, 'logon')} · ${formatMany(logoffs, 'logoff')} · ${formatMany(processes, 'process', 'processes')} started inside`,
    ),
    line(origins.length === 0 ? '' : `came from ${origins.map(showable).join(' ')}`),
    windows ? [] : attackLine(session, labelled),
  ];
}

// Of Windows events a session has more names than of CMSC rows, and not all of them every time.
function keyText(column: string, value: string): string {
  if (value === '' || value === '[]') return '';
  const meaning = column === 'logon_type' ? LOGON_TYPES[value] : undefined;
  return `${showable(column)} ${showable(value)}${meaning === undefined ? '' : ` (${meaning})`}`;
}

function attackLine({ attacks }: SessionDetail, labelled: boolean): Line {
  if (!labelled) return line('not labelled: no red team was given', 'dim');
  if (attacks.length === 0) return line('no red-team event lies in it', 'dim');
  const events = attacks.map(({ time, srcMachine }) => `${time} from ${showable(srcMachine)}`);
  return line(`! red team: ${events.join(', ')}`, 'attack');
}

function timeLine(session: SessionDetail, { size, clock }: State): Line[] {
  const { startTime, endTime, timeLine: steps, attacks } = session;
  const step = fineStep(startTime, endTime);
  const bins = timeBins(startTime, endTime, size.columns, step);
  const counts = binCounts(bins, steps, step);
  const marks = binColumns(
    bins,
    attacks.map(({ time }) => time),
  );
  const most = Math.max(...counts);
  const scale =
    most === 0 ? '' : `process starts per ${widthText(bins.seconds)}, at most ${formatCount(most)}`;
  return [
    line(scale, 'dim'),
    ...histogramLines(counts, 2, () => false, bins.cells),
    markLine(marks, binsWidth(bins)),
    axisLine(clock ? binLabels(bins) : secondLabels(bins, startTime, endTime), size.columns),
  ];
}

// As seconds, the beginning, the middle and the end.
function secondLabels(bins: TimeBins, startTime: number, endTime: number) {
  const width = binsWidth(bins);
  const [from, middle, to] = [startTime, Math.floor((startTime + endTime) / 2), endTime].map(String) as [
    string,
    string,
    string,
  ];
  return [
    { column: 0, text: from },
    { column: Math.floor(width / 2), text: middle },
    { column: Math.max(0, width - to.length), text: to },
  ];
}
