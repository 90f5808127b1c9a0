import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { meanFigures, personsFigures } from './testing/persons.js';
import { REAL } from './testing/real.js';

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const SAMPLES = ['day0_t1-166', 'day1_t86400-86489', 'day2_t172800-172886', 'day7_t634975-635057'];

describe.skipIf(!existsSync(folder))('figures of real rows', () => {
  const all = () =>
    SAMPLES.map((name) => {
      const lines = readFileSync(`${folder}auth_users_${name}.txt`, 'utf8').trimEnd().split('\n');
      return personsFigures(lines.map((line) => line.split(',')));
    });

  it('are those that made-up rows are held against', () => {
    const figures = all();
    expect(figures.at(-1)).toMatchObject(REAL.day7);
    for (const [name, value] of Object.entries(REAL.mean))
      expect(meanFigures(figures)[name as keyof typeof REAL.mean]).toBeCloseTo(value, 2);
  });
});
