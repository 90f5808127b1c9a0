import { describe, expect, it } from 'vitest';
import { ProgressLine, progressText } from './progress-line.js';

const half = { rows: 5_000_000, bytes: 50, bytesTotal: 100, sessions: 1_234_567 };
const view = { elapsedSeconds: 4, noun: 'session', width: 79 };

describe('progressText', () => {
  it('says rows, share, rate, time left and sessions', () =>
    expect(progressText(half, view)).toBe('5,000,000 rows  50 %  1.3M rows/s  4s left  1,234,567 sessions'));

  it('begins with what the run is at, and knows one from many', () =>
    expect(progressText({ ...half, rows: 1, sessions: 1, phase: 'reading auth' }, view)).toMatch(
      /^reading auth {2}1 row {2}50 % {2}.* 1 session$/,
    ));

  it('leaves out share and time left when the size is not known', () =>
    expect(progressText({ rows: 10, bytes: 5 }, view)).toBe('10 rows  3 rows/s'));

  it('has nothing to divide by at the start', () =>
    expect(progressText({ rows: 0, bytes: 0, bytesTotal: 100 }, { ...view, elapsedSeconds: 0 })).toBe(
      '0 rows  0 %',
    ));

  it('has nothing to divide by for an empty input', () =>
    expect(progressText({ rows: 0, bytes: 0, bytesTotal: 0 }, view)).toBe('0 rows  0 rows/s'));

  it('never goes beyond 100 %', () =>
    expect(progressText({ rows: 1, bytes: 200, bytesTotal: 100 }, view)).toContain('100 %'));

  it.each([79, 60, 40, 20, 10, 3, 0])('fits into %d characters', (width) => {
    const text = progressText({ ...half, rows: 1_051_430_459 }, { ...view, width });
    expect(text.length).toBeLessThanOrEqual(width);
    expect(text.startsWith('1,051,430,459 rows'.slice(0, width))).toBe(true);
  });
});

describe('ProgressLine', () => {
  function watched(columns?: number) {
    const written: string[] = [];
    const clock = { now: 0 };
    const terminal = { columns, write: (text: string) => written.push(text) };
    return { written, clock, line: new ProgressLine(terminal, 'session', () => clock.now) };
  }

  it('draws at most ten times a second', () => {
    const { written, clock, line } = watched();
    for (clock.now = 0; clock.now < 1000; clock.now += 5) line.update(half);
    expect(written).toHaveLength(10);
  });

  it('draws a new phase at once', () => {
    const { written, line } = watched();
    for (const phase of ['reading', 'reading', 'finishing']) line.update({ ...half, phase });
    expect(written.map((text) => /reading|finishing/.exec(text)?.[0])).toEqual(['reading', 'finishing']);
  });

  it('stays on one line, in place', () => {
    const { written, line } = watched(30);
    line.update(half);
    expect(written[0]).toMatch(/^\r\u001b\[2K[^\n\r]{1,29}$/);
  });

  it('is gone when it is cleared, and writes nothing when it never showed', () => {
    const { written, line } = watched();
    line.clear();
    expect(written).toEqual([]);
    line.update(half);
    line.clear();
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });
});
