import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../run-command.js';
import type { Stage } from './stage.js';
import { expectThat, skipStep } from './step.js';

/** The lines of Node that people run, and the oldest of all that `engines` admits. */
export const NODE_LINES = ['20.19.0', '22', '24', '26'] as const;

const MACHINE = `${process.platform}-${process.arch}`;

/** The package whose tarball holds the program itself; the plain name was given up for some machines. */
const PROGRAM = `node-${MACHINE === 'darwin-arm64' ? 'bin-' : ''}${MACHINE}`;

/** What npm says when there is no registry, or nothing in it for this machine. */
const NOT_THERE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|E404|ETARGET)\b/;

/**
 * Installs a line of Node in a folder of its own. Its download is in npm's cache the next time.
 *
 * @returns path of the program
 * @throws StepSkipped when the registry can't be reached, or has none for this machine
 */
export async function installNode(stage: Stage, line: string): Promise<string> {
  try {
    const folder = await stage.install(`node-${line}`, [`${PROGRAM}@${line}`]);
    const program = join(folder, 'node_modules', PROGRAM, 'bin/node');
    expectThat(existsSync(program), `${PROGRAM}@${line} has no bin/node`);
    return program;
  } catch (error) {
    const reason = error instanceof CommandError && NOT_THERE.exec(error.message);
    if (!reason) throw error;
    return skipStep(`npm has no ${PROGRAM}@${line} for this machine (${reason[0]})`);
  }
}
