import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTerminal } from '../testing/fake-terminal.js';
import { PAINT_MS, Painter } from './painter.js';

let written: string[];
let painter: Painter;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  written = [];
  painter = new Painter((text) => written.push(text));
});
afterEach(() => vi.useRealTimers());

/** What a terminal shows of it. */
function screenOf(texts: readonly string[]): string {
  const terminal = new FakeTerminal({ columns: 80, rows: 24 });
  for (const text of texts) terminal.stdout.write(text);
  return terminal.screen;
}

describe('Painter', () => {
  it('paints whole at first, then only the lines that changed', () => {
    painter.paint('a\nb\nc');
    vi.advanceTimersByTime(1000);
    painter.paint('a\nB\nc');
    expect(written[1]).not.toMatch(/[ac]/i);
    expect(screenOf(written)).toBe('a\nB\nc');
  });

  it('erases lines that are there no more, and writes nothing where nothing changed', () => {
    painter.paint('a\nb');
    vi.advanceTimersByTime(1000);
    painter.paint('a');
    expect(screenOf(written)).toBe('a\n');
    vi.advanceTimersByTime(1000);
    painter.paint('a');
    expect(written.length).toBe(2);
  });

  it('paints at most 15 times a second while a build runs, the last frame always', () => {
    painter.minimumMs = PAINT_MS.building;
    for (let ms = 0; ms < 10_000; ms++) {
      painter.paint(`frame ${ms}`);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(1000);
    expect(written.length).toBeGreaterThan(100);
    expect(written.length).toBeLessThanOrEqual(151);
    expect(written.at(-1)).toContain('frame 9999');
  });

  it('paints nothing below the last row of a screen that became lower', () => {
    painter.paint('a\nb\nc\nd');
    vi.advanceTimersByTime(1000);
    painter.resize(2);
    painter.paint('a\nb\nc\nd');
    vi.advanceTimersByTime(1000);
    painter.paint('e\nf');
    expect(written.slice(1).join('')).not.toMatch(/\u001b\[[34];1H/);
    expect(written[2]).toMatch(/1;1H.*e.*2;1H.*f/);
  });

  it('paints all of it anew when it is asked to', () => {
    painter.paint('a\nb');
    vi.advanceTimersByTime(1000);
    painter.repaint();
    expect(written[1]).toMatch(/\u001b\[2J.*a.*b/);
  });

  it('paints nothing once it is stopped', () => {
    painter.paint('a');
    painter.paint('b');
    painter.stop();
    vi.advanceTimersByTime(1000);
    expect(written.length).toBe(1);
  });
});
