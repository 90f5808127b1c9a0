import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { EXAMPLES, wordsOf } from './testing/examples.js';
import { useFolder } from './testing/folder.js';
import { EVENTS } from './testing/windows-rows.js';

const folder = useFolder();
const inputs = mkdtempSync(join(tmpdir(), 'cmsc examples-'));
afterAll(() => rmSync(inputs, { recursive: true }));

/** What makes the files that examples name, but for what the data is made of. */
const MAKERS = [
  'generate lanl --events 5000 --days 14 --base-rate 5000',
  'build lanl -o cmsc.duckdb',
  'score lanl/auth.txt.gz -o scores.parquet --report score.json',
  'score lanl/auth.txt.gz --protocol tarn -o mine.csv',
  'score cmsc.duckdb -o sessions.parquet',
];

beforeAll(async () => {
  for (const maker of MAKERS) {
    const { status, stderr } = await cmsc([...maker.split(' '), '-q'], { cwd: inputs });
    expect({ maker, status, stderr }).toMatchObject({ status: 0 });
  }
  for (const name of readdirSync(join(inputs, 'lanl')))
    cpSync(join(inputs, 'lanl', name), join(inputs, name));
  cpSync(join(inputs, 'auth.txt.gz'), join(inputs, 'auth_part_00.csv.gz'));
  writeFileSync(join(inputs, 'Security.jsonl'), `${EVENTS.join('\n')}\n`);
  writeFileSync(join(inputs, 'funnel.sql'), 'SELECT count(*) AS sessions FROM sessions;\n');
});

/** Examples make more data than a test has time for. */
const FEWER = ['--events', '2000'];

/** The words of an example, for this folder. */
function wordsHere(example: string): string[] {
  const words = wordsOf(example).map((word) => (word === '/data/cmsc' ? 'lanl' : word));
  const makesData = ['generate', 'demo'].includes(words[0] ?? '');
  const at = words.indexOf('--events');
  if (at >= 0) words.splice(at, 2);
  return makesData ? [...words, ...FEWER] : words;
}

/** What the command in front of it writes to standard input. */
const STDIN: readonly [example: RegExp, content: () => Buffer | string][] = [
  [/^zcat auth/, () => gunzipSync(readFileSync(join(inputs, 'auth.txt.gz')))],
  [/^bzcat wls/, () => '{"UserName":"User1","EventID":4624,"LogHost":"Comp1","LogonID":"0x1","Time":5}\n'],
];

it.each(EXAMPLES.filter((example) => !example.includes('clickhouse://')))('%s', async (example) => {
  const words = wordsHere(example);
  const made = ['-o', '--keep', 'generate', '--report', '--plot'].map(
    (word) => words[words.indexOf(word) + 1],
  );
  mkdirSync(join(folder.path, 'here'));
  for (const name of readdirSync(inputs))
    if (!made.includes(name))
      cpSync(join(inputs, name), join(folder.path, 'here', name), { recursive: true });
  const stdin = STDIN.find(([mark]) => mark.test(example))?.[1]();
  const { status, stderr } = await cmsc(words, { cwd: join(folder.path, 'here'), stdin });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringMatching(/^cmsc: /m) });
});
