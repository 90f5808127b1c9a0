const SYNC_START = '\u001b[?2026h';
const SYNC_END = '\u001b[?2026l';

/** Milliseconds between paints at least: at most 14 a second while a build runs, 50 otherwise. */
export const PAINT_MS = { building: 70, browsing: 20 };

/**
 * Puts frames on the screen: only the lines that changed, each at its place, and never more often than wanted.
 * Ink's own way of writing (up so many lines, erase, write again) clears the whole terminal once a frame is as high
 * as it is, and stays silent when the variable CI is set.
 */
export class Painter {
  readonly #write: (text: string) => void;
  #shown: readonly string[] | null = null;
  #next: readonly string[] | null = null;
  #timer: NodeJS.Timeout | null = null;
  #paintedAt = -Infinity;
  #rows = Infinity;
  #minimumMs: number = PAINT_MS.browsing;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Shows a frame: now, or as soon as enough time has passed since the last one. */
  paint(frame: string): void {
    this.#next = frame.split('\n');
    if (this.#timer !== null) return;
    const wait = this.#paintedAt + this.#minimumMs - performance.now();
    if (wait <= 0) return this.#flush();
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  /** Least time between two paints. */
  set minimumMs(value: number) {
    this.#minimumMs = value;
  }

  /**
   * The screen has `rows` rows now, and nothing on it can be relied on: the next frame is painted whole. Of a frame that
   * was made for a higher screen only what fits is painted; the terminal would put the rest onto its last row.
   */
  resize(rows: number): void {
    this.#rows = rows;
    this.#shown = null;
  }

  /** Paints all of the screen again, whatever somebody else has put there. */
  repaint(): void {
    const lines = this.#next ?? this.#shown;
    this.#shown = null;
    if (lines !== null) this.paint(lines.join('\n'));
  }

  /** Paints nothing any more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#next = null;
  }

  #flush(): void {
    this.#timer = null;
    const lines = this.#next?.slice(0, this.#rows);
    if (lines === undefined) return;
    const shown = this.#shown;
    const changes = lines.map((line, row) => (shown?.[row] === line ? '' : placed(row, line)));
    for (let row = lines.length; row < (shown?.length ?? 0); row++) changes.push(placed(row, ''));
    const text = (shown === null ? '\u001b[0m\u001b[2J' : '') + changes.join('');
    this.#shown = lines;
    this.#paintedAt = performance.now();
    if (text !== '') this.#write(SYNC_START + text + SYNC_END);
  }
}

// Erases the line first: after a line as wide as the screen, erasing what follows would erase its last character.
function placed(row: number, line: string): string {
  return `\u001b[${row + 1};1H\u001b[2K${line}\u001b[0m`;
}
