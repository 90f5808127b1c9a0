import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateRows } from './generate-rows.js';
import { FrozenEdge } from './testing/larroche.js';
import { isPersons, meanFigures, personsFigures, type PersonsFigures } from './testing/persons.js';
import { REAL } from './testing/real.js';
import { Sources } from './testing/sources.js';

const EVENTS = 400_000;
/** As many rows as the largest real sample has. */
const WINDOW = 10_000;
/** As `generateDataset` compresses. */
const LEVEL = 4;
const DAY_SECONDS = 86_400;

/** All that is looked at, in one pass over the rows. */
function measure(seed: number) {
  const redteam = [...generateRows('redteam', { events: EVENTS, seed })];
  const edge = new FrozenEdge(redteam);
  const sources = new Sources();
  const windows: PersonsFigures[] = [];
  const hours = new Map<number, number>();
  let persons: string[][] = [];
  let text = '';
  const bytes = { text: 0, packed: 0 };
  for (const line of generateRows('auth', { events: EVENTS, seed })) {
    const row = line.split(',');
    edge.add(row);
    sources.add(row);
    if (isPersons(row) && persons.push(row) === WINDOW) {
      windows.push(personsFigures(persons));
      persons = [];
    }
    const hour = Math.floor(Number(row[0]) / 3600);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    text += `${line}\n`;
    if (text.length < 4_000_000) continue;
    bytes.text += text.length;
    bytes.packed += gzipSync(text, { level: LEVEL }).length;
    text = '';
  }
  const people = meanFigures(windows);
  return {
    redteam,
    edge: edge.figures(),
    sources,
    windows,
    people,
    hours,
    compression: bytes.text / bytes.packed,
  };
}

describe.each([1, 2, 3])('rows of seed %i', (seed) => {
  let made: ReturnType<typeof measure>;
  beforeAll(() => {
    made = measure(seed);
  });

  const within = (value: number, real: number, tolerance: number) => {
    expect(value).toBeGreaterThan(real * (1 - tolerance));
    expect(value).toBeLessThan(real * (1 + tolerance));
  };

  it('pack as well as LANL’s', () => {
    expect(made.compression).toBeGreaterThan(8.5);
    expect(made.compression).toBeLessThan(10.5);
  });

  it.each(['users', 'destinations', 'userPairs', 'machinePairs'] as const)(
    'have as many %s in 10,000 rows of persons',
    (figure) => within(made.people[figure], REAL.day7[figure], 0.25),
  );

  it.each(['repeats', 'orphans', 'open', 'zeroLength', 'tied'] as const)(
    'have as large a share of the ledger: %s',
    (figure) => within(made.people[figure], REAL.mean[figure], 0.25),
  );

  it('use new pairs as rarely as LANL’s', () => {
    expect(made.edge.newPairs).toBeGreaterThan(0.03);
    expect(made.edge.newPairs).toBeLessThan(0.06);
  });

  it('hide the red team from pairs never seen as much, and as little, as LANL’s', () => {
    expect(made.edge.positives).toBeGreaterThan(50);
    expect(made.edge.auc).toBeGreaterThan(0.93);
    expect(made.edge.auc).toBeLessThan(0.98);
  });

  it('hide the red team’s sources from whoever counts', () => {
    const { accounts, machines } = made.sources.averagePrecision();
    expect(accounts).toBeLessThan(0.3);
    expect(machines).toBeLessThan(0.3);
    expect(made.sources.placesOfRed()).toHaveLength(4);
    expect(Math.min(...made.sources.placesOfRed())).toBeGreaterThan(9);
  });

  it('have attacks that begin on some day, come in bursts, and repeat', () => {
    const tuples = [...new Set(made.redteam)].map((line) => line.split(','));
    const days = new Map<number, number>();
    for (const [time] of tuples) {
      const day = Math.floor(Number(time) / DAY_SECONDS);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    expect(Math.min(...days.keys())).toBeGreaterThan(0);
    const [first, second] = [...days.values()].sort((a, b) => b - a);
    within((first! + second!) / tuples.length, REAL.twoDays, 0.15);
    const triples = new Set(tuples.map((tuple) => tuple.slice(1).join())).size;
    within(triples / tuples.length, REAL.distinctTriples, 0.15);
  });

  it('follow the hours of the day and the days of the week', () => {
    const rowsIn = (day: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => made.hours.get(day * 24 + from + i) ?? 0).reduce(
        (a, b) => a + b,
      );
    const workdays = [1, 2, 5, 6, 7, 8, 9, 12, 13];
    for (const day of workdays) expect(rowsIn(day, 9, 15)).toBeGreaterThan(1.6 * rowsIn(day, 0, 6));
    for (const day of [3, 4, 10, 11]) expect(rowsIn(day, 0, 24)).toBeLessThan(0.8 * rowsIn(2, 0, 24));
    expect([...made.hours.keys()].at(-1)).toBe(14 * 24 - 1);
  });
});
