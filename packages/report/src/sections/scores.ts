import { formatCount, formatMany, sqlIdentifier } from '@cmsc/core';
import type { Campaign, ScoredDetector } from '../campaign.js';
import { evaluationChart } from '../charts/evaluation-chart.js';
import { words, type Block, type Cell, type Section } from '../section.js';
import { shareText } from '../words.js';

/** A session with a high score. */
interface SuspiciousSession {
  session_id: number;
  account: string;
  destination: string;
  /** Seconds. */
  start_time: number;
  score: number;
}

/** The numbers of the eighth section; null without scores. */
export interface ScoreNumbers {
  path: string;
  unit: string;
  units: number;
  positives: number;
  /** None without a red team. */
  detectors: readonly ScoredDetector[];
  /** Without a red team: the sessions with the highest score of the last detector. */
  highest: { detector: string; sessions: SuspiciousSession[] } | null;
}

/** The rule that every detector has to beat: a source and destination never seen together. */
const BASELINE = 'edge';
const MOST_SUSPICIOUS = 20;

/** What the scores find, and what they cost. */
export const scores: Section<ScoreNumbers | null> = {
  id: 'scores',
  title: 'Scores',
  async read(campaign) {
    if (!campaign.scores) return null;
    const { path, unit, units, positives, detectors } = campaign.scores;
    const highest = campaign.hasRedTeam ? null : await readHighest(campaign);
    return { path, unit, units, positives, detectors, highest };
  },
  show(numbers, { hasRedTeam }) {
    if (!numbers) return words('No scores were given: --scores FILE shows how a detector does.');
    if (!hasRedTeam) return withoutRedTeam(numbers);
    return [...words(...sentences(numbers)), ...blocks(numbers)];
  },
};

async function readHighest(campaign: Campaign): Promise<ScoreNumbers['highest']> {
  const { table, names } = campaign.scores!;
  const detector = names.at(-1);
  if (table === undefined || detector === undefined) return null;
  const rows = await campaign.rows<[number, string, string, number, number]>(
    `SELECT session_id, account, destination, start_time, ${sqlIdentifier(detector)} FROM ${table}
    JOIN campaign_sessions USING (session_id) ORDER BY 5 DESC, session_id LIMIT ${MOST_SUSPICIOUS}`,
  );
  const sessions = rows.map(([session_id, account, destination, start_time, score]) => ({
    ...{ session_id, account, destination, start_time, score },
  }));
  return { detector, sessions };
}

function withoutRedTeam({ path, highest }: ScoreNumbers): Block[] {
  const unknown = words(`Without a red team nobody knows what the scores of ${path} are worth.`);
  if (!highest) return unknown;
  const { detector, sessions } = highest;
  return [
    ...unknown,
    {
      kind: 'table',
      caption: `The sessions with the highest ${detector}`,
      columns: [
        { title: 'start', kind: 'time' },
        { title: 'account', kind: 'text' },
        { title: 'destination', kind: 'text' },
        { title: detector, kind: 'number' },
        { title: 'session', kind: 'id' },
      ],
      rows: sessions.map(({ start_time, account, destination, score, session_id }) => [
        ...[start_time, account, destination, score, session_id],
      ]),
    },
  ];
}

function sentences({ path, unit, units, positives, detectors }: ScoreNumbers): string[] {
  const what = unit === 'session' ? formatMany(units, 'session') : `${formatMany(units, 'unit')} of ${unit}`;
  const facts = `${path} scores ${what}, of which ${formatCount(positives)} ${positives === 1 ? 'is an attack' : 'are attacks'}: a base rate of ${shareText(positives, units)}.`;
  if (positives === 0) return [facts, 'There is nothing to find, and no figure to give.'];
  const best = detectors.reduce((found, each) => (each.metrics.ap > found.metrics.ap ? each : found));
  const baseline = detectors.find(({ name }) => name === BASELINE);
  return [
    facts,
    `The best average precision is ${figure(best.metrics.ap)}, of ${best.name}.`,
    baseline
      ? `The baseline ${BASELINE}, never seen before, has ${figure(baseline.metrics.ap)}.`
      : `There is no column ${BASELINE}, the plain never-seen rule, to compare with: cmsc score gives it.`,
  ];
}

function blocks(numbers: ScoreNumbers): Block[] {
  const { unit, units, positives, detectors } = numbers;
  if (positives === 0) return [];
  const perDay = detectors[0]!.metrics.budget.perDay;
  return [
    {
      kind: 'figure',
      name: 'scores',
      title: 'Precision and recall, and attacked account-days found by alerts a day',
      alternative: detectors
        .map(
          ({ name, metrics }) =>
            `${name}: average precision ${figure(metrics.ap)}, area under the ROC curve ${figure(metrics.auc)}`,
        )
        .join('; '),
      chart: evaluationChart(detectors, { unit, units, positives }),
    },
    {
      kind: 'table',
      caption: `What the scores find; base rate ${shareText(positives, units)}`,
      columns: [
        { title: 'detector', kind: 'text' },
        { title: 'average precision', kind: 'number' },
        { title: 'AUC', kind: 'number' },
        { title: `attacks found by ${perDay} alerts a day`, kind: 'number' },
        { title: 'attacked account-days found', kind: 'number' },
        { title: 'of', kind: 'count' },
      ],
      rows: detectors.map(({ name, metrics: { ap, auc, budget } }): Cell[] => [
        ...[name, ap, Number.isNaN(auc) ? null : auc],
        ...[budget.events.expected, budget.accountDays.expected, budget.accountDays.of],
      ]),
    },
  ];
}

/** The area under the ROC curve is no number where every unit is an attack. */
function figure(value: number): string {
  if (Number.isNaN(value)) return 'unknown';
  return String(Number(value.toPrecision(3)));
}
