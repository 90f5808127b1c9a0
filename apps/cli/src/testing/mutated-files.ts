import type { Choices } from './choices.js';
import { mutate } from './mutate.js';
import { DATABASE_WAYS, MAIN_WAYS, OTHER_WAYS, PROCESS_WAYS, type WaysIn } from './ways-in.js';
import { damagedFile, type DamagedFile } from './written-files.js';

/** A run on a damaged file. */
export interface DamagedRun {
  args: readonly string[];
  /** The damaged file, by its name in the folder, and others that the run reads with it. */
  files: ReadonlyMap<string, Buffer>;
  /** What stands on standard input: the run has a process of its own then. */
  stdin?: Buffer;
  ownProcess: boolean;
  /** What the damaged file has of rows, where that is known: {@link DamagedFile}. */
  text?: Buffer;
}

const MAIN = linesOf(MAIN_WAYS);
const OTHER = linesOf(OTHER_WAYS);
const DATABASE = linesOf(DATABASE_WAYS);
const OWN_PROCESS = linesOf(PROCESS_WAYS);

/** One run in so many has threads, which take as long to start as a dozen runs without. */
const THREADS_SHARE = 120;

/** Kinds of files that have no rows. */
const ROWLESS = ['state', 'table.json', 'duckdb'];

/** Names that say what is in a file. */
const NAMES: Readonly<Record<string, string>> = {
  wls: 'wls_day-02',
  duckdb: 'damaged.duckdb',
  scores: 'scores.damaged.csv',
};

/** A way in at random, with a file that is damaged there. */
export function damagedRun(whole: (kind: string) => Buffer, choices: Choices): DamagedRun {
  const ways = waysFor(choices.below(1000));
  const ownProcess = ways === OWN_PROCESS;
  const { kind, words } = choices.of(ways);
  const file = ROWLESS.includes(kind)
    ? { bytes: mutate(whole(kind), 1 + choices.below(choices.of([1, 3, 40])), choices.random), flags: [] }
    : damagedFile(whole(kind), choices);
  const inFolder = words.includes('FOLDER');
  const name = inFolder ? `folder/${kind}.txt` : (NAMES[kind] ?? `${kind}.damaged`);
  const others = inFolder
    ? ['auth', 'proc', 'redteam'].map((each) => [`folder/${each}.txt`, whole(each)] as const)
    : [];
  const isStream = words.some((word) => word === '-' || word === '/dev/stdin');
  return {
    args: [
      ...words.map((word) => ({ FILE: name, FOLDER: 'folder' })[word] ?? word.replaceAll('%', ' ')),
      ...howToRead(words, kind, file, choices),
    ],
    files: new Map([...others, [name, file.bytes]]),
    ...(isStream && { stdin: file.bytes }),
    ownProcess,
    ...('text' in file && { text: file.text }),
  };
}

/** Of a thousand runs: what takes longer is tried less often. */
function waysFor(run: number): typeof MAIN {
  if (run < 4) return OWN_PROCESS;
  if (run < 12) return DATABASE;
  return run < 120 ? OTHER : MAIN;
}

function linesOf(ways: WaysIn): { kind: string; words: string[] }[] {
  return Object.entries(ways).flatMap(([kind, lines]) =>
    lines.map((line) => ({ kind, words: line.split(' ') })),
  );
}

/** Commands that can be told what becomes of bad rows, and those that report. */
const SKIPPING = ['sessions', 'processes', 'label', 'build', 'export', 'score'];
const REPORTING = [...SKIPPING, 'evaluate'];

function howToRead(
  words: readonly string[],
  kind: string,
  { flags }: DamagedFile,
  choices: Choices,
): string[] {
  const [command = ''] = words;
  if (words.includes('--engine')) return [];
  const has = (commands: readonly string[]) => commands.includes(command);
  const isRows =
    !ROWLESS.includes(kind) && kind !== 'scores' && !words.includes('--flows') && command !== 'dashboard';
  const skipping = isRows && has(SKIPPING) && choices.below(4) > 0;
  const threads =
    !['redteam', 'dashboard', 'query', 'sequences', 'ngrams'].includes(command) &&
    choices.below(THREADS_SHARE) === 0;
  return [
    ...(isRows ? flags : []),
    ...(skipping ? ['--on-bad-row', 'skip', ...choices.of([[], ['--rejects', 'rejects.csv']])] : []),
    ...(threads ? ['--threads', '2'] : []),
    ...(has(REPORTING) && !words.includes('--report') && choices.below(3) === 0
      ? ['--report', 'report.json']
      : []),
  ];
}
