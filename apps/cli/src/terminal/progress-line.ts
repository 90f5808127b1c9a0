import { formatDuration, formatMany, formatRate } from '@cmsc/core';
import type { Progress } from '@cmsc/pipeline';

const LEAST_MILLISECONDS_BETWEEN = 100;
const USUAL_WIDTH = 80;
const ERASE_LINE = '\r\u001b[2K';

/** The part of a terminal stream that a progress line needs. */
export interface ProgressTerminal {
  columns?: number;
  write(text: string): unknown;
}

/** One line on a terminal that says how far a run has come, redrawn at most ten times a second. */
export class ProgressLine {
  readonly #terminal: ProgressTerminal;
  readonly #noun: string;
  readonly #now: () => number;
  readonly #began: number;
  #drawnAt = -Infinity;
  #phase: string | undefined;

  /** `noun` is what is found, one of it: `session` for instance; `now` a clock in milliseconds. */
  constructor(terminal: ProgressTerminal, noun: string, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#noun = noun;
    this.#now = now;
    this.#began = now();
  }

  /** Shows `progress`, unless something was shown a moment ago; a new phase at once, for it may be silent for long. */
  update(progress: Progress): void {
    const now = this.#now();
    if (progress.phase === this.#phase && now - this.#drawnAt < LEAST_MILLISECONDS_BETWEEN) return;
    this.#drawnAt = now;
    this.#phase = progress.phase;
    const width = (this.#terminal.columns || USUAL_WIDTH) - 1;
    const elapsedSeconds = (now - this.#began) / 1000;
    this.#terminal.write(ERASE_LINE + progressText(progress, { elapsedSeconds, noun: this.#noun, width }));
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawnAt > -Infinity) this.#terminal.write(ERASE_LINE);
    this.#drawnAt = -Infinity;
  }
}

/** How far a run has come, in at most `width` characters: what does not fit is left out, the last first. */
export function progressText(
  { rows, bytes, bytesTotal, sessions, phase, share: ofAll }: Progress,
  { elapsedSeconds, noun, width }: { elapsedSeconds: number; noun: string; width: number },
): string {
  const parts = [...(phase ? [phase] : []), formatMany(rows, 'row')];
  const share = ofAll ?? (bytesTotal ? Math.min(1, bytes / bytesTotal) : undefined);
  if (share !== undefined) parts.push(`${Math.floor(share * 100)} %`);
  if (elapsedSeconds > 0) parts.push(formatRate(rows / elapsedSeconds));
  if (share) parts.push(`${formatDuration(Math.round((elapsedSeconds / share) * (1 - share)))} left`);
  if (sessions !== undefined) parts.push(formatMany(sessions, noun));
  while (parts.length > 1 && parts.join('  ').length > width) parts.pop();
  return parts.join('  ').slice(0, Math.max(0, width));
}
