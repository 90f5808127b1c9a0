import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Stage } from './stage.js';
import { expectThat } from './step.js';

const LIMIT_MILLISECONDS = 60_000;
const LOOK_MILLISECONDS = 100;

/** Whether there is a tmux. */
export const haveTmux = spawnSync('tmux', ['-V']).status === 0;

/** What a program shows in a terminal, and how it ended. */
export interface Shown {
  screen: string;
  status: number;
}

/** Runs a line of shell in a terminal of tmux until the screen matches, presses keys, and waits for its end. */
export async function showInTerminal(
  stage: Stage,
  line: string,
  folder: string,
  pattern: RegExp,
  keys: readonly string[],
): Promise<Shown> {
  const server = ['-S', join(stage.folder, 'tmux'), '-f', '/dev/null'];
  const tmux = (...args: string[]) => stage.run('tmux', [...server, ...args], folder);
  const until = async (wanted: RegExp): Promise<string> => {
    const end = Date.now() + LIMIT_MILLISECONDS;
    for (;;) {
      const screen = await tmux('capture-pane', '-p');
      if (wanted.test(screen)) return screen;
      expectThat(Date.now() < end, `${wanted} did not come:\n${screen}`);
      await setTimeout(LOOK_MILLISECONDS);
    }
  };
  await tmux('new-session', '-d', '-x', '100', '-y', '30', `${line}; echo "ENDED $?"; exec cat`);
  try {
    const screen = await until(pattern);
    await tmux('send-keys', ...keys);
    const [, status] = /ENDED (\d+)/.exec(await until(/ENDED \d+/)) as RegExpExecArray;
    return { screen, status: Number(status) };
  } finally {
    await tmux('kill-server');
  }
}
