import { Random } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { planOf } from '../options.js';
import { Population } from '../people/population.js';
import { planAttacks, redteamLines, type Attack } from './attacks.js';
import { Beats } from '../activity/pace.js';
import { dayOf, isWeekend } from '../activity/week.js';

function plan(events: number, days?: number): { attacks: Attack[]; population: Population } {
  const sizes = planOf({ events, ...(days && { days }) });
  const population = new Population(sizes, new Random('population'), 2 * sizes.redteamRows);
  return { attacks: planAttacks(population, new Beats(sizes), new Random('redteam')), population };
}

const countBy = (attacks: readonly Attack[], source: string) =>
  attacks.filter(({ tuple }) => tuple.src_machine === source).reduce((sum, { rows }) => sum + rows, 0);

describe('planAttacks', () => {
  it('has the proportions of the published red team at full size', () => {
    const { attacks } = plan(1_600_000, 58);
    const lines = [...redteamLines(attacks)];
    expect(lines).toHaveLength(749);
    expect(new Set(lines).size).toBe(715);
    expect(attacks).toHaveLength(715);
    expect(attacks.filter(({ rows }) => rows > 1)).toHaveLength(12);
    expect(attacks.filter(({ otherDestination }) => otherDestination)).toHaveLength(14);
    expect(countBy(attacks, 'C17693')).toBeGreaterThan(650);
    for (const source of ['C22409', 'C19932', 'C18025']) expect(countBy(attacks, source)).toBeGreaterThan(2);
    expect(lines.filter((line) => /,U\d+@C\d+,/.test(line)).length).toBeGreaterThan(20);
    const times = attacks.map(({ tuple }) => tuple.attack_time);
    const days = new Set(times.map(dayOf));
    expect(Math.min(...days)).toBe(1);
    expect(Math.max(...days)).toBe(29);
    expect([...days].some(isWeekend)).toBe(false);
  });

  it('has every kind of attack in a few rows, and works where there is less than a day', () => {
    expect(plan(20_000).attacks.filter(({ otherDestination }) => otherDestination)).toHaveLength(1);
    for (const { tuple } of plan(100_000, 0.01).attacks) {
      expect(tuple.attack_time).toBeGreaterThan(0);
      expect(tuple.attack_time).toBeLessThanOrEqual(864);
    }
  });

  it('repeats some triples on their day, and knows some pairs from its sources’ own logons', () => {
    const { attacks, population } = plan(1_600_000);
    const triples = new Set(attacks.map(({ key, origin }) => `${key},${origin}`));
    expect(triples.size / attacks.length).toBeGreaterThan(0.5);
    expect(triples.size / attacks.length).toBeLessThan(0.75);
    const known = attacks.filter(({ key }) =>
      population.redVisits.flat().includes(population.computerOf(key)),
    );
    expect(known.length).toBeGreaterThan(0);
    expect(known.length / attacks.length).toBeLessThan(0.05);
  });

  it('is in order of time, and not sorted within a second', () => {
    const { attacks } = plan(1_000_000, 0.1);
    const pairs = attacks.slice(1).map((attack, i) => [attacks[i]!, attack] as const);
    expect(pairs.every(([a, b]) => a.tuple.attack_time <= b.tuple.attack_time)).toBe(true);
    const lines = [...redteamLines(attacks)];
    const backwards = lines
      .slice(1)
      .filter((line, i) => line.split(',')[0] === lines[i]!.split(',')[0] && line < lines[i]!);
    expect(backwards.length).toBeGreaterThan(0);
  });

  it('lets no key do two things in one second, however tight it is', () => {
    for (const [events, seconds] of [
      [1_000_000, 500],
      [5000, 3],
      [100_000, 50],
    ] as const) {
      const { attacks } = plan(events, seconds / 86_400);
      const busy = attacks.flatMap(({ key, tuple, logoffDelay }) => {
        const logoff = logoffDelay === undefined ? [] : [tuple.attack_time + Math.max(1, logoffDelay)];
        return [tuple.attack_time, ...logoff].map((second) => `${key},${second}`);
      });
      expect(new Set(busy).size).toBe(busy.length);
    }
  });

  it('says another destination only where the user has none', () => {
    const { attacks, population } = plan(200_000);
    const others = attacks.filter(({ otherDestination }) => otherDestination);
    expect(others.length).toBeGreaterThan(0);
    for (const { key, tuple } of others) {
      const { names } = population;
      expect(names.text(population.userOf(key))).toBe(tuple.src_user);
      expect(names.text(population.computerOf(key))).not.toBe(tuple.dst_machine);
      const place = Array.from(
        { length: population.plan.computers },
        (_, i) => population.first.computer + i,
      ).find((computer) => names.text(computer) === tuple.dst_machine)!;
      // The key is there so that nobody else gets it, and is never used.
      const unused = population.keyOf(population.userOf(key), place);
      expect(attacks.some((attack) => attack.key === unused)).toBe(false);
      expect(population.turnsOf(unused!)).toBe(0);
    }
  });

  it('attacks nobody in a file too small for it', () => {
    expect(plan(1999).attacks).toEqual([]);
    expect(plan(2000).attacks).toHaveLength(1);
  });
});
