import { describe, expect, it } from 'vitest';
import { evaluationChart } from './evaluation-chart.js';
import { DARK, HEAT, INK } from './palette.js';
import { hourOfWeekChart } from './hour-of-week-chart.js';
import { partsChart } from './bar-charts.js';
import { pathChart } from './path-chart.js';
import { renderChart, type Chart } from './render-chart.js';
import { sessionStrip } from './session-strip.js';
import { binSecondsOf, binText, timeScale } from './time-scale.js';
import { timelineChart } from './timeline-chart.js';

describe('bins of time', () => {
  it.each([
    [0, 0, '1 second'],
    [0, 99, '1 second'],
    [0, 100, '10 seconds'],
    [86_400, 2 * 86_400, '1 hour'],
    [0, 14 * 86_400 - 1, '6 hours'],
    [0, 58 * 86_400, '1 day'],
    [0, 365 * 86_400, '1 week'],
    [0, 20 * 365 * 86_400, '11 weeks'],
  ])('from %i to %i are of %s', (first, last, text) => {
    const seconds = binSecondsOf({ first, last });
    expect(binText(seconds)).toBe(text);
    expect(Math.floor(last / seconds) - Math.floor(first / seconds)).toBeLessThan(100);
  });

  it('stand on an axis in the unit of the span, or on a calendar', () => {
    const days = timeScale({ first: 86_400, last: 10 * 86_400 }, false);
    expect(days.axis).toMatchObject({ title: 'time (days since second 0)', scale: { domain: [1, 10] } });
    expect(days.valueOf(43_200)).toBe(0.5);
    expect(timeScale({ first: 5, last: 5 }, false).axis.scale).toMatchObject({ domain: [5, 6] });
    expect(timeScale({ first: 5, last: 9 }, true).axis).toMatchObject({
      type: 'temporal',
      scale: { type: 'utc' },
    });
  });
});

/** Texts of a drawn chart. */
const texts = async (chart: Chart) =>
  [...(await renderChart(chart)).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

it('a timeline has a panel for what is known', async () => {
  const bins = [{ start: 0, rows: { auth: 5 }, sessions: 2, attacks: 1 }];
  const options = { binSeconds: 3600, sources: ['auth'], isCalendar: false, event: 'red-team event' };
  expect(await texts(timelineChart(bins, options))).toEqual(
    expect.arrayContaining(['auth', 'rows read', 'sessions begun', 'red-team events']),
  );
  const nothing = [{ start: 0, rows: {}, sessions: 0, attacks: 0 }];
  expect(await texts(timelineChart(nothing, options))).not.toContain('NaN');
  const unknown = [{ start: 0, rows: {}, sessions: 2, attacks: null }];
  const titles = await texts(timelineChart(unknown, { ...options, sources: [] }));
  expect(titles).not.toContain('red-team events');
  expect(titles).not.toContain('rows read');
  expect(titles).toContain('time (minutes since second 0)');
});

it('bars of a timeline stand on nothing and are as high as their count', () => {
  const bins = [{ start: 0, rows: { auth: 5, proc: 2 }, sessions: 2, attacks: 1 }];
  const chart = timelineChart(bins, {
    binSeconds: 3600,
    sources: ['auth', 'proc'],
    isCalendar: false,
    event: 'x',
  }) as unknown as {
    vconcat: { data: { values: { top: number; bottom: number }[] } }[];
  };
  expect(chart.vconcat.map(({ data }) => data.values.map(({ bottom, top }) => [bottom, top]))).toEqual([
    [
      [0, 5],
      [5, 7],
    ],
    [[0, 2]],
    [[0, 1]],
  ]);
});

it('a path has a row for each destination, a colour for the busiest sources, and names as text', async () => {
  const sources = Array.from({ length: 7 }, (_, i) => ({
    name: i === 0 ? '<b>\u202e' : `C${i}`,
    events: 10 - i,
  }));
  const marks = sources.map(({ name }, i) => ({
    destination: `D${i % 2}`,
    source: name,
    time: i,
    events: 1,
    isFirstTouch: i < 2,
  }));
  const svg = await renderChart(pathChart(marks, [{ name: 'D0' }, { name: 'D1' }], sources, false));
  for (const text of ['>D0<', '>D1<', '>other sources<', '>first touch<', '&lt;b&gt;\\u{202e}'])
    expect(svg).toContain(text);
  expect(svg).not.toMatch(/<b>|\u202e/);
});

it('an hour of the week is darker for more, and says how many', async () => {
  const svg = await renderChart(
    hourOfWeekChart(
      [
        { weekday: 1, hour: 9, attacks: 35 },
        { weekday: 2, hour: 3, attacks: 1 },
      ],
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    ),
  );
  expect(svg).toContain('>35<');
  expect(svg).toContain(HEAT.at(-1));
  expect(svg).toContain(HEAT[0]);
});

it('parts of a ledger have their colour in every chart', async () => {
  const colourOf = async (parts: Parameters<typeof partsChart>[0]) =>
    (await renderChart(partsChart(parts))).match(
      /fill="(#\w+)"(?=\/><\/g><g class="mark-group role-legend")/,
    )?.[1];
  const open = { whole: 'starts', part: 'open', count: 3 };
  expect(await colourOf([open])).toBe(await colourOf([{ whole: 'rows', part: 'starts', count: 3 }, open]));
});

it('a strip shows starts and attacks from the start of its session', async () => {
  const strip = { start_time: 1000, end_time: 1060, attacks: [1000], starts: [{ time: 1030, count: 2 }] };
  expect(await texts(sessionStrip(strip, false))).toContain('time (seconds since the start)');
  expect(await renderChart(sessionStrip(strip, false))).toContain(INK.attack);
});

it('every colour that a dark screen would hide has another there', async () => {
  for (const colour of [INK.text, INK.quiet, INK.grid, '#000000', ...HEAT])
    expect(DARK).toHaveProperty([colour]);
  const chart = evaluationChart([], { unit: 'session', units: 5, positives: 1 });
  const drawn = (await renderChart(chart)).matchAll(/<text[^>]* fill="([^"]+)"/g);
  const colours = new Set(Array.from(drawn, ([, colour]) => colour!));
  expect(colours.size).toBeGreaterThan(0);
  for (const colour of colours) expect(DARK).toHaveProperty([colour]);
});
