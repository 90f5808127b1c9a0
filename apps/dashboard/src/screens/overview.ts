import { showable } from '@cmsc/core';
import type { Step } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { listRef, type ListName } from '../lists/list-ref.js';
import { counted, dayOf, durationText, grouped } from '../lists/numbers.js';
import {
  binColumns,
  binCounts,
  binLabels,
  binsWidth,
  fineStep,
  timeBins,
  widthText,
} from '../lists/time-bins.js';
import { answerTo, failureOf, totalOf } from '../state/answers.js';
import type { Need } from '../state/needs.js';
import type { Place } from '../state/place.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import type { State } from '../state/state.js';
import { beside, cell, line, type Line, type Segment, type StyleName } from '../terminal/line.js';
import { axisLine, barText, histogramLines, markLine } from './bars.js';
import type { Screen, Shown } from './screen.js';

/** The whole data set at a glance, and the busiest users and computers. */
export const OVERVIEW_SCREEN: Screen = {
  title: SCREEN_TITLES.overview,
  lists: (_, { userColumn, computerColumn }) => [
    ...(userColumn === null ? [] : [listRef('users')]),
    ...(computerColumn === null ? [] : [listRef('computers')]),
  ],
  needs: (_, facts) => [stepsNeed(facts)],
  header: overviewLines,
  sideBySide: true,
};

const HOUR = 3600;

/** Bars of an hour that are enough to see what happened when. */
const LEAST_HOURS = 24;
const DAY = 86_400;
const LABEL_WIDTH = 9;

// By the hour, as rows are counted, where there are hours enough.
function stepsNeed({ span: { from, to } }: Facts) {
  const hours = Math.floor(to / HOUR) - Math.floor(from / HOUR) + 1;
  return { kind: 'session-steps', seconds: hours < LEAST_HOURS ? fineStep(from, to) : HOUR } satisfies Need;
}

// Totals, where every row went, and both histograms over the days of the data set. Tall terminals get some air.
function overviewLines(shown: Shown): Line[] {
  const { facts, state } = shown;
  const gap: Line[] = state.size.rows < 30 ? [] : [[]];
  const half = Math.floor((state.size.columns - 2) / 2);
  const ledger = beside(
    funnelLines(facts.ledger['auth'] ?? {}, half),
    half,
    redTeamLines(facts.ledger['labels'], half),
  );
  return [totalsLine(shown), ...gap, ...ledger, ...gap, ...timeLines(facts, state), ...gap];
}

function totalsLine({ facts, state, place }: Shown): Line {
  const { from, to } = facts.span;
  const days = dayOf(to) - dayOf(from) + 1;
  const parts = [
    counted(facts.sessions, 'session'),
    ...countOf(state, place, 'users', 'user'),
    ...countOf(state, place, 'computers', 'computer'),
    to - from < DAY ? durationText(to - from + 1) : counted(days, 'day'),
  ];
  return [{ text: parts.join(' · '), style: 'strong' }, { text: ' · ' }, attackedPart(facts)];
}

// Of a list that is not filtered: others don't say how many there are.
function countOf(state: State, { lists }: Place, name: ListName, noun: string): string[] {
  const list = lists.find(({ ref }) => ref.list === name);
  const total = list === undefined || list.conditions.length > 0 ? undefined : totalOf(state, list);
  return total === undefined ? [] : [counted(total, noun)];
}

function attackedPart({ labelled, attackedSessions }: Facts): Segment {
  if (!labelled) return { text: 'not labelled', style: 'dim' };
  if (attackedSessions === 0) return { text: 'none attacked', style: 'dim' };
  return { text: `! ${grouped(attackedSessions)} attacked`, style: 'attack' };
}

// What the rows became, from all of them to the sessions, each as a share of all.
function funnelLines(auth: Readonly<Record<string, number>>, width: number): Line[] {
  const of = (name: string) => auth[name] ?? 0;
  const bar = (label: string, name: string) => barLine(label, of(name), of('rows'), width, 'bar');
  return [
    bar('rows', 'rows'),
    bar('├ starts', 'starts'),
    bar('├ ends', 'ends'),
    bar('└ sessions', 'sessions'),
    dropped(
      'rows',
      [of('other'), otherText(of('failedStarts'))],
      [of('filtered'), 'filtered'],
      [of('rejected'), 'rejected'],
    ),
    dropped('starts', [of('open'), 'open'], [of('repeatedStarts'), 'repeated']),
    dropped('ends', [of('extendingEnds'), 'extending'], [of('orphanEnds'), 'orphaned']),
  ];
}

// Failed logons are a part of the other rows.
function otherText(failedStarts: number): string {
  return failedStarts === 0 ? 'other' : `other (${short(failedStarts)} failed)`;
}

// What of the rows, starts or ends did not come to a session of its own.
function dropped(of: string, ...parts: (readonly [number, string])[]): Line {
  const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${short(count)} ${what}`);
  return line(`  ${of}: ${shown.join(', ') || 'nothing dropped'}`, 'dim');
}

function redTeamLines(labels: Readonly<Record<string, number>> | undefined, width: number): Line[] {
  if (labels === undefined) return [line('no red team was given', 'dim')];
  const of = (name: string) => labels[name] ?? 0;
  const bar = (label: string, name: string) => barLine(label, of(name), of('distinct'), width, 'attack');
  return [
    bar('red team', 'distinct'),
    bar('├ exact', 'matchedExact'),
    bar('├ by origin', 'matchedOrigin'),
    bar('└ in session', 'inSession'),
    line(`  in an open session ${of('inOpenSession')}`, 'dim'),
    line(`  no session ${of('withoutSession')} · nowhere ${of('nowhere')}`, 'dim'),
    line(`  ${of('redteamRows')} rows · unmatched ${of('unmatched')}`, 'dim'),
  ];
}

function barLine(label: string, value: number, whole: number, width: number, style: StyleName): Line {
  const number = grouped(value);
  const room = width - 13 - Math.max(13, number.length) - 1;
  return [
    cell(label, 13),
    cell(number, Math.max(13, number.length), 'strong', 'right'),
    { text: ' ' },
    { text: barText(whole === 0 ? 0 : value / whole, Math.max(1, room)), style },
  ];
}

// Rows are counted by the hour. Of less than that there are the sessions: how many began, and how many ended.
function timeLines(facts: Facts, state: State): Line[] {
  const { columns: width, rows } = state.size;
  const need = stepsNeed(facts);
  const { from, to } = facts.span;
  const bins = timeBins(from, to, Math.max(10, width - LABEL_WIDTH), need.seconds);
  const attacked = binColumns(bins, facts.attackTimes);
  const { began, ended } = answerTo(state, need) ?? { began: [], ended: [] };
  const failure = failureOf(state, need);
  const graph = (label: string, steps: readonly Step[], seconds: number, from: 'steps' | 'facts'): Line[] => {
    const counts = binCounts(bins, steps, seconds);
    const bars = histogramLines(counts, rows < 42 ? 2 : 4, (column) => attacked.has(column), bins.cells);
    if (failure === undefined || from === 'facts') return withScale(label, bars, Math.max(...counts));
    return withScale(
      label,
      bars.map((_, row) => (row === 0 ? line(showable(failure), 'error') : [])),
      0,
    );
  };
  const graphs =
    need.seconds < HOUR
      ? [graph('began', began, need.seconds, 'steps'), graph('ended', ended, need.seconds, 'steps')]
      : [graph('events', events(facts), HOUR, 'facts'), graph('sessions', began, need.seconds, 'steps')];
  return [
    ...graphs.flat(),
    withLabel('red team', markLine(attacked, binsWidth(bins), '▲', 'attack')),
    withLabel(`per ${widthText(bins.seconds)}`, axisLine(binLabels(bins), binsWidth(bins))),
  ];
}

function events({ activity }: Facts): Step[] {
  return activity
    .filter(({ source }) => source === 'auth')
    .map(({ hour, rows: count }) => ({ step: hour, count }));
}

// What the highest bar stands for, at its height.
function withScale(label: string, bars: readonly Line[], most: number): Line[] {
  const scale = most === 0 ? '' : `${short(most)} `.padStart(LABEL_WIDTH);
  return bars.map((each, row) => withLabel(row === 0 ? scale : row === bars.length - 1 ? label : '', each));
}

function withLabel(label: string, each: Line): Line {
  return [cell(label, LABEL_WIDTH, 'dim'), ...each];
}

// Three digits are enough beside others.
function short(value: number): string {
  if (value < 10_000) return grouped(value);
  if (value < 999_500) return `${Math.round(value / 1000)}k`;
  return value < 99_950_000 ? `${(value / 1e6).toFixed(1)}M` : `${Math.round(value / 1e6)}M`;
}
