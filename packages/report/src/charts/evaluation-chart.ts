import type { Curves } from '@cmsc/detection';
import { COLOURS } from './palette.js';
import type { Chart } from './render-chart.js';

/** A detector and how it does. */
export interface EvaluatedDetector {
  /** The name of its column. */
  name: string;
  curves: Curves;
}

/** What is said beside the curves. */
export interface EvaluationFacts {
  /** What a unit is: a protocol's logons, or sessions. */
  unit: string;
  units: number;
  positives: number;
}

/** Where precision begins when there is nothing to find: a logarithm has no 0. */
const LEAST = 1e-6;
/** The baseline stands beside all others, and looks like none of them. */
const BASELINE = 'edge';

/**
 * Precision against recall, and alerts a day against attacked account-days found, a line for each detector. What alerts at
 * random would reach is the base rate, a thin line.
 */
export function evaluationChart(
  detectors: readonly EvaluatedDetector[],
  { unit, units, positives }: EvaluationFacts,
): Chart {
  const baseRate = units === 0 ? 0 : positives / units;
  const counts = `${units.toLocaleString('en')} ${unit === 'session' ? 'sessions' : `units of ${unit}`}, ${positives.toLocaleString('en')} of them attacks`;
  return {
    background: 'white',
    padding: 12,
    title: {
      text: 'What the scores find',
      subtitle: `${counts}: base rate ${baseRate.toPrecision(2)} (thin line)`,
      anchor: 'start',
    },
    description: `Precision and recall, and attacked account-days found by alerts a day, of ${detectors.map(({ name }) => name).join(', ')}; ${counts}.`,
    spacing: 40,
    hconcat: [precisionRecall(detectors, baseRate), foundAccountDays(detectors)],
    config: { legend: { title: null }, axis: { gridOpacity: 0.4 } },
  };
}

type Panel = Extract<Chart, { hconcat: unknown }>['hconcat'][number];

function precisionRecall(detectors: readonly EvaluatedDetector[], baseRate: number): Panel {
  const values = detectors.flatMap(({ name, curves }) =>
    curves.precisionRecall.map(({ recall, precision }) => ({ detector: name, recall, precision })),
  );
  return {
    width: 380,
    height: 280,
    title: panelTitle('Precision and recall'),
    layer: [
      {
        data: { values },
        // What a threshold finds stays found until the next lower one.
        mark: { type: 'line', interpolate: 'step-before' },
        encoding: {
          x: {
            field: 'recall',
            type: 'quantitative',
            title: 'recall: share of attacks found',
            scale: { domain: [0, 1] },
          },
          y: {
            ...{
              field: 'precision',
              type: 'quantitative',
              title: 'precision of alerts (log)',
            },
            scale: {
              type: 'log',
              domain: [Math.min(baseRate, ...values.map(({ precision }) => precision)) || LEAST, 1],
            },
          },
          ...lineOf(detectors),
        },
      },
      {
        data: { values: [{ baseRate }] },
        mark: { type: 'rule', color: '#777777', strokeWidth: 1 },
        encoding: { y: { field: 'baseRate', type: 'quantitative' } },
      },
    ],
  };
}

function foundAccountDays(detectors: readonly EvaluatedDetector[]): Panel {
  const values = detectors.flatMap(({ name, curves }) =>
    curves.foundAccountDays.map(({ perDay, found }) => ({ detector: name, perDay, found })),
  );
  const of = detectors[0]?.curves.foundAccountDays[0]?.of ?? 0;
  return {
    width: 380,
    height: 280,
    title: panelTitle(`Attacked account-days found, of ${of}`),
    data: { values },
    mark: { type: 'line', point: { size: 24 } },
    encoding: {
      x: { field: 'perDay', type: 'quantitative', title: 'alerts a day (log)', scale: { type: 'log' } },
      y: {
        ...{ field: 'found', type: 'quantitative', title: 'account-days (mean over ties)' },
        scale: { domain: [0, Math.max(of, 1)] },
      },
      ...lineOf(detectors),
    },
  };
}

/** Above the panel itself, not above its axis. */
function panelTitle(text: string) {
  return { text, anchor: 'start', frame: 'group', fontSize: 11 } as const;
}

/** Colour and dashes of each detector's line. */
function lineOf(detectors: readonly EvaluatedDetector[]) {
  const domain = detectors.map(({ name }) => name);
  const field = { field: 'detector', type: 'nominal' } as const;
  const colours = domain.map((_, i) => COLOURS[i % COLOURS.length]!);
  const dashes = domain.map((name) => (name === BASELINE ? [4, 3] : [1, 0]));
  return {
    color: { ...field, scale: { domain, range: colours } },
    strokeDash: { ...field, scale: { domain, range: dashes } },
  };
}
