import type { Step } from '../../data/dashboard-data.js';
import { type Facts, timeSpan } from '../../data/facts.js';
import {
  axisLine,
  barText,
  columnOfStep,
  histogramLines,
  markLine,
  resampled,
} from '../../draw/bar-lines.js';
import { beside, cell, line, type Line, type Segment, type StyleName } from '../../draw/line.js';
import { counted, grouped } from '../../draw/numbers.js';
import { showable } from '@cmsc/core';
import type { OverviewLayout } from './overview-state.js';

/** What the upper part of the overview shows. */
export interface OverviewModel {
  facts: Facts;
  /** Undefined while they are counted. */
  sessionHours: readonly Step[] | undefined;
  /** Why they can't be. */
  failure?: string;
  users: number | undefined;
  computers: number | undefined;
  width: number;
  layout: OverviewLayout;
}

const HOURS_PER_DAY = 24;
const LABEL_WIDTH = 9;

/** Totals, where every row went, and both histograms over the days of the data set. */
export function overviewTop(model: OverviewModel): Line[] {
  const gap: Line[] = Array.from({ length: model.layout.gapLines }, () => []);
  return [totalsLine(model), ...gap, ...ledgerLines(model), ...gap, ...timeLines(model), ...gap];
}

function totalsLine({ facts, users, computers }: OverviewModel): Line {
  const { first, hours } = timeSpan(facts);
  const days = Math.ceil(((first % HOURS_PER_DAY) + hours) / HOURS_PER_DAY);
  const parts = [
    counted(facts.sessions, 'session'),
    ...(users === undefined ? [] : [counted(users, 'user')]),
    ...(computers === undefined ? [] : [counted(computers, 'computer')]),
    counted(days, 'day'),
  ];
  return [{ text: parts.join(' · '), style: 'strong' }, { text: ' · ' }, attackedPart(facts)];
}

function attackedPart({ labelled, attackedSessions }: Facts): Segment {
  if (!labelled) return { text: 'not labelled', style: 'dim' };
  if (attackedSessions === 0) return { text: 'none attacked', style: 'dim' };
  return { text: `! ${grouped(attackedSessions)} attacked`, style: 'attack' };
}

function ledgerLines({ facts, width }: OverviewModel): Line[] {
  const half = Math.floor((width - 2) / 2);
  return beside(
    funnelLines(facts.ledger['auth'] ?? {}, half),
    half,
    redTeamLines(facts.ledger['labels'], half),
  );
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

function timeLines({ facts, sessionHours, failure, width, layout }: OverviewModel): Line[] {
  const columns = Math.max(10, width - LABEL_WIDTH);
  const { first, hours } = timeSpan(facts);
  const attacked = new Set(
    facts.attackTimes.map((time) => columnOfStep(time, first * 3600, hours * 3600, columns)),
  );
  const isAttacked = (column: number) => attacked.has(column);
  const events = facts.activity
    .filter(({ source }) => source === 'auth')
    .map(({ hour, rows }) => ({ step: hour, count: rows }));
  const bars = (steps: readonly Step[]) =>
    histogramLines(resampled(steps, first, hours, columns), layout.barLines, isAttacked);
  return [
    ...labelled('events', bars(events)),
    ...labelled('sessions', failure === undefined ? bars(sessionHours ?? []) : failed(failure, layout)),
    ...labelled('red team', [markLine(attacked, columns, '▲', 'attack')]),
    ...labelled('day', [axisLine(dayLabels(first, hours, columns), columns)]),
  ];
}

function failed(failure: string, { barLines }: OverviewLayout): Line[] {
  return Array.from({ length: barLines }, (_, row) => (row === 0 ? line(showable(failure), 'error') : []));
}

function labelled(label: string, lines: readonly Line[]): Line[] {
  return lines.map((each, row) => [cell(row === lines.length - 1 ? label : '', LABEL_WIDTH, 'dim'), ...each]);
}

/**
 * Labels of a time axis: days, at a distance that leaves room for their numbers; hours where there are few days.
 * `first` and `hours` are the first hour and the number of hours.
 */
export function dayLabels(first: number, hours: number, columns: number): { column: number; text: string }[] {
  if (hours < 3 * HOURS_PER_DAY) return hourLabels(first, hours, columns);
  const days = Math.max(1, hours / HOURS_PER_DAY);
  const step = [1, 2, 5, 7, 10, 20, 50, 100].find((each) => (columns / days) * each >= 5) ?? 500;
  const firstDay = Math.ceil(first / HOURS_PER_DAY / step) * step;
  const labels: { column: number; text: string }[] = [];
  for (let day = firstDay; day * HOURS_PER_DAY < first + hours; day += step) {
    labels.push({ column: columnOfStep(day * HOURS_PER_DAY, first, hours, columns), text: String(day) });
  }
  return labels;
}

function hourLabels(first: number, hours: number, columns: number): { column: number; text: string }[] {
  const step = [1, 2, 3, 6, 12].find((each) => (columns / hours) * each >= 8) ?? 24;
  const labels: { column: number; text: string }[] = [];
  for (let hour = Math.ceil(first / step) * step; hour < first + hours; hour += step) {
    const inDay = String(hour % HOURS_PER_DAY).padStart(2, '0');
    const text = `${Math.floor(hour / HOURS_PER_DAY)} ${inDay}h`;
    labels.push({ column: columnOfStep(hour, first, hours, columns), text });
  }
  return labels;
}

// Three digits are enough beside others.
function short(value: number): string {
  if (value < 10_000) return grouped(value);
  if (value < 999_500) return `${Math.round(value / 1000)}k`;
  return value < 99_950_000 ? `${(value / 1e6).toFixed(1)}M` : `${Math.round(value / 1e6)}M`;
}
