import { describe, expect, it } from 'vitest';
import { BuildTracker } from './build-tracker.js';

const HIT = { time: 7, dst_user: 'U1', src_machine: 'C1', dst_machine: 'C2' };

describe('BuildTracker', () => {
  it('adds up the passes', () => {
    const tracker = new BuildTracker(1000);
    tracker.step('logon sessions');
    tracker.progress({ rows: 10, bytes: 100, bytesTotal: 400 });
    tracker.progress({ rows: 40, bytes: 400, bytesTotal: 400 });
    expect(tracker.take(0, 5)).toMatchObject({
      step: 'logon sessions: sorting and storing',
      rows: 40,
      bytes: 400,
      bytesTotal: 1000,
      memoryBytes: 5,
    });
    tracker.step('process runs');
    expect(tracker.take(1, 5)).toMatchObject({ step: 'process runs', rows: 40, bytes: 400 });
    tracker.progress({ rows: 3, bytes: 50, bytesTotal: 600 });
    expect(tracker.take(2, 5)).toMatchObject({ step: 'process runs', rows: 43, bytes: 450 });
  });

  it('gives the rate of the last seconds, not of all of them', () => {
    const tracker = new BuildTracker(undefined);
    tracker.step('logon sessions');
    const at = (seconds: number, rows: number) => {
      tracker.progress({ rows, bytes: 0 });
      return tracker.take(seconds * 1000, 0).rowsPerSecond;
    };
    expect(at(0, 0)).toBe(0);
    expect(at(1, 1000)).toBe(1000);
    expect(at(3, 3000)).toBe(1000);
    expect(at(6, 3000)).toBe(0);
    expect(at(20, 9000)).toBe(0);
  });

  it('hands every hit on once', () => {
    const tracker = new BuildTracker(1);
    expect(tracker.take(0, 0).newHits).toEqual([]);
    tracker.findings({ source: 'auth', ledger: { starts: 1 }, hits: [HIT] });
    tracker.findings({ source: 'auth', ledger: { starts: 2 }, hits: [] });
    expect(tracker.take(1, 0)).toMatchObject({
      ledger: { source: 'auth', ledger: { starts: 2 } },
      newHits: [HIT],
    });
    expect(tracker.take(2, 0).newHits).toEqual([]);
  });
});
