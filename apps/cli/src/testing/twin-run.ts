import { gzipSync } from 'node:zlib';
import type { Choices } from './choices.js';
import type { DamagedRun } from './mutated-files.js';

/** One run in so many is done in another way too. */
const TWIN_SHARE = 6;

/**
 * The same rows by another way, which has to come to the same end: packed, by csv-parse in place of the scanner, with threads.
 *
 * @returns undefined when there is none, or it is not tried this time.
 */
export function twinOf(run: DamagedRun, choices: Choices): DamagedRun | undefined {
  const { text, args, files, stdin } = run;
  const [name] = [...files.keys()].filter((each) => args.includes(each));
  if (choices.below(TWIN_SHARE) > 0 || text === undefined || name === undefined || stdin) return undefined;
  // What inspect says of a file's size and hash is another, when it is written in another way.
  const isShown = args[0] === 'inspect';
  const ways = [
    () => (isShown ? undefined : otherwise(run, name, gzipSync(text, { level: 1 }))),
    () => (isShown ? undefined : tabbed(run, name, text)),
    () => (choices.below(6) > 0 ? undefined : threaded(run, name, text)),
  ];
  return choices.of(ways)();
}

function otherwise(run: DamagedRun, name: string, bytes: Buffer, more: readonly string[] = []): DamagedRun {
  return { ...run, args: [...run.args, ...more], files: new Map([...run.files, [name, bytes]]) };
}

function threaded(run: DamagedRun, name: string, text: Buffer): DamagedRun | undefined {
  return run.args.includes('--threads') || run.args[0] === 'redteam'
    ? undefined
    : otherwise(run, name, text, ['--threads', '2']);
}

/** With tabs in place of commas, which only csv-parse reads: where nothing else is read that has commas, and no row changes. */
function tabbed(run: DamagedRun, name: string, text: Buffer): DamagedRun | undefined {
  const isAlone = !run.args.some((arg) => /^(--redteam|--flows|--delimiter|--header|\w+\.txt)$/.test(arg));
  const isPlain = ['"', '\t', '\0'].every((byte) => !text.includes(byte));
  if (!isAlone || !isPlain) return undefined;
  return otherwise(run, name, Buffer.from(text.toString('latin1').replaceAll(',', '\t'), 'latin1'), [
    '--delimiter',
    'tab',
  ]);
}
