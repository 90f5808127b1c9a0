import {
  checkWindow,
  CmscError,
  oneOfChoices,
  showable,
  sqlIdentifier,
  throwIfInterrupted,
} from '@cmsc/core';
import { refuseFilesInside, refuseSameFiles, findTarget, writeWhole, type Target } from '@cmsc/files';
import type { CampaignReport } from '@cmsc/report';
import { companionsOf, type SourceDatabase } from '@cmsc/store';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { askOf, checkBuilt, isOfWindows, lacking, withBuilt, type NeededTables } from '../built-database.js';
import { checkOptions } from '../check-options.js';
import { CMSC_VERSION } from '../report.js';
import { readCampaignScores } from './campaign-scores.js';
import { withCharts } from './chart-folder.js';
import {
  REPORT_FORMATS,
  type ReportFormat,
  type ReportOptions,
  type WrittenFile,
  type WrittenReport,
} from './report-options.js';

/** What every report reads, none of it empty in any row. */
const TABLES: NeededTables = {
  session_processes: 'session_id position time gap process_name',
  activity: 'source hour rows',
  ledger: 'source name value',
  inputs: 'format path bytes rows complete',
  options: 'name value',
  meta: 'cmsc_version',
};

/** What it reads besides of a database of auth and proc, and of one of Windows events. */
const TABLES_OF = {
  cmsc: {
    ...TABLES,
    sessions: 'session_id start_time end_time duration logons',
    open_sessions: 'start_time logons',
    redteam: 'tuple_id attack_time src_user src_machine dst_machine rows match fate reason_codes',
    red_team_matches: 'tuple_id session_id',
  },
  windows: {
    ...TABLES,
    sessions: 'session_id host user start_time end_time duration source_ip source_host labels',
    open_sessions: 'session_id host user start_time source_ip source_host',
  },
} as const satisfies Record<string, NeededTables>;

/** What may be empty: nobody knows labels without a red team, and a file that was not read to its end has no hash. */
const MAY_BE_EMPTY_IN = {
  cmsc: { sessions: 'label attack_times', open_sessions: 'label attack_times', inputs: 'sha256' },
  windows: { sessions: 'label logon_type', open_sessions: 'label', inputs: 'sha256' },
} as const satisfies Record<string, NeededTables>;

/**
 * Makes the report of a campaign: one page of HTML that holds all it needs, or its numbers as JSON.
 *
 * @throws CmscError of kind usage for outputs that are no files of their own; io for what can't be read or written; data for a database that
 * is not as `runBuild` made it, and for scores of something else. What is written under a name is there whole or not at all.
 * @example
 * const { outputs } = await runReport({ database: 'cmsc.duckdb', output: 'report.html', theme: 'light' });
 * console.log(outputs[0]?.bytes);
 */
export async function runReport(options: ReportOptions): Promise<WrittenReport> {
  checkReport(options);
  const { database: path, output, svg, scores, force, signal } = options;
  const inputs = [path, scores];
  await refuseSameFiles({ '--output': output, '--svg': svg }, inputs, await companionsOf(path));
  if (svg !== undefined) await refuseFilesInside(svg, [...inputs, output]);
  const target = output === '-' ? undefined : await findTarget(output, { force: force ?? false });
  const format = options.format ?? formatOf(target);
  const make = async (database: SourceDatabase) => {
    await checkTables(database, path);
    return withCharts(svg, force, async (writeCharts) => {
      const report = await makeReport(database, options);
      const text =
        format === 'json' ? `${JSON.stringify(numbersOf(report, options), null, 2)}\n` : await report.page();
      throwIfInterrupted(signal);
      const charts = await writeCharts(() => report.charts());
      if (output === '-') return { outputs: charts, text };
      return { outputs: [await writeText(output, text, options), ...charts] };
    });
  };
  return withBuilt(path, { ...(signal && { signal }) }, make, { options: 'name value' }).catch(
    (error: unknown) => {
      throw asBuilt(error, path);
    },
  );
}

/** @throws CmscError BAD_OPTION (usage) for the first option that can't be. */
function checkReport(options: ReportOptions): void {
  checkOptions(options);
  checkWindow(options);
  if (options.format !== undefined) oneOfChoices('format', options.format, REPORT_FORMATS);
}

/**
 * The page, where it goes to a stream.
 *
 * @throws CmscError BAD_OPTION (usage) for an ending that says nothing.
 */
function formatOf(target: Target | undefined): ReportFormat {
  if (target === undefined) return 'html';
  if (/\.json$/i.test(target.given)) return 'json';
  if (/\.html?$/i.test(target.given) || target.special) return 'html';
  throw new CmscError('usage', 'BAD_OPTION', 'the ending of the output does not say its format', {
    file: target.given,
    hint: 'name it .html or .json, or say --format html or json',
  });
}

async function makeReport(database: SourceDatabase, options: ReportOptions): Promise<CampaignReport> {
  const { database: path, title = `Campaign report: ${basename(path)}`, from, to, theme } = options;
  const { campaignReport } = await import('@cmsc/report');
  return campaignReport(database, {
    ...{ database: shellWord(path), title, from, to, theme },
    about: `Made by cmsc ${CMSC_VERSION}: ${commandOf(options)}`,
    scores: await readCampaignScores(database, options),
  });
}

function numbersOf({ numbers }: CampaignReport, { database, from, to, scores }: ReportOptions): object {
  return { version: CMSC_VERSION, command: 'report', options: { database, from, to, scores }, ...numbers };
}

/** The command that makes the report, as far as what is in it depends on it. */
function commandOf({ database, scores, from, to }: ReportOptions): string {
  const options = Object.entries({ scores, from, to }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))],
  );
  return ['cmsc report', shellWord(database), ...options].join(' ');
}

/** A word as a shell takes it. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${showable(text).replaceAll("'", `'\\''`)}'`;
}

async function writeText(path: string, text: string, { force, signal }: ReportOptions): Promise<WrittenFile> {
  const bytes = Buffer.from(text);
  const replace = { force: force ?? false, ...(signal && { signal }) };
  await writeWhole(path, replace, (temporary) => writeFile(temporary, bytes));
  return { path, bytes: bytes.length };
}

/**
 * Makes sure that a database has all that a report reads, and a value wherever a build puts one.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) with the first table or column that is missing, or has a row without a value.
 */
async function checkTables(database: SourceDatabase, path: string): Promise<void> {
  const ask = askOf(database);
  const kind = (await isOfWindows(ask)) ? 'windows' : 'cmsc';
  const [filled, mayBeEmpty]: NeededTables[] = [TABLES_OF[kind], MAY_BE_EMPTY_IN[kind]];
  const all = Object.entries(filled!).map(([table, columns]) => {
    return [table, [columns, mayBeEmpty![table]].filter(Boolean).join(' ')];
  });
  await checkBuilt(path, ask, Object.fromEntries(all));
  for (const [table, columns] of Object.entries(filled!)) {
    const names = columns.split(' ');
    const empty = names.map((column) => `count(*) - count(${sqlIdentifier(column)})`);
    const [counts = []] = await ask(`SELECT ${empty.join(', ')} FROM ${table}`);
    const column = names[counts.findIndex((count) => Number(count) > 0)];
    if (column !== undefined) throw lacking(path, `its table ${table} has a row without ${column}`);
  }
}

/** What DuckDB does not understand of a report's own queries is that something in the database is of another type. */
function asBuilt(error: unknown, path: string): unknown {
  if (!(error instanceof CmscError) || error.code !== 'BAD_QUERY') return error;
  return lacking(path, error.message, error);
}
