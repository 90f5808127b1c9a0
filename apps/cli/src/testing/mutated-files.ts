import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { mutate } from './mutate.js';

/** A run on a damaged file. */
export interface DamagedRun {
  args: string[];
  /** The damaged file, by the name under which `args` have it. */
  name: string;
  bytes: Buffer;
}

/** One of several things, and a number below a limit. */
export interface Choices {
  of<T>(items: readonly T[]): T;
  below(limit: number): number;
  random(): number;
}

/** Choices of a sequence of random numbers. */
export function choicesOf(random: () => number): Choices {
  const below = (limit: number) => Math.floor(random() * limit);
  return { random, below, of: (items) => items[below(items.length)]! };
}

/** Every way into the command for each kind of file; `FILE` stands for the damaged one, the others are whole. */
export const WAYS_IN: Readonly<Record<string, readonly string[]>> = {
  auth: [
    'sessions FILE',
    'sessions FILE --preset notebook --redteam redteam.txt',
    'sessions FILE --pairing fifo --keep-open -o out.jsonl',
    'sessions FILE --pairing lifo --grouped --format jsonl',
    'sessions FILE --order close --state-out state.new --user U*,?? --from 1h --to day0',
    'sessions proc.txt FILE --failed-logons start --report -',
    'label FILE --redteam redteam.txt',
    'label FILE --redteam redteam.txt --only attacks --computer C1*',
    'inspect FILE',
    'inspect FILE --format json --top 3',
    'export euler FILE --redteam redteam.txt -o out',
    'export kth FILE --redteam redteam.txt -o out --to 900 --variant as-published',
    'export safekit-word FILE --redteam redteam.txt -o out',
    'export pikachu FILE --redteam redteam.txt -o out',
    'redteam FILE',
  ],
  proc: [
    'processes FILE',
    'processes FILE --preset notebook --grouped --format jsonl',
    'inspect FILE',
    'sessions FILE',
  ],
  flows: ['inspect FILE', 'export argus auth.txt --redteam redteam.txt --flows FILE -o out', 'sessions FILE'],
  dns: ['inspect FILE', 'processes FILE'],
  redteam: [
    'redteam FILE',
    'redteam FILE --format json',
    'sessions auth.txt --redteam FILE',
    'label auth.txt --redteam FILE',
    'inspect FILE',
    'export mlx-graphs auth.txt --redteam FILE -o out',
  ],
  wls: [
    'sessions FILE --source wls',
    'sessions FILE',
    'inspect FILE',
    'sessions FILE --source wls --user User1',
  ],
  'lanl-auth': ['inspect FILE', 'sessions FILE'],
  state: ['sessions later.txt --state-in FILE', 'sessions later.txt --state-in FILE --state-out state.new'],
  'table.json': ['sessions FILE --from-table --engine clickhouse://ana@127.0.0.1:9/cmsc'],
};

/** Ways in that take seconds or another process: tried now and then. */
export const SLOW_WAYS_IN: typeof WAYS_IN = {
  auth: [
    'build FILE proc.txt redteam.txt -o out.duckdb',
    'sessions FILE -o out.parquet',
    'export sessions FILE proc.txt -o out',
  ],
  proc: ['build auth.txt FILE redteam.txt -o out.duckdb'],
  flows: ['build auth.txt FILE redteam.txt -o out.duckdb'],
  dns: ['build auth.txt FILE -o out.duckdb'],
  redteam: ['build auth.txt FILE -o out.duckdb'],
  duckdb: [
    'query FILE SUMMARIZE%sessions',
    'query FILE FROM%session_processes -o out.parquet',
    'sequences FILE',
    'sequences FILE --text --gaps --split -o out.txt',
    'ngrams FILE -n 2 --gaps',
    'export sessions FILE -o out',
    'dashboard FILE --once',
    'dashboard FILE --once --screen redteam',
    'dashboard FILE --once --screen sessions --filter attacked',
  ],
};

/** Whether a run that is given a file of this kind is one of another process: damage may end DuckDB, and what it is in. */
export function isOwnProcess(kind: string): boolean {
  return kind === 'duckdb';
}

/** A way in at random, with a file that is damaged there. */
export function damagedRun(
  ways: typeof WAYS_IN,
  whole: (kind: string) => string,
  choices: Choices,
): DamagedRun & { kind: string } {
  const kind = choices.of(Object.keys(ways));
  const line = choices.of(ways[kind]!);
  const { bytes, flags } = damaged(kind, readFileSync(whole(kind)), choices);
  const name =
    { state: 'damaged.state', wls: 'wls_day-02', duckdb: 'damaged.duckdb' }[kind] ?? `${kind}.damaged`;
  const words = line.split(' ').map((word) => (word === 'FILE' ? name : word.replaceAll('%', ' ')));
  const takesRows = !['state', 'table.json', 'duckdb'].includes(kind) && !words.includes('--flows');
  return {
    kind,
    args: [...words, ...(takesRows ? [...flags, ...howToRead(words[0]!, choices)] : [])],
    name,
    bytes,
  };
}

/** A file in one of the ways in which it may be written, with some changes, before it is packed or after. */
function damaged(kind: string, whole: Buffer, choices: Choices): { bytes: Buffer; flags: string[] } {
  const changes = 1 + choices.below(choices.of([1, 3, 40]));
  if (['state', 'table.json', 'duckdb'].includes(kind))
    return { bytes: mutate(whole, changes, choices.random), flags: [] };
  const { text, flags } = written(whole.toString('latin1'), choices);
  const plain = Buffer.from(text, 'latin1');
  const packed = () => Buffer.concat(inMembers(plain, choices).map((part) => gzipSync(part, { level: 1 })));
  switch (choices.below(8)) {
    case 0:
      return { bytes: mutate(packed(), changes, choices.random), flags };
    case 1:
      return { bytes: gzipSync(mutate(plain, changes, choices.random), { level: 1 }), flags };
    case 2:
      return { bytes: Buffer.concat([packed(), mutate(plain, changes, choices.random)]), flags };
    default:
      return { bytes: mutate(plain, changes, choices.random), flags };
  }
}

function inMembers(bytes: Buffer, choices: Choices): Buffer[] {
  const at = choices.below(bytes.length + 1);
  return choices.below(2) === 0 ? [bytes] : [bytes.subarray(0, at), bytes.subarray(at)];
}

/** The same rows with quotes, other delimiters and line ends, a header. */
function written(text: string, choices: Choices): { text: string; flags: string[] } {
  switch (choices.below(10)) {
    case 0:
      return { text: text.replaceAll(/[^,\n]+/g, '"$&"'), flags: [] };
    case 1:
      return { text: text.replaceAll(',', ';'), flags: ['--delimiter', ';'] };
    case 2:
      return {
        text: `time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result\n${text}`,
        flags: ['--header'],
      };
    case 3:
      return { text: `\u00ef\u00bb\u00bf${text.replaceAll('\n', '\r\n')}`, flags: [] };
    case 4:
      return { text: Buffer.from(text, 'utf16le').toString('latin1'), flags: [] };
    default:
      return { text, flags: [] };
  }
}

/** Commands that can be told what becomes of bad rows. */
const SKIPPING = ['sessions', 'processes', 'label', 'build', 'export'];

function howToRead(command: string, choices: Choices): string[] {
  const skipping = SKIPPING.includes(command) && choices.below(2) === 0;
  return [
    ...(skipping ? ['--on-bad-row', 'skip', ...choices.of([[], ['--rejects', 'rejects.csv']])] : []),
    ...(command === 'redteam' ? [] : choices.of([...Array<string[]>(7).fill([]), ['--threads', '2']])),
  ];
}

/** What a file holds, unpacked. */
export function unpacked(path: string): Buffer {
  return gunzipSync(readFileSync(path));
}
