import type { AnomalyCounts, Ledger } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import type { ProcessLedger } from '@cmsc/sequences';
import { DatabaseBuild, type Manifest } from '@cmsc/store';
import type { InputOptions, OutputOptions } from '../options.js';
import { checkTargets, publishReport, refuseSharedFiles, startReport } from '../report.js';
import type { RuleOptions } from '../session-plan.js';
import { giveUpRejects, keptOpen, openRejects } from '../rejects.js';
import type { BuildNews } from './build-news.js';
import { DatabaseContent } from './database-content.js';
import type { ProcessEvents } from './session-processes.js';
import { findSources } from './sources.js';

/** What `runBuild` can be told. */
export interface BuildOptions extends InputOptions, Omit<OutputOptions, 'output' | 'format'>, RuleOptions {
  /** The database to make. */
  output: string;
  /** Pattern (`*`, `?`) for dst_user of auth and user_domain of proc. */
  user?: string;
  /** Pattern (`*`, `?`) for dst_machine of auth and computer of proc. */
  computer?: string;
  /** What counts as a process of a session: each of its starts (the default), or each of its runs. */
  events?: ProcessEvents;
  /** Told what the build is at, in a few words. */
  onStep?: (step: string) => void;
  /** Told of the ledger, and of the red-team logons, after every batch of auth and of proc. */
  onNews?: (news: BuildNews) => void;
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
export async function runBuild(options: BuildOptions): Promise<BuildReport> {
  const finishReport = startReport('build');
  await checkTargets([options.report], options);
  const { sources, leftOut } = await findSources(options.inputs, options);
  const { output, force, signal, threads } = options;
  await refuseSharedFiles(options, Object.values(sources).flat());
  const database = await DatabaseBuild.open(output, { force, signal, threads });
  const rejects = await openRejects(options).catch((error: unknown) =>
    database.abort().then(() => Promise.reject(error)),
  );
  try {
    const facts = await new DatabaseContent(database, sources, options, keptOpen(rejects)).fill();
    const outputs = [await database.finish(facts.ledger.sessions), ...(await rejects.finish())];
    const { processes, sequences, anomalies, redteam, ...manifest } = facts;
    const report = {
      ...finishReport({ ...manifest, leftOut, outputs }),
      processes,
      sequences,
      anomalies,
      redteam,
    };
    await publishReport(report, options);
    return report;
  } catch (error) {
    await database.abort();
    await giveUpRejects(rejects, error);
    throw error;
  }
}
