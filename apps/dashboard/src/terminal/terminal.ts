import { writeSync } from 'node:fs';
import { KeyDecoder } from './key-decoder.js';
import type { Size } from './cells.js';

/** Alternate screen, cursor hidden, no wrapping at the right edge, pasted text between marks, everything empty. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[2J\u001b[H';
const LEAVE = '\u001b[0m\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';

const CONTINUE_MS = 100;

/** Signals that end the program. The terminal is put back before they do. */
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/** A signal that ends the program. */
export type EndSignal = (typeof SIGNALS)[number];

/** Streams of a terminal. */
export interface TerminalStreams {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
}

/** The terminal while the dashboard has it: taken once, and put back however the program ends. */
export class Terminal {
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #undo: (() => void)[] = [];
  #taken = false;

  constructor({ stdin, stdout }: TerminalStreams) {
    this.#stdin = stdin;
    this.#stdout = stdout;
  }

  get size(): Size {
    return { columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24 };
  }

  /** Takes the screen. From here on the terminal is put back by {@link leave}, by a crash, and before the exit. */
  enter(): void {
    this.#take();
    const leave = () => this.leave();
    // Before the stack of a crash is printed: it would be lost with the alternate screen.
    process.on('uncaughtExceptionMonitor', leave);
    process.on('exit', leave);
    this.#undo.push(
      () => process.off('uncaughtExceptionMonitor', leave),
      () => process.off('exit', leave),
    );
  }

  /** Writes to the screen, while the dashboard has it. */
  write(text: string): void {
    if (!this.#taken || this.#stdout.destroyed) return;
    this.#stdout.write(text);
  }

  /** Gives the terminal to the shell, and stops until the shell continues this process. */
  suspend(): void {
    this.#restore();
    process.kill(process.pid, 'SIGTSTP');
    // Without a shell that controls jobs nobody stops it, and nobody would continue it.
    setTimeout(() => this.#taken || process.emit('SIGCONT'), CONTINUE_MS);
  }

  /** Calls `listener` when the process goes on after it was stopped; the screen is empty then. */
  onContinue(listener: () => void): void {
    const continued = () => {
      this.#stdin.setRawMode(false);
      this.#take();
      listener();
    };
    process.on('SIGCONT', continued);
    this.#undo.push(() => process.off('SIGCONT', continued));
  }

  /** Calls `listener` with the name of every key, see {@link KeyDecoder}. */
  onKey(listener: (name: string) => void): void {
    const keys = new KeyDecoder();
    let waiting: NodeJS.Timeout | undefined;
    const read = (text: string) => {
      clearTimeout(waiting);
      for (const name of keys.push(text)) listener(name);
      const { restMs } = keys;
      if (restMs !== null) waiting = setTimeout(() => keys.flush().forEach(listener), restMs);
    };
    this.#stdin.setEncoding('utf8').on('data', read);
    this.#undo.push(() => {
      clearTimeout(waiting);
      this.#stdin.off('data', read).pause();
    });
  }

  /** Calls `listener` with every new size. */
  onResize(listener: (size: Size) => void): void {
    const changed = () => listener(this.size);
    this.#stdout.on('resize', changed);
    this.#undo.push(() => this.#stdout.off('resize', changed));
  }

  /** Calls `listener` when a signal asks the program to end, unless it is ignored; the terminal has been put back by then. */
  onSignal(listener: (signal: EndSignal) => void, ignored: readonly string[]): void {
    for (const signal of SIGNALS) {
      if (ignored.includes(signal)) continue;
      const caught = () => {
        this.#restore();
        listener(signal);
      };
      process.on(signal, caught);
      this.#undo.push(() => process.off(signal, caught));
    }
  }

  /** Calls `listener` when the terminal is gone: closed, or its connection lost. */
  onLost(listener: () => void): void {
    for (const [stream, event] of [
      [this.#stdin, 'end'],
      [this.#stdin, 'error'],
      [this.#stdout, 'error'],
    ] as const) {
      stream.on(event, listener);
      this.#undo.push(() => stream.off(event, listener));
    }
  }

  /** Puts the terminal back. */
  leave(): void {
    this.#restore();
    for (const undo of this.#undo.splice(0)) undo();
  }

  #take(): void {
    this.#taken = true;
    this.#stdin.setRawMode(true);
    this.write(ENTER);
  }

  #restore(): void {
    if (!this.#taken) return;
    this.#taken = false;
    try {
      this.#stdin.setRawMode(false);
      // At once, past whatever the stream has queued: the process may be about to end.
      const { fd } = this.#stdout as { fd?: number };
      if (fd === undefined) this.#stdout.write(LEAVE);
      else writeSync(fd, LEAVE);
    } catch {
      // The terminal is gone: there is nothing to put back.
    }
  }
}

/** Terminals cut off what is longer, or take nothing at all. */
const MOST_BYTES = 74_000;

/** The escape sequence (OSC 52) that asks a terminal to put `text` into the clipboard, also through SSH. */
export function clipboardSequence(text: string): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, MOST_BYTES);
  return `\u001b]52;c;${bytes.toString('base64')}\u0007`;
}
