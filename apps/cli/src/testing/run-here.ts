import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { run } from '../main.js';
import { Interruption } from '../program/interruption.js';
import type { Finished, Surroundings } from './cmsc.js';

let running = false;

/** Whether `cmsc` runs in this process: it has but one standard output. */
export function isRunning(): boolean {
  return running;
}

/** Runs `cmsc` in this process, as the command does, with output, folder and environment of its own. */
export async function runHere(
  args: readonly string[],
  { cwd = process.cwd(), env = {}, interruption = new Interruption(() => {}) }: Surroundings,
): Promise<Finished> {
  running = true;
  const [stdout, stderr] = [new Gathering(), new Gathering()];
  const restore = [replaceStreams({ stdout, stderr }), setVariables(env), changeFolder(cwd), atExit()];
  try {
    const status = await run(args, interruption);
    return { status, stdout: stdout.text, stderr: stderr.text };
  } finally {
    for (const undo of restore.reverse()) undo();
    process.exitCode = undefined;
    running = false;
  }
}

/** A stream that keeps what it is given. */
class Gathering extends Writable {
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk)); // a copy: its buffer is used again
    done();
  }
}

function replaceStreams(streams: Record<'stdout' | 'stderr', Writable>): () => void {
  const names = ['stdout', 'stderr'] as const;
  const before = names.map((name) => Object.getOwnPropertyDescriptor(process, name)!);
  for (const name of names)
    Object.defineProperty(process, name, { value: streams[name], configurable: true, enumerable: true });
  const console = globalThis.console;
  globalThis.console = new Console(streams);
  return () => {
    globalThis.console = console;
    names.forEach((name, i) => Object.defineProperty(process, name, before[i]!));
  };
}

/** The variables themselves, which the system's own functions read too. */
function setVariables(variables: Record<string, string>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}

function changeFolder(folder: string): () => void {
  const before = process.cwd();
  process.chdir(folder);
  return () => process.chdir(before);
}

/** What a run leaves to the end of its process happens at the end of the run. */
function atExit(): () => void {
  const before = process.listeners('exit');
  return () => {
    for (const listener of process.listeners('exit').filter((each) => !before.includes(each))) {
      process.off('exit', listener);
      // DuckDB's exit guard ends the process under a statement that still runs: here it may end by itself.
      if (listener.name !== 'endAtOnce') listener.call(process, 0);
    }
  };
}
