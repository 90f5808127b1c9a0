import { PassThrough, Writable } from 'node:stream';
import type { Size } from '../terminal/cells.js';

/** Codes of keys that are not the character they write. */
const KEY_CODES: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  'ctrl-c': '\u0003',
  'ctrl-s': '\u0013',
};

/** A terminal in memory: what is written to it makes a screen of lines, and keys can be pressed. */
export class FakeTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Everything that was written, as it was. */
  written = '';
  /** Number of writes that put lines on the screen, and when the last one came. */
  paints = 0;
  paintedAt = 0;
  #lines: string[] = [];
  readonly #input = new PassThrough();

  constructor({ columns, rows }: Size) {
    const output = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.#take(chunk.toString('utf8'));
        done();
      },
    });
    this.stdout = Object.assign(output, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
    const terminal = {
      isTTY: true,
      setRawMode: () => this.stdin,
      ref: () => this.stdin,
      unref: () => this.stdin,
    };
    this.stdin = Object.assign(this.#input, terminal) as unknown as NodeJS.ReadStream;
  }

  /** The screen, without colours. */
  get screen(): string {
    return this.#lines.join('\n');
  }

  /** A line of the screen, counted from 0. */
  line(row: number): string {
    return this.#lines[row] ?? '';
  }

  /** Presses a key: `enter`, `ctrl-s`, or any characters. */
  press(key: string): void {
    this.#input.write(KEY_CODES[key] ?? key);
  }

  /** Changes the size, as a user does who drags a window's corner. */
  resize({ columns, rows }: Size): void {
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  #take(text: string): void {
    this.written += text;

    const placed = [
      ...text.matchAll(/\u001b\[(\d+);1H\u001b\[2K([^]*?)\u001b\[0m(?=\u001b\[\d+;1H|\u001b\[\?2026l)/g),
    ];
    if (text.includes('\u001b[2J')) this.#lines = [];

    for (const [, row, line = ''] of placed)
      this.#lines[Number(row) - 1] = line.replace(/\u001b\[[\d;]*m/g, '');
    if (placed.length > 0) {
      this.paints++;
      this.paintedAt = performance.now();
    }
  }
}

/** Waits until `condition` holds; the time limit is no measurement, only there so that a test ends. */
export async function eventually(condition: () => boolean, what: string, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`it did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
