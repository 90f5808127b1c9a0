import { describe, expect, it } from 'vitest';
import { BuildTracker } from './build-tracker.js';

const HIT = { time: 7, dst_user: 'U1', src_machine: 'C1', dst_machine: 'C2' };

describe('BuildTracker', () => {
  it('has what the build is at, and how far', () => {
    const tracker = new BuildTracker(1000);
    expect(tracker.take(0, 5)).toMatchObject({ step: 'starting', rows: 0, bytes: 0 });
    tracker.progress({ phase: 'reading auth', rows: 10, bytes: 100, bytesTotal: 1000, share: 0.1 });
    tracker.progress({ phase: 'writing sessions', rows: 40, bytes: 400, bytesTotal: 1000, share: 0.5 });
    expect(tracker.take(1, 5)).toMatchObject({
      step: 'writing sessions',
      rows: 40,
      bytes: 400,
      bytesTotal: 1000,
      memoryBytes: 5,
    });
  });

  it('gives the rate of the last seconds, not of all of them', () => {
    const tracker = new BuildTracker(undefined);
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
