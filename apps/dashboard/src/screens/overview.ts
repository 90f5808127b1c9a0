import { formatCount, formatDuration, formatMany, formatShort } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import { listRef, type ListName } from '../lists/list-ref.js';
import { DAY, dayOf } from '../lists/clock.js';
import { totalOf } from '../state/answers.js';
import type { Place } from '../state/place.js';
import type { State } from '../state/state.js';
import { beside, cell, line, type Line, type Segment, type StyleName } from '../terminal/line.js';
import { barText } from './bars.js';
import type { Screen, Shown } from './screen.js';
import { stepsNeed, timeLines } from './time-graphs.js';

/** The whole data set at a glance, and the busiest users and computers. */
export const OVERVIEW_SCREEN: Screen = {
  lists: (_, { userColumn, computerColumn }) => [
    ...(userColumn === null ? [] : [listRef('users')]),
    ...(computerColumn === null ? [] : [listRef('computers')]),
  ],
  needs: (_, facts) => [stepsNeed(facts)],
  header: overviewLines,
  sideBySide: true,
};

// Totals, where every row went, and both histograms over the days of the data set. Tall terminals get some air.
function overviewLines(shown: Shown): Line[] {
  const { facts, state } = shown;
  const gap: Line[] = state.size.rows < 30 ? [] : [[]];
  const half = Math.floor((state.size.columns - 2) / 2);
  const ledger = beside(
    funnelLines(facts.ledger[facts.windows ? 'windows' : 'auth'] ?? {}, half),
    half,
    redTeamLines(facts, half),
  );
  return [totalsLine(shown), ...gap, ...ledger, ...gap, ...timeLines(facts, state), ...gap];
}

function totalsLine({ facts, state, place }: Shown): Line {
  const { from, to } = facts.span;
  const days = dayOf(to) - dayOf(from) + 1;
  const parts = [
    formatMany(facts.sessions, 'session'),
    ...countOf(state, place, 'users', 'user'),
    ...countOf(state, place, 'computers', 'computer'),
    to - from < DAY ? formatDuration(to - from + 1) : formatMany(days, 'day'),
  ];
  return [{ text: parts.join(' · '), style: 'strong' }, { text: ' · ' }, attackedPart(facts)];
}

// Of a list that is not filtered: others don't say how many there are.
function countOf(state: State, { lists }: Place, name: ListName, noun: string): string[] {
  const list = lists.find(({ ref }) => ref.list === name);
  const total = list === undefined || list.conditions.length > 0 ? undefined : totalOf(state, list);
  return total === undefined ? [] : [formatMany(total, noun)];
}

function attackedPart({ labelled, attackedSessions }: Facts): Segment {
  if (!labelled) return { text: 'not labelled', style: 'dim' };
  if (attackedSessions === 0) return { text: 'none attacked', style: 'dim' };
  return { text: `! ${formatCount(attackedSessions)} attacked`, style: 'attack' };
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
    dropped(
      'starts',
      [of('open'), 'open'],
      [of('endedByBoot'), 'by a restart'],
      [of('repeatedStarts'), 'repeated'],
    ),
    dropped('ends', [of('extendingEnds'), 'extending'], [of('orphanEnds'), 'orphaned']),
  ];
}

// Failed logons are a part of the other rows.
function otherText(failedStarts: number): string {
  return failedStarts === 0 ? 'other' : `other (${formatShort(failedStarts)} failed)`;
}

// What of the rows, starts or ends did not come to a session of its own.
function dropped(of: string, ...parts: (readonly [number, string])[]): Line {
  const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatShort(count)} ${what}`);
  return line(`  ${of}: ${shown.join(', ') || 'nothing dropped'}`, 'dim');
}

function redTeamLines({ ledger, windows }: Facts, width: number): Line[] {
  const { labels } = ledger;
  if (labels === undefined) return [line(windows ? 'no labels were given' : 'no red team was given', 'dim')];
  const of = (name: string) => labels[name] ?? 0;
  const bar = (label: string, name: string) => barLine(label, of(name), of('distinct'), width, 'attack');
  const inSession = bar('└ in session', 'inSession');
  const below = [`  in an open session ${of('inOpenSession')}`, `  no session ${of('withoutSession')}`];
  // Labels of Windows events name sessions: there are no rows that they could be matched with.
  if (windows) return [bar('labels', 'distinct'), inSession, ...below.map((text) => line(text, 'dim'))];
  return [
    bar('red team', 'distinct'),
    bar('├ exact', 'matchedExact'),
    bar('├ by origin', 'matchedOrigin'),
    inSession,
    line(below[0] ?? '', 'dim'),
    line(`${below[1]} · nowhere ${of('nowhere')}`, 'dim'),
    line(`  ${of('redteamRows')} rows · unmatched ${of('unmatched')}`, 'dim'),
  ];
}

function barLine(label: string, value: number, whole: number, width: number, style: StyleName): Line {
  const number = formatCount(value);
  const room = width - 13 - Math.max(13, number.length) - 1;
  return [
    cell(label, 13),
    cell(number, Math.max(13, number.length), 'strong', 'right'),
    { text: ' ' },
    { text: barText(whole === 0 ? 0 : value / whole, Math.max(1, room)), style },
  ];
}
