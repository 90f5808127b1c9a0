import { checkOptions } from '../check-options.js';
import type { InputOptions } from '../options.js';
import { CmscError } from '@cmsc/core';
import { makeFolder, refuseSameFiles, removeFolders, WholeFiles } from '@cmsc/files';
import { type RedTeamIndex, timesByKey } from '@cmsc/labeling';
import {
  findInputs,
  type FormatName,
  type FoundInputs,
  type LeftOut,
  sizeOfInputs,
  withCopies,
} from '@cmsc/loaders';
import { join } from 'node:path';
import { loadRedTeam, onlyRedTeam } from '../red-team.js';
import { RunPhases, type Phases } from '../run-phases.js';
import { writeJsonLines } from './json-lines.js';
import { writeLabeledAuth } from './labeled-auth.js';
import { outerJoin, processesByComputer } from './notebook-tables.js';
import { type KeySessions, sessionsByKey } from './sessions-by-key.js';

/** What `runNotebook` can be told. */
export interface NotebookOptions extends Omit<InputOptions, 'inputs'> {
  /** Folder with auth*, proc* and redteam* files. */
  directory: string;
  /** Folder for the tables; made when it is not there. */
  output: string;
  /** Replaces tables that exist. */
  force?: boolean;
}

/** What came of a notebook run. */
export interface NotebookReport {
  /** The tables that were written, by their paths. */
  tables: { path: string; rows: number }[];
  /** Those that could not be made, by their file names, and which kind of file is missing. */
  skipped: { name: string; reason: string }[];
  /** The files that were read. */
  inputs: string[];
  /** What else is in the folder, and why it was not read. */
  leftOut: LeftOut[];
}

/**
 * Every table of the origin notebook, to the row, from what is in a folder. A table whose files are missing is skipped.
 *
 * @throws CmscError as `runSessions` does; NOTHING_THERE when the folder has none of the files.
 */
export async function runNotebook(options: NotebookOptions): Promise<NotebookReport> {
  checkOptions(options);
  const files = await filesOf(options.directory);
  if (!files.auth && !files.proc && !files.redteam)
    throw new CmscError('io', 'NOTHING_THERE', 'the folder holds no auth, proc or redteam file', {
      file: options.directory,
      hint: 'such as auth.txt.gz',
    });
  const made = await makeFolder(options.output);
  try {
    return await writeTables(files, options);
  } catch (error) {
    await removeFolders(made);
    throw error;
  }
}

/** The tables take their names when all of them are complete. */
async function writeTables(files: NotebookFiles, options: NotebookOptions): Promise<NotebookReport> {
  const redteamFile = onlyRedTeam(files.redteam?.paths ?? []);
  const paths = Object.entries(TABLES)
    .filter(([, kinds]) => kinds.every((kind) => files[kind]))
    .map(([name]) => join(options.output, name));
  const outputs = Object.fromEntries(paths.map((path) => [path, path]));
  const inputs = Object.values(files).flatMap((found) => found?.paths ?? []);
  await refuseSameFiles(outputs, inputs);
  const tables = await WholeFiles.open(paths, options);
  try {
    const phases = new RunPhases(options.onProgress, await phasesOf(files));
    const run = new NotebookRun(options, files, tables, phases);
    const redteam = redteamFile === undefined ? undefined : await loadRedTeam(redteamFile, options);
    const auth = files.auth?.paths;
    // Auth is read for its sessions, and once more for its rows with labels.
    await withCopies(auth ?? [], options.signal, () => run.logonTables(auth, redteam?.index));
    await run.processTables(files.proc?.paths);
    await tables.publish();
    return run.report;
  } finally {
    await tables.close();
  }
}

/** What is read one after the other. */
async function phasesOf({ auth, proc, redteam }: NotebookFiles): Promise<Phases> {
  const [ofAuth, ofProc] = await Promise.all([auth, proc].map((found) => sizeOfInputs(found?.paths ?? [])));
  return {
    [SESSIONS]: { reads: ofAuth },
    [LABELS]: { reads: redteam ? ofAuth : 0 },
    [RUNS]: { reads: ofProc },
  };
}

async function filesOf(directory: string): Promise<NotebookFiles> {
  const find = async (format: FormatName) => {
    try {
      return await findInputs([directory], format);
    } catch (error) {
      if (error instanceof CmscError && error.code === 'NOTHING_THERE') return undefined;
      throw error;
    }
  };
  return { auth: await find('auth'), proc: await find('proc'), redteam: await find('redteam') };
}

type NotebookFiles = Record<'auth' | 'proc' | 'redteam', FoundInputs | undefined>;

const SESSIONS = 'sessions of auth';
const LABELS = 'labels of auth';
const RUNS = 'runs of proc';

/** The kinds of files that each table is made of. */
const TABLES = {
  'auth_sessions.jsonl': ['auth'],
  'labeled_auth.csv': ['auth', 'redteam'],
  'redteam_sessions.jsonl': ['redteam'],
  'auth_redteam.jsonl': ['auth', 'redteam'],
  'processes.jsonl': ['proc'],
  'processes_by_computer.jsonl': ['proc'],
} as const;

type TableName = keyof typeof TABLES;

class NotebookRun {
  readonly report: NotebookReport;
  readonly #options: NotebookOptions;
  readonly #tables: WholeFiles;
  readonly #phases: RunPhases;

  constructor(options: NotebookOptions, files: NotebookFiles, tables: WholeFiles, phases: RunPhases) {
    this.#options = options;
    this.#tables = tables;
    this.#phases = phases;
    const found = Object.values(files).filter((kind) => kind !== undefined);
    const inputs = found.flatMap(({ paths }) => paths);
    const read = new Set(inputs);
    // What is of one kind was left out of the others.
    const all = found.flatMap(({ leftOut = [] }) => leftOut).filter(({ path }) => !read.has(path));
    const leftOut = [...new Set(all.map(({ path }) => path))].map((path) => {
      const reasons = all.filter((left) => left.path === path).map(({ why }) => why);
      return { path, why: reasonOf(reasons) };
    });
    this.report = { ...{ tables: [], skipped: [], inputs }, leftOut };
  }

  async logonTables(auth: string[] | undefined, redteam: RedTeamIndex | undefined): Promise<void> {
    const sessions = auth && [...(await sessionsByKey('sessions', this.#input(auth, SESSIONS)))];
    const times = redteam && timesByKey(redteam);
    if (sessions) await this.#write('auth_sessions.jsonl', sessions.map(sessionRow));
    else this.#skip('auth_sessions.jsonl', 'auth');
    if (auth && redteam) await this.#writeLabeledAuth(auth, redteam);
    else this.#skip('labeled_auth.csv', auth ? 'redteam' : 'auth');
    if (times) await this.#write('redteam_sessions.jsonl', times);
    else this.#skip('redteam_sessions.jsonl', 'redteam');
    if (sessions && times) await this.#write('auth_redteam.jsonl', outerJoin(sessions, times));
    else this.#skip('auth_redteam.jsonl', sessions ? 'redteam' : 'auth');
  }

  async processTables(proc: string[] | undefined): Promise<void> {
    if (!proc) {
      this.#skip('processes.jsonl', 'proc');
      this.#skip('processes_by_computer.jsonl', 'proc');
      return;
    }
    const runs = [...(await sessionsByKey('processes', this.#input(proc, RUNS)))];
    await this.#write('processes.jsonl', runs.map(runRow));
    await this.#write('processes_by_computer.jsonl', processesByComputer(runs));
  }

  #input(inputs: string[], phase: string): InputOptions {
    this.#phases.begin(phase);
    return { ...this.#options, inputs, onProgress: this.#options.onProgress && this.#phases.read };
  }

  async #write(name: TableName, rows: Iterable<object>): Promise<void> {
    const path = join(this.#options.output, name);
    this.report.tables.push({ path, rows: await writeJsonLines(this.#tables.pathOf(path), rows) });
  }

  async #writeLabeledAuth(auth: string[], redteam: RedTeamIndex): Promise<void> {
    const path = join(this.#options.output, 'labeled_auth.csv');
    const rows = await writeLabeledAuth(this.#tables.pathOf(path), redteam, this.#input(auth, LABELS));
    this.report.tables.push({ path, rows });
  }

  #skip(name: TableName, missing: FormatName): void {
    this.report.skipped.push({ name, reason: `there is no ${missing} file in ${this.#options.directory}` });
  }
}

/** Why something is of no kind that was looked for, by what each kind says of it. */
function reasonOf(reasons: readonly string[]): string {
  const named = reasons.filter((why) => !why.startsWith('it is not named as'));
  // What is named as one of the kinds, and not read, is no file.
  if (named.some((why) => /^it is named as (auth|proc|redteam)$/.test(why))) return 'it is a folder';
  return named[0] ?? 'it is not named as auth, proc or redteam';
}

function sessionRow({ key: [dst_user, src_machine, dst_machine], spans }: KeySessions): object {
  return { dst_user, src_machine, dst_machine, sessions: spans };
}

function runRow({ key: [user_domain, computer, process_name], spans }: KeySessions): object {
  return { user_domain, computer, process_name, runs: spans };
}
