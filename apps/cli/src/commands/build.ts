import { AUTH_PRESETS, PROC_PRESETS } from '@cmsc/core';
import { buildWindows, OPTION_CHOICES, runBuild, runBuildOnEngine, type RuleOptions } from '@cmsc/pipeline';
import { dialectOptions, RED_TEAM_NOTE, TABLES_NOTE } from '../options/dialect.js';
import { engineOptions, toEngine, type EngineFlags } from '../options/engine.js';
import { anyWindowOptions, filterOptions, toWindow, type FilterFlags } from '../options/filters.js';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { switchOption, valueOption } from '../options/option-group.js';
import { neededOutputOption, reportOption, toOutputOptions } from '../options/output.js';
import { oneOf } from '../options/parsers.js';
import { ruleOptions } from '../options/rule.js';
import {
  takesWindows,
  toWindowsInput,
  windowsOptions,
  windowsSourceOption,
  type WindowsFlags,
} from '../options/windows.js';
import type { CommandDefinition } from '../program/command-definition.js';
import type { Cli } from '../cli.js';
import { windowsSummary } from '../summaries/windows-summary.js';
import { buildSummary, type BuiltReport } from '../summaries/build-summary.js';
import { showReport, showRun } from '../summaries/run-summary.js';
import { WINDOW_NOTES } from './run-and-summarize.js';

/** What was said to `build`. */
interface BuildFlags extends InputFlags, FilterFlags, Omit<RuleOptions, 'source'>, EngineFlags, WindowsFlags {
  output: string;
  events?: 'starts' | 'runs';
  force?: true;
  report?: string;
}

/** `cmsc build DIR|FILE… -o X.duckdb` */
export const build: CommandDefinition<BuildFlags> = {
  name: 'build',
  operands: {
    '<input...>':
      'folders or files: auth, and proc, redteam, flows, dns as far as they are there; or Windows events',
  },
  summary: 'the whole flow into one database',
  options: [
    {
      heading: 'Output:',
      options: [
        neededOutputOption('<file>', 'the DuckDB database to make, a .duckdb'),
        switchOption('--force', 'replace files that exist'),
        reportOption(),
      ],
    },
    ruleOptions(AUTH_PRESETS),
    {
      heading: 'Processes:',
      options: [
        valueOption(
          '--events <starts|runs>',
          'what counts as a process of a session: each start (default), or each run once',
          oneOf(OPTION_CHOICES.events),
        ),
      ],
    },
    { heading: 'Kind of rows:', options: [windowsSourceOption()] },
    windowsOptions(),
    filterOptions('dst_user', 'dst_machine', anyWindowOptions()),
    readingOptions(),
    dialectOptions(),
    engineOptions(),
  ],
  notes: [
    `Tables: sessions, open_sessions, process_runs, session_processes, redteam,
red_team_matches, activity, anomalies, ledger, inputs, options, meta; flows and dns
when their files are there. README.md has queries to begin with.`,
    RED_TEAM_NOTE,
    `With --engine the database holds what a cluster gives: sessions, open_sessions,
process_runs, redteam, red_team_matches, ledger, inputs, options, meta.`,
    `Of Windows events: sessions, open_sessions, process_runs with open runs, session_processes,
ledger, inputs, options, meta. process_runs.session is the session_id of its session.`,
    ...WINDOW_NOTES,
    TABLES_NOTE,
  ],
  examples: [
    'cmsc build /data/cmsc -o cmsc.duckdb',
    'cmsc build auth.txt.gz redteam.txt.gz -o day.duckdb --to 86399',
  ],
  async run(inputs, flags, cli) {
    if (await takesWindows(inputs, flags, cli)) return runWindowsBuild(inputs, flags, cli);
    const { output, events, preset, key, ties, pairing, failedLogons, user, computer } = flags;
    const { force, report: reportPath } = toOutputOptions(flags);
    const options = {
      ...toInputOptions(inputs, flags, cli),
      ...toWindow(flags),
      ...{ output, force, events, preset, key, ties, pairing, failedLogons, user, computer },
      report: reportPath,
    };
    const name = preset ?? 'destination';
    const rules = {
      preset: name,
      sessions: { ...AUTH_PRESETS[name], ...given({ key, ties, pairing, failedLogons }) },
      runs: { ...PROC_PRESETS[name], ...given({ ties, pairing }) },
    };
    const engine = toEngine(flags);
    const report = await cli.withProgress<BuiltReport>(output, 'session', (onProgress) =>
      engine ? runBuildOnEngine({ ...options, onProgress, engine }) : runBuild({ ...options, onProgress }),
    );
    showReport(report, buildSummary(report, rules), flags, cli);
  },
};

async function runWindowsBuild(inputs: string[], flags: BuildFlags, cli: Cli): Promise<void> {
  const { output, user, computer, userKind } = flags;
  const { force, report: reportPath } = toOutputOptions(flags);
  const options = {
    ...toWindowsInput(inputs, flags, cli),
    ...{ output, force, user, computer, userKinds: userKind, report: reportPath },
  };
  const report = await cli.withProgress(output, 'row', (onProgress) =>
    buildWindows({ ...options, onProgress }),
  );
  showRun(report, windowsSummary(report), flags, cli);
}

/** The values that are there. */
function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
