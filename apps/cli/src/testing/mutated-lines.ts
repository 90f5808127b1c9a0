import { commands } from '../commands/index.js';
import type { Choices } from './choices.js';
import { wordsOf } from './examples.js';

/** Words that mean something somewhere, or nothing anywhere. None names a place that can be written outside the folder. */
const ODD = [
  ...[
    '',
    '-',
    '--',
    '-1',
    '0',
    '1',
    '99999999999999999999',
    '1e400',
    '1.5',
    'NaN',
    '2d',
    'day2',
    '10k',
    '70%',
  ],
  ...['ü', '😀', '\ud800', 'a\nb', '\u001b[31m', 'x'.repeat(5000), 'null', '__proto__', 'constructor'],
  ...[
    '.',
    '..',
    'lanl',
    'missing',
    'missing/file',
    'auth.txt/file',
    'first-attack',
    ',',
    'U1,,U2',
    '*',
    '[',
    '?',
  ],
  ...[
    'auth.txt',
    'proc.txt',
    'redteam.txt',
    'cmsc.duckdb',
    'state',
    'link.txt',
    '*.txt',
    'auth_part_*.csv.gz',
  ],
  ...[
    'out.csv',
    'out.csv.gz',
    'out.jsonl',
    'out.parquet',
    'out.duckdb',
    'out.txt',
    'out',
    'a[1].csv',
    'what?.duckdb',
  ],
  ...['/dev/null', '/dev/zero', '/dev/full', '/dev/stdin', '/dev/stdout', '/dev/fd/9', '/proc/nothing'],
  ...[
    'SELECT 1',
    'SELECT * FROM nothing',
    'clickhouse://',
    'clickhouse://a:b@127.0.0.1:9/?x=y',
    '--help',
    '-q',
    '--force',
  ],
];

/** Examples name what is not in the folder of the tests. */
const HERE: Readonly<Record<string, string>> = {
  '/data/cmsc': 'lanl',
  'clickhouse://ana@db1,db2/cmsc?cluster=prod': 'clickhouse://ana@127.0.0.1:9/cmsc',
};

/** Each command's examples as words, and what might be added to them. */
const LINES = commands.flatMap(({ examples, options }) => {
  const more = options
    .flatMap((group) => group.options)
    .map((option) => ({
      flag: option.long ?? option.short ?? '',
      values: option.argChoices ?? [],
      takesValue: Boolean(option.required || option.optional),
    }));
  return examples.map((example) => ({ words: wordsOf(example).map((word) => HERE[word] ?? word), more }));
});

/** A command line at random: an example, with words left out, doubled, swapped, cut off, put in and put in the place of others. */
export function mutatedLine(choices: Choices): string[] {
  const { words: example, more } = choices.of(LINES);
  const words = [...example];
  for (let i = 0; i <= choices.below(3); i++) {
    const at = choices.below(words.length + 1);
    const option = more.length > 0 ? choices.of(more) : undefined;
    switch (choices.below(8)) {
      case 0:
        words.splice(at, 1);
        break;
      case 1:
        words.splice(at, 0, ...words.slice(at, at + 1 + choices.below(2)));
        break;
      case 2:
        words.push(...words.splice(at, 1));
        break;
      case 3:
        words.splice(at, 1, ...words.slice(at, at + 1).map((word) => shortened(word, choices)));
        break;
      case 4:
        words.splice(at, 1, choices.of(ODD));
        break;
      case 5:
        words.splice(at, 0, choices.of(ODD));
        break;
      default:
        if (option === undefined) words.push(choices.of(ODD));
        else words.push(option.flag, ...(option.takesValue ? [choices.of([...option.values, ...ODD])] : []));
    }
  }
  return words;
}

/** Places that are not in the folder stay what they are: a part of one would be another place. */
function shortened(word: string, choices: Choices): string {
  return word.startsWith('/') ? word : word.slice(0, choices.below(word.length));
}
