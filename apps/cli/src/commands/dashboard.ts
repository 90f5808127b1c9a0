import type { DashboardSource } from '@cmsc/dashboard';
import { SCREENS } from '@cmsc/dashboard/screens';
import { namesDatabase, OPTION_BOUNDS } from '@cmsc/pipeline';
import { stat } from 'node:fs/promises';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { inputOption, switchOption, valueOption } from '../options/option-group.js';
import { count, namedFile, oneOf, type Parser, usageError } from '../options/parsers.js';
import type { Cli } from '../cli.js';
import type { CommandDefinition } from '../program/command-definition.js';

/** A screen; of some it may be said which session, user or computer they are to show. */
const screenOption: Parser<string> = Object.assign(
  (text: string, flag: string) => {
    oneOf(SCREENS)(text.replace(/=.*/s, ''), flag);
    return text;
  },
  { choices: SCREENS },
);

const THEMES = ['auto', 'dark', 'light', 'plain'] as const;

/** What was said to `dashboard`. */
interface DashboardFlags extends InputFlags {
  screen?: string;
  filter?: string;
  theme?: (typeof THEMES)[number];
  once?: true;
  scores?: string;
  budget?: number;
  output?: string;
  force?: true;
}

/** `cmsc dashboard X.duckdb | DIR` */
export const dashboard: CommandDefinition<DashboardFlags> = {
  name: 'dashboard',
  operands: {
    '<input...>':
      'a database that cmsc build made, or folders or files to build one from and watch it being built',
  },
  summary: 'the terminal dashboard: sessions, who moved where, the red team’s path',
  options: [
    {
      heading: 'Start:',
      options: [
        valueOption(
          '--screen <name>',
          `${SCREENS.join(', ')}; or user=U66@DOM1, session=12, …`,
          screenOption,
        ),
        valueOption(
          '--filter <expression>',
          'filter of its list: "attacked or (user=U66@* duration>1h)"',
          String,
        ),
        valueOption('--theme <name>', `${THEMES.join(', ')} (auto)`, oneOf(THEMES)),
        inputOption('--scores <file>', 'scores of the sessions of a database (cmsc score): a list of alerts'),
        valueOption(
          '--budget <n>',
          'alerts a day that somebody looks into (default: 100)',
          count(...OPTION_BOUNDS.budget),
        ),
        switchOption('--once', 'print the screen as plain text, and end; so it is without a terminal'),
      ],
    },
    {
      heading: 'Building, from folders or files:',
      options: [
        valueOption(
          '-o, --output <file>',
          'the database to make; without it, it goes when the dashboard is left',
          namedFile,
        ),
        switchOption('--force', 'replace a database that exists'),
      ],
    },
    readingOptions(),
  ],
  notes: [
    `In it ? shows every key: Enter opens, Esc goes back, f filters, / searches, s sorts, c
counts, Ctrl-S saves, Ctrl-C cancels a build, q quits.`,
  ],
  examples: [
    'cmsc dashboard cmsc.duckdb --filter "attacked duration>1h"',
    'cmsc dashboard /data/cmsc -o cmsc.duckdb',
    'cmsc dashboard cmsc.duckdb --once --screen redteam',
    'cmsc dashboard cmsc.duckdb --once --screen user=U66@DOM1 --filter attacked',
    'cmsc dashboard cmsc.duckdb --scores sessions.parquet --screen sessions',
  ],
  async run(inputs, flags, cli) {
    const { screen, filter, theme, once } = flags;
    // Ink and the rest of it are loaded by this command alone.
    const { runDashboard } = await import('@cmsc/dashboard');
    const source = await sourceOf(inputs, flags, cli);
    const color = cli.style.bold('x') !== 'x';
    const { signal, ignoredSignals } = cli;
    const options = { screen, filter, theme, once, color, signal, ignoredSignals };
    if (source.kind === 'database' || (once !== true && process.stdin.isTTY && process.stdout.isTTY))
      return runDashboard(source, options);
    await cli.withProgress(undefined, 'session', (onProgress) => {
      if (onProgress) source.build.onUpdate(onProgress);
      return runDashboard(source, options);
    });
  },
};

async function sourceOf(inputs: string[], flags: DashboardFlags, cli: Cli): Promise<DashboardSource> {
  const [path = ''] = inputs;
  const { output, force } = flags;
  if (inputs.length === 1 && ((await namesDatabase(path)) || (await isMissing(path)))) {
    if (output === undefined)
      return { kind: 'database', path, rejects: flags.rejects, scores: scoresOf(flags) };
    throw usageError('--output is for what is built', path, 'drop it: this is a database already');
  }
  if (flags.scores !== undefined)
    throw usageError('--scores is for a database', flags.scores, 'build it first, and score its sessions');
  const { startBuild } = await import('@cmsc/dashboard');
  const { onBadRow, rejects, threads } = toInputOptions(inputs, flags, cli);
  return { kind: 'live', build: startBuild({ inputs, output, force, onBadRow, rejects, threads }) };
}

function scoresOf({
  scores: path,
  budget = 100,
}: DashboardFlags): { path: string; perDay: number } | undefined {
  if (path !== undefined) return { path, perDay: budget };
  return undefined;
}

/** Whether nothing is there, and it is no pattern: it is missed as a database, with the same message, and sooner. */
function isMissing(path: string): Promise<boolean> {
  if (path === '-' || /[*?]/.test(path)) return Promise.resolve(false);
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}
