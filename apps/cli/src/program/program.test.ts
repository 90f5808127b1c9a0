import { describe, expect, it } from 'vitest';
import type { Cli } from '../cli.js';
import { createStyle } from '../terminal/style.js';
import { errorLine, exitStatusOf } from './errors.js';
import { commands } from '../commands/index.js';
import { filterOptions } from '../options/filters.js';
import { ListOption } from '../options/option-group.js';
import { createProgram } from './program.js';
import { version } from './version.js';

const cli: Cli = {
  signal: new AbortController().signal,
  ignoredSignals: [],
  debug: false,
  style: createStyle(false),
  print: () => {},
  say: () => {},
  warn: () => {},
  withProgress: () => Promise.reject(new Error('a command was run')),
};

/** What `cmsc` says to a command line that it must refuse before it does anything. */
async function refusal(args: readonly string[]): Promise<{ status: number; line: string }> {
  const program = createProgram(
    () => cli,
    () => {},
  );
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    return { status: exitStatusOf(error), line: errorLine(error) };
  }
  throw new Error('it was not refused');
}
const wrong: [args: string[], says: string][] = [
  [['sesions', 'auth.txt'], '(did you mean sessions?)'],
  [['nonsense'], "unknown command 'nonsense'"],
  [['help', 'nonsense'], 'cmsc --help'],
  [['help', 'sesions'], '(did you mean sessions?)'],
  [['completion', 'ksh'], 'bash, zsh, fish'],
  [['-q'], 'cmsc --help'],
  [['sessions'], "missing required argument 'auth'"],
  [['sessions', 'a', ''], 'an argument is empty: ""'],
  [['generate', ''], 'an argument is empty: ""'],
  [['sessions', 'a', '--form', '1'], '(did you mean'],
  [['sessions', 'a', '--nothing-like-it'], "unknown option '--nothing-like-it'"],
  [['sessions', 'a', '-o'], 'argument missing'],
  [['sessions', 'a', '--from', 'soon'], '--from takes a whole number: "soon"'],
  [['sessions', 'a', '--from', '-5'], '--from takes a whole number: "-5"'],
  [['sessions', 'a', '--from', '20', '--to', '10'], '--from 20 is after --to 10'],
  [['sessions', 'a', '--min-duration', '1.5'], '--min-duration takes a whole number'],
  [['sessions', 'a', '--threads', '0'], '--threads takes a whole number'],
  [['sessions', 'a', '--preset', 'source'], 'destination, notebook'],
  [['sessions', 'a', '--ties', 'random'], 'pair, file, start-first'],
  [['sessions', 'a', '--order', 'time'], 'key, close'],
  [['sessions', 'a', '--format', 'xlsx'], 'csv, csv.gz, jsonl'],
  [['sessions', 'a', '--on-bad-row', 'ignore'], 'fail, skip'],
  [['sessions', 'a', '--delimiter', ';;'], '--delimiter takes one character'],
  [['sessions', 'a', '--columns', 'a,,b'], 'empty column name'],
  [['sessions', 'a', '--key', 'dst_user,dst_user'], 'twice'],
  [['sessions', 'a', '--no-output', '-o', 'x.csv'], 'cannot be used with'],
  [['sessions', 'a', '-o', 'x.csv', '--no-output'], 'cannot be used with'],
  [['sessions', 'a', '--grouped', '--redteam', 'r'], 'cannot be used with'],
  [['sessions', 'a', '--grouped', '--keep-open'], 'cannot be used with'],
  [['sessions', 'a', '--grouped', '--order', 'close'], '--order close'],
  [['sessions', 'a', '--grouped', '--state-out', 's'], 'cannot be used with'],
  [['sessions', 'a', '--pairing', 'random'], 'merge, fifo, lifo'],
  [['sessions', 'a', '--rejects', 'r.csv'], '--on-bad-row skip'],
  [['label', 'a', '--redteam', 'r', '--only', 'some'], 'attacks'],
  [['redteam', 'a', 'b'], 'too many arguments'],
  [['redteam', 'a', '--format', 'xml'], 'text, json'],
  [['generate'], "missing required argument 'dir'"],
  [['generate', 'd', '--events', '-1'], '--events takes a whole number'],
  [['sessions', 'a', '--user', 'U1,'], '--user is empty'],
  [['sessions', 'a', '--redteam', 'r', '--redteam', 's'], '--redteam is given twice'],
  [['sessions', 'a', '-o', 'x.csv', '--output', 'y.csv'], '--output is given twice'],
  [['ngrams', 'x.duckdb', '-n', '2', '-n', '3'], '-n is given twice'],
];

describe('a command line that is wrong', () => {
  it.each(wrong.map(([args, says]) => [args.join(' '), args, says] as const))(
    'cmsc %s',
    async (_, args, says) => {
      const { status, line } = await refusal(args);
      expect(status).toBe(2);
      expect(line).toMatch(/^cmsc: [^\n]+$/);
      expect(line).toContain(says);
    },
  );
});

describe('an option with a value', () => {
  const options = commands.flatMap(({ name, options: groups }) =>
    groups
      .flatMap((group) => group.options)
      .filter((option) => (option.required || option.optional) && !(option instanceof ListOption))
      .map((option) => [name, option.long ?? option.short ?? '', option] as const),
  );

  // Whatever its values are, the first is parsed before the second is refused.
  const valueOf: Record<string, string> = { '--engine': 'clickhouse://a', '--keep': 't', '--delimiter': ';' };

  it.each(options)('of %s is said once: %s', async (name, flag, option) => {
    const text = option.argChoices?.[0] ?? valueOf[flag] ?? firstGood(option);
    const { status, line } = await refusal([name, 'a', flag, text, flag, text]);
    expect({ status, line }).toEqual({ status: 2, line: `cmsc: ${flag} is given twice (give it once)` });
  });

  it('may be a list that is said in pieces', () => {
    const patterns = filterOptions('a', 'b').options.filter(
      ({ long }) => !['--from', '--to'].includes(long ?? ''),
    );
    for (const option of patterns) {
      expect(option).toBeInstanceOf(ListOption);
      expect(option.parseArg?.('U2,U3', 'U1' as never)).toBe('U1,U2,U3');
    }
    expect(patterns).toHaveLength(2);
  });
});

/** A value that the parser of an option takes. */
function firstGood(option: { parseArg?: ((text: string, before: never) => unknown) | undefined }): string {
  const texts = [
    '1',
    'x',
    'fail',
    'pair',
    'merge',
    'key',
    'csv',
    'destination',
    'lmdeval',
    'logon',
    'src_user',
    'auth',
    'text',
    'attacks',
    'other',
  ];
  const more = ['starts', 'published', 'as-published', 'train', 'overview', 'user', 'dark', 'time', 'runs'];
  const good = [...texts, ...more].find((text) => {
    try {
      option.parseArg?.(text, undefined as never);
      return true;
    } catch {
      return false;
    }
  });
  return good ?? 'x';
}

describe('cmsc version', () => {
  it('prints the version', async () => {
    let out = '';
    const program = createProgram(
      () => cli,
      (text) => (out += text),
    );
    await program.parseAsync(['version'], { from: 'user' });
    expect(out).toBe(`${version}\n`);
  });
});
