import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cmsc } from '../testing/cmsc.js';

/** Words before the one at the cursor, the beginning of that, and what is offered for it. */
const offers: [words: string[], offered: string[]][] = [
  [['se'], ['sessions', 'sequences']],
  [
    ['sessions', '--ti'],
    ['--ties', '--time-zone', '--timeout'],
  ],
  [
    ['sessions', 'auth.txt', '--ties', ''],
    ['pair', 'file', 'start-first'],
  ],
  [
    ['-q', 'sessions', '--format', '=', 'cs'],
    ['csv', 'csv.gz'],
  ],
  [
    ['sessions', '--preset', '='],
    ['destination', 'notebook'],
  ],
  [['export', 'mlx'], ['mlx-graphs']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['help', 'lab'], ['label']],
  // The shell goes on with files, or with nothing.
  [['sessions', '-o', ''], []],
  [['sessions', '--from', '1'], []],
];

function have(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

async function scriptFor(shell: string): Promise<string> {
  const { status, stdout, stderr } = await cmsc(['completion', shell]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('cmsc completion', () => {
  it('completes commands, options and their words in bash', async () => {
    const asks = offers.map(
      ([words]) =>
        `COMP_WORDS=(cmsc ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _cmsc; echo "\${COMPREPLY[*]}"`,
    );
    const script = `${await scriptFor('bash')}${asks.join('\n')}\n`;
    const answers = execFileSync('bash', ['--norc', '-u', '-c', script], { encoding: 'utf8' }).split('\n');
    expect(offers.map(([words], i) => [words, answers[i]?.split(' ').filter(Boolean)])).toEqual(offers);
  });

  it('is a script that zsh takes', async (context) => {
    const script = await scriptFor('zsh');
    expect(script).toMatch(/^#compdef cmsc\n/);
    if (!have('zsh')) return context.skip('there is no zsh here');
    expect(spawnSync('zsh', ['-n'], { input: script }).stderr.toString()).toBe('');
  });

  it('completes commands, options and their words in fish', async (context) => {
    const script = await scriptFor('fish');
    expect(script).toContain('complete -c cmsc -n __fish_use_subcommand -a sessions');
    if (!have('fish')) return context.skip('there is no fish here');
    const asks = ['cmsc sessions --ties ', 'cmsc sessions --tie'].map((line) => `complete -C '${line}'`);
    const answers = execFileSync('fish', ['--no-config', '-c', `${script}${asks.join('\n')}\n`], {
      encoding: 'utf8',
    });
    expect(answers.split('\n').map((line) => line.split('\t')[0])).toEqual([
      ...['pair', 'file', 'start-first'].sort(),
      '--ties',
      '',
    ]);
  });
});
