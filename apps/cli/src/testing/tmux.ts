import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CMSC } from './cmsc.js';

const run = promisify(execFile);

/** Whether there is a tmux: without one the tests in a real terminal are skipped. */
export const haveTmux = spawnSync('tmux', ['-V']).status === 0;

const LIMIT_MS = 60_000;

/** Quotes a word for the shell. */
function word(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A terminal of tmux in which `cmsc` runs; what it leaves of the terminal can be looked at afterwards. */
export class TmuxTerminal {
  readonly #folder: string;
  readonly #socket: string;

  /** @param folder - for tmux's socket and the number of the process; one terminal a folder */
  constructor(folder: string) {
    this.#folder = folder;
    this.#socket = join(folder, 'tmux');
  }

  /** Runs `cmsc` with `args`; then its exit status and the state of the terminal are printed. */
  async start(
    args: readonly string[],
    { columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: Record<string, string> },
  ): Promise<void> {
    const command = [process.execPath, CMSC, ...args].map(word).join(' ');
    const inner = `echo $$ > ${word(this.#pidFile)}; exec ${command}`;
    const script = `echo before; sh -c ${word(inner)}; echo "EXIT=$?"; stty -a; echo DONE; exec cat`;
    await run(
      'tmux',
      [...this.#server, '-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, script],
      {
        env: { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '', ...env },
      },
    );
  }

  /** Presses keys by tmux's names: `Enter`, `C-s`, `PageDown`, or characters. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#tmux('send-keys', key);
  }

  /** Types text. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
  }

  /** What is on the screen. */
  async screen(): Promise<string> {
    return this.#tmux('capture-pane', '-p');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', `${columns}`, '-y', `${rows}`);
  }

  /** Waits until the screen matches, and gives it. The limit is there so that a test ends. */
  async until(pattern: RegExp): Promise<string> {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const screen = await this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > end) throw new Error(`${pattern} did not come:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** Modes of the terminal: alternate screen, cursor, wrapping at the right edge. */
  async modes(): Promise<{ alternate: boolean; cursor: boolean; wrap: boolean }> {
    const text = await this.#tmux('display-message', '-p', '#{alternate_on}#{cursor_flag}#{wrap_flag}');
    return { alternate: text[0] === '1', cursor: text[1] === '1', wrap: text[2] === '1' };
  }

  /** The process of `cmsc`. */
  get pid(): number {
    return Number(readFileSync(this.#pidFile, 'utf8'));
  }

  /** Takes the terminal away. */
  close(): void {
    spawnSync('tmux', [...this.#server, 'kill-server']);
  }

  get #pidFile(): string {
    return join(this.#folder, 'pid');
  }

  get #server(): string[] {
    return ['-u', '-S', this.#socket];
  }

  async #tmux(...args: string[]): Promise<string> {
    return (await run('tmux', [...this.#server, ...args])).stdout;
  }
}

/** Runs the built command to its end, and throws when it fails. */
export function cmscSync(...args: string[]): void {
  execFileSync(process.execPath, [CMSC, ...args], { stdio: 'ignore' });
}
