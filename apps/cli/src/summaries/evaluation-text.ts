import { formatCount, formatMany } from '@cmsc/core';
import type { EvaluationReport, ScoreReport } from '@cmsc/pipeline';
import type { Style } from '../terminal/style.js';
import { alignColumns } from '../terminal/text.js';

type Metrics = EvaluationReport['columns'][string];
type Range = Metrics['hitsAt'][string];

/** A metric, and its value for each column of scores. */
type Line = [metric: string, ...values: string[]];

/** The metrics of an evaluation for people: a line a metric, a column a detector. */
export function evaluationText(report: EvaluationReport, style: Style): string {
  const { labels, columns, options } = report;
  const { redteamRows, distinct, tuplesMet, positives } = labels;
  const facts = `${String(options['protocol'] ?? 'sessions')}: ${formatMany(distinct, 'attack')} in ${formatMany(redteamRows, 'row')}, ${formatCount(tuplesMet)} met by ${formatMany(positives, 'unit')}`;
  const [header, ...lines] = alignColumns([['', ...Object.keys(columns)], ...linesOf(report)], '');
  return [facts, '', style.bold(header as string), ...lines, ...remarks(report)].join('\n') + '\n';
}

function remarks({ columns, labels }: EvaluationReport): string[] {
  const lines: string[] = [];
  if (labels.positives === 0)
    lines.push('No unit is an attack: there is nothing to find, and no figure to give.');
  else if (Object.values(columns).some(({ interval }) => interval === null))
    lines.push('No intervals: attacks lie on fewer than five days.');
  if (!('edge' in columns))
    lines.push('No column edge: score with cmsc score, too, to see what the plain never-seen rule gives.');
  return lines.length > 0 ? ['', ...lines] : [];
}

function linesOf({ columns }: EvaluationReport): Line[] {
  const all = Object.values(columns);
  const first = all[0];
  if (!first) return [];
  const line: MakeLine = (metric, valueOf) => [metric, ...all.map(valueOf)];
  return [
    line('units', ({ units }) => formatCount(units)),
    line('positives', ({ positives }) => formatCount(positives)),
    line('base rate', ({ positives, units }) => figure(units === 0 ? null : positives / units)),
    line('auc', ({ auc }) => figure(auc)),
    line('auc 95 %', ({ interval }) => span(interval?.auc)),
    line('ap', ({ ap }) => figure(ap)),
    line('ap 95 %', ({ interval }) => span(interval?.ap)),
    ...Object.keys(first.tprAtFpr).flatMap((rate) => [
      line(`tpr at fpr ${rate}`, ({ tprAtFpr }) => figure(tprAtFpr[rate] ?? null)),
      line(`tpr at fpr ${rate} 95 %`, ({ interval }) => span(interval?.tprAtFpr[rate])),
    ]),
    ...Object.keys(first.hitsAt).map((k) => line(`hits in the first ${k}`, ({ hitsAt }) => range(hitsAt[k]))),
    ...Object.keys(first.falseAlarmsBefore).map((n) =>
      line(`false alarms before attack ${n}`, ({ falseAlarmsBefore }) => range(falseAlarmsBefore[n])),
    ),
    ...budgetLines(first, line),
  ];
}

type MakeLine = (metric: string, valueOf: (metrics: Metrics) => string) => Line;

function budgetLines({ budget: { perDay } }: Metrics, line: MakeLine): Line[] {
  const found = (of: 'events' | 'accountDays' | 'eventsOfAccountDays') => (metrics: Metrics) =>
    `${range(metrics.budget[of])} of ${metrics.budget[of].of}`;
  return [
    line(`attacks found, ${perDay} alerts a day`, found('events')),
    line(`attacked account-days found, ${perDay} a day`, found('accountDays')),
    line('attacks of those account-days', found('eventsOfAccountDays')),
  ];
}

function figure(value: number | null): string {
  return value === null || Number.isNaN(value) ? '' : String(Number(value.toPrecision(4)));
}

function span(interval: readonly [number, number] | undefined): string {
  return interval ? `${figure(interval[0])}..${figure(interval[1])}` : '';
}

function range(found: Range | undefined): string {
  if (!found) return '';
  const { least, expected, most } = found;
  return least === most ? figure(expected) : `${figure(expected)} (${least}..${most})`;
}

/** What a scoring did, in plain words: where the rows went, what was scored, what each scorer holds. */
export function scoreSummary({ ledger, candidates, scorers, options }: ScoreReport): string[] {
  const { rows, kept, filtered, rejected } = ledger;
  const held = Object.entries(scorers).map(([name, { entries }]) => `${name} ${formatCount(entries)}`);
  const rowsWent =
    options['unit'] === 'session'
      ? `${formatMany(rows, 'session')}: ${formatCount(kept)} in the time window, ${formatCount(filtered)} not`
      : `${formatMany(rows, 'row')}: ${formatMany(kept, 'candidate')} of ${String(options['protocol'])}, ${formatMany(filtered, 'other')}, ${formatCount(rejected)} bad`;
  return [
    rowsWent,
    `${formatMany(candidates.units, 'unit')} scored, digest ${candidates.keyDigest}`,
    `keys learned: ${held.join(', ')}`,
  ];
}
