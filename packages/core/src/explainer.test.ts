import { expect, test } from 'vitest';
import { ANOMALY_KINDS, ANOMALY_REASONS } from './anomalies.js';
import type { TieRule } from './presets.js';
import { Sessionizer } from './sessionizer.js';
import { toColumns, type KeyedEvent } from './testing/reference.js';

/** `12:S:1,2,3` is a start at second 12 of user 1 from source 2 on destination 3. */
function explained(text: string, ties: TieRule): string[] {
  const events = text.split(' ').map((part): KeyedEvent => {
    const [time, type, ids] = part.split(':') as [string, string, string];
    return { time: Number(time), type: type === 'S' ? 'start' : 'end', ids: ids.split(',').map(Number) };
  });
  const explain = { sourceKey: { user: 0, source: 1, destination: 2 } };
  const sessionizer = new Sessionizer({ keyWidth: 3, ties, explain });
  sessionizer.push(toColumns(events, 3));
  for (const batch of sessionizer.finish()) expect(batch.length).toBeGreaterThan(0);
  const log = sessionizer.anomalies;
  if (!log) throw new Error('asked for reasons, got none');
  const { orphanEnds, repeatedStarts } = sessionizer.counts;
  const counted = log.counts();
  expect(sum(counted['orphan end'])).toBe(orphanEnds);
  expect(sum(counted['repeated start'])).toBe(repeatedStarts);
  const { length, kind, reason, time } = log.sample();
  return Array.from(
    { length },
    (_, i) => `${time[i]} ${ANOMALY_KINDS[kind[i] as number]}: ${ANOMALY_REASONS[reason[i] as number]}`,
  );
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

test('an end before its start in one second is a tie, under file', () => {
  expect(explained('5:E:1,3,3 5:S:1,3,3', 'file')).toEqual(['5 orphan end: same-second-tie']);
  expect(explained('5:E:1,3,3 6:S:1,3,3', 'file')).toEqual(['5 orphan end: began-before']);
  expect(explained('5:E:1,3,3 5:E:1,3,3 5:S:1,3,3', 'file')).toEqual([
    '5 orphan end: same-second-tie',
    '5 orphan end: began-before',
  ]);
});

test('a start before the end of its second is a tie, under file and start-first', () => {
  const text = '1:S:1,3,3 5:S:1,3,3 5:E:1,3,3';
  expect(explained(text, 'file')).toEqual(['5 repeated start: same-second-tie']);
  expect(explained('1:S:1,3,3 5:E:1,3,3 5:S:1,3,3', 'start-first')).toEqual([
    '5 repeated start: same-second-tie',
  ]);
  expect(explained(text, 'pair')).toEqual([]);
});

test('a second start of a running session is an overlap', () => {
  expect(explained('1:S:1,3,3 5:S:1,3,3 6:E:1,3,3', 'pair')).toEqual(['5 repeated start: overlap']);
});

test('a logoff after a logon from elsewhere is the end of a remote logon, and so is a repeated one', () => {
  expect(explained('1:S:1,2,3 4:E:1,3,3', 'file')).toEqual(['4 orphan end: remote-logon']);
  expect(explained('1:S:1,2,4 4:E:1,3,3', 'file')).toEqual(['4 orphan end: began-before']);
  expect(explained('1:S:1,2,3 4:S:1,2,3 5:S:1,4,3', 'file')).toEqual(['4 repeated start: remote-logon']);
});

test('keys of one second do not explain each other', () => {
  expect(explained('5:E:1,3,3 5:S:2,3,3 5:E:4,4,4', 'file')).toEqual([
    '5 orphan end: began-before',
    '5 orphan end: began-before',
  ]);
});
