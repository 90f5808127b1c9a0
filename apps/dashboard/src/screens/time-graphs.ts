import { formatShort, showable } from '@cmsc/core';
import type { Step } from '../data/dashboard-data.js';
import { hasHours, type Facts } from '../lists/facts.js';
import { HOUR } from '../lists/clock.js';
import {
  binColumns,
  binCounts,
  binLabels,
  binsWidth,
  fineStep,
  timeBins,
  widthText,
} from '../lists/time-bins.js';
import { answerTo, failureOf } from '../state/answers.js';
import type { Need } from '../state/needs.js';
import type { State } from '../state/state.js';
import { cell, line, type Line } from '../terminal/line.js';
import { axisLine, histogramLines, markLine } from './bars.js';

/** Bars of an hour that are enough to see what happened when. */
const LEAST_HOURS = 24;

const LABEL_WIDTH = 9;

/** The question that {@link timeLines} are drawn from: by the hour, as rows are counted, where there are hours enough. */
export function stepsNeed({ span: { from, to } }: Facts) {
  const hours = Math.floor(to / HOUR) - Math.floor(from / HOUR) + 1;
  return { kind: 'session-steps', seconds: hours < LEAST_HOURS ? fineStep(from, to) : HOUR } satisfies Need;
}

/**
 * Rows and sessions over the time of the data set, above the red team's events. Rows are counted by the hour; of less than
 * that there are the sessions: how many began, and how many ended.
 */
export function timeLines(facts: Facts, state: State): Line[] {
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
    need.seconds < HOUR || !hasHours(facts)
      ? [graph('began', began, need.seconds, 'steps'), graph('ended', ended, need.seconds, 'steps')]
      : [graph('events', events(facts), HOUR, 'facts'), graph('sessions', began, need.seconds, 'steps')];
  return [
    ...graphs.flat(),
    withLabel('red team', markLine(attacked, binsWidth(bins))),
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
  const scale = most === 0 ? '' : `${formatShort(most)} `.padStart(LABEL_WIDTH);
  return bars.map((each, row) => withLabel(row === 0 ? scale : row === bars.length - 1 ? label : '', each));
}

function withLabel(label: string, each: Line): Line {
  return [cell(label, LABEL_WIDTH, 'dim'), ...each];
}
