import { showable } from '@cmsc/core';
import type { Step } from '../data/dashboard-data.js';
import { timeSpan, type Facts } from '../lists/facts.js';
import { listRef, type ListName } from '../lists/list-ref.js';
import { counted, grouped } from '../lists/numbers.js';
import { answerTo, failureOf, totalOf } from '../state/answers.js';
import type { Need } from '../state/needs.js';
import type { Place } from '../state/place.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import type { State } from '../state/state.js';
import { beside, cell, line, type Line, type Segment, type StyleName } from '../terminal/line.js';
import { axisLine, barText, columnOfStep, histogramLines, markLine, resampled } from './bars.js';
import type { Screen, Shown } from './screen.js';
import { dayLabels } from './time-axis.js';

/** The whole data set at a glance, and the busiest users and computers. */
export const OVERVIEW_SCREEN: Screen = {
  title: SCREEN_TITLES.overview,
  lists: (_, { userColumn, computerColumn }) => [
    ...(userColumn === null ? [] : [listRef('users')]),
    ...(computerColumn === null ? [] : [listRef('computers')]),
  ],
  needs: () => [SESSION_HOURS],
  header: overviewLines,
  sideBySide: true,
};

const SESSION_HOURS = { kind: 'session-hours' } satisfies Need;
const HOURS_PER_DAY = 24;
const LABEL_WIDTH = 9;

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
  const { first, hours } = timeSpan(facts);
  const days = Math.ceil(((first % HOURS_PER_DAY) + hours) / HOURS_PER_DAY);
  const parts = [
    counted(facts.sessions, 'session'),
    ...countOf(state, place, 'users', 'user'),
    ...countOf(state, place, 'computers', 'computer'),
    counted(days, 'day'),
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

function timeLines(facts: Facts, state: State): Line[] {
  const { columns: width, rows } = state.size;
  const columns = Math.max(10, width - LABEL_WIDTH);
  const { first, hours } = timeSpan(facts);
  const attacked = new Set(
    facts.attackTimes.map((time) => columnOfStep(time, first * 3600, hours * 3600, columns)),
  );
  const bars = (steps: readonly Step[]) =>
    histogramLines(resampled(steps, first, hours, columns), rows < 42 ? 2 : 4, (column) =>
      attacked.has(column),
    );
  const events = facts.activity
    .filter(({ source }) => source === 'auth')
    .map(({ hour, rows: count }) => ({ step: hour, count }));
  const sessions = bars(answerTo(state, SESSION_HOURS) ?? []);
  const failure = failureOf(state, SESSION_HOURS);
  const says = (row: number) => (row === 0 && failure !== undefined ? line(showable(failure), 'error') : []);
  return [
    ...labelled('events', bars(events)),
    ...labelled('sessions', failure === undefined ? sessions : sessions.map((_, row) => says(row))),
    ...labelled('red team', [markLine(attacked, columns, '▲', 'attack')]),
    ...labelled('day', [axisLine(dayLabels(first, hours, columns), columns)]),
  ];
}

function labelled(label: string, lines: readonly Line[]): Line[] {
  return lines.map((each, row) => [cell(row === lines.length - 1 ? label : '', LABEL_WIDTH, 'dim'), ...each]);
}

// Three digits are enough beside others.
function short(value: number): string {
  if (value < 10_000) return grouped(value);
  if (value < 999_500) return `${Math.round(value / 1000)}k`;
  return value < 99_950_000 ? `${(value / 1e6).toFixed(1)}M` : `${Math.round(value / 1e6)}M`;
}
