import type { AnomalyCounts, Ledger } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import { sizeOfInputs } from '@cmsc/loaders';
import type { ProcessLedger } from '@cmsc/sequences';
import { DatabaseBuild, type InputSummary, type Manifest } from '@cmsc/store';
import { BuildContent } from './build-content.js';
import type { BuildFindings } from './build-findings.js';
import { FileWorker } from './file-worker.js';
import { fillNetworkTable, NETWORK_NAMES } from './network-table.js';
import { type ProcessEvents, SessionProcesses } from './session-processes.js';
import { insertCounts, redTeamHosts } from './small-tables.js';
import { findSources, type Sources } from './sources.js';
import type { FilterOptions, InputOptions, OutputOptions } from '../options.js';
import { keptOpen, type Rejects, withRejects } from '../rejects.js';
import { checkTargets, refuseSharedFiles, reported } from '../report.js';
import { type Phases, RunPhases } from '../run-phases.js';
import type { RuleOptions } from '../session-plan.js';
import type { SourceFacts } from '../session-source.js';

/** What `runBuild` can be told. */
export interface BuildOptions
  extends InputOptions, RuleOptions, FilterOptions, Omit<OutputOptions, 'output' | 'format'> {
  /** The database to make. */
  output: string;
  /** What counts as a process of a session: each of its starts (the default), or each of its runs. */
  events?: ProcessEvents;
  /** Told of the ledger, and of the red-team logons, after every batch of auth and of proc. */
  onFindings?: (findings: BuildFindings) => void;
}

/** What a build did. `ledger` is that of auth. */
export interface BuildReport extends Manifest {
  /** The ledger of proc, when there is one. */
  processes?: Ledger;
  /** Where the process starts went, when there are some. */
  sequences?: ProcessLedger;
  /** Why ends are orphaned, and starts repeated. */
  anomalies: { auth: AnomalyCounts; proc?: AnomalyCounts };
  /** Where each red-team tuple went. */
  redteam: TupleRecord[];
}

/**
 * The whole flow into one database: sessions with labels, process runs, the processes inside each session, where the
 * red team went, and what flows and dns say, when they are there.
 *
 * @throws CmscError as `runSessions` does. Nothing is left under the database's name then.
 */
export function runBuild(options: BuildOptions): Promise<BuildReport> {
  return buildWith(options, [], (database, sources, rejects) => fill(database, sources, options, rejects));
}

/** What the tables of a build were filled with, and what its report tells besides. */
interface FilledTables<More> {
  auth: SourceFacts;
  inputs: InputSummary[];
  more: More;
}

/**
 * A build, whoever works out its sessions: finds the files, opens the database, has it filled, and accounts for all of it. `others` are files
 * that are read besides.
 *
 * @throws CmscError as {@link runBuild} does; what `fillTables` throws.
 */
export function buildWith<More extends object>(
  options: BuildOptions,
  others: readonly (string | undefined)[],
  fillTables: (database: DatabaseBuild, sources: Sources, rejects: Rejects) => Promise<FilledTables<More>>,
): Promise<Manifest & More> {
  return reported('build', options, async () => {
    await checkTargets(options);
    const { sources, leftOut } = await findSources(options.inputs, options);
    await refuseSharedFiles(options, [...Object.values(sources).flat(), ...others]);
    const database = await DatabaseBuild.open(options.output, options);
    try {
      return await withRejects(options, async (rejects) => {
        const { auth, inputs, more } = await fillTables(database, sources, keptOpen(rejects));
        const { ledger, labels } = auth;
        const outputs = [await database.finish(ledger.sessions), ...(await rejects.finish())];
        const facts = { options: auth.options, inputs, leftOut, outputs, ledger, labels };
        return { facts, rows: ledger.rows, more };
      });
    } finally {
      await database.close();
    }
  });
}

/** Fills all tables, source by source. */
async function fill(database: DatabaseBuild, sources: Sources, options: BuildOptions, rejects: Rejects) {
  const { onFindings, onProgress, events = 'starts' } = options;
  const phases = new RunPhases(onProgress, await buildPhases(sources));
  const processes = new SessionProcesses(database, events);
  const worker = new FileWorker({ database, rejects, processes, phases, onFindings });
  const reading = { ...options, ...(onProgress && { onProgress: phases.read }) };
  const content = new BuildContent(database, sources, reading, worker);
  const auth = await content.sessions();
  const runs = await content.processRuns();
  phases.begin('placing processes');
  const sequences = await processes.fill((done, total) => phases.did(done, total));
  await insertCounts(database, 'sequences', { ...sequences });
  const redteamHosts = sources.redteam.length > 0 ? redTeamHosts(auth.redteam) : undefined;
  for (const name of NETWORK_NAMES) {
    const input = { ...reading, inputs: sources[name], redteamHosts, badRows: rejects };
    if (input.inputs.length === 0) continue;
    phases.begin(`reading ${name}`);
    content.addInputs(name, await fillNetworkTable(database, name, input));
  }
  phases.begin('finishing');
  await content.describe(auth);
  const { auth: ofAuth, proc } = worker.anomalies;
  const anomalies = { auth: ofAuth as AnomalyCounts, proc };
  const more = { processes: runs?.ledger, sequences, anomalies, redteam: auth.redteam };
  return { auth, inputs: content.inputs, more };
}

/** What writing the rows of a table takes beside reading what they are made of. */
const WRITING = 0.5;
const PLACING = 0.2;
const FINISHING = 0.02;

/**
 * The phases of a build in their order.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
async function buildPhases({ auth, proc, flows, dns }: Sources): Promise<Phases> {
  const sizes = await Promise.all([auth, proc, flows, dns].map((paths) => sizeOfInputs(paths)));
  const [ofAuth, ofProc, ofFlows, ofDns] = sizes;
  const part = (share: number, size: number | undefined) => ({ work: size && share * size });
  return {
    'reading auth': { reads: ofAuth },
    'writing sessions': part(WRITING, ofAuth),
    'reading proc': { reads: ofProc },
    'writing process runs': part(WRITING, ofProc),
    'placing processes': part(PLACING, ofProc),
    'reading flows': { reads: ofFlows },
    'reading dns': { reads: ofDns },
    finishing: part(FINISHING, ofAuth),
  };
}
