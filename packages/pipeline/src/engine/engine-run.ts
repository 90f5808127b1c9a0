import { extractSessions, type ClickHouseCluster, type EventFilter, type Extraction } from '@cmsc/clickhouse';
import { CmscError, Dictionary, type RedTeamEvent } from '@cmsc/core';
import { expandInputs, refuseSameStream } from '@cmsc/loaders';
import type { InputSummary, OutputSummary } from '@cmsc/store';
import { loadRedTeam, type RedTeam } from '../red-team.js';
import {
  checkTargets,
  publishReport,
  refuseSharedFiles,
  reportedOptions,
  type RunFacts,
  startReport,
} from '../report.js';
import { planSessions, type SessionCommand, type SessionPlan } from '../session-plan.js';
import { foreignSource, type SourceName } from '../session-sources.js';
import type { SessionRunOptions } from '../session-run.js';
import { connectEngine, engineFiles } from './connect-engine.js';
import { engineFacts, given } from './engine-facts.js';
import type { EngineFacts, EngineOptions, EngineReport } from './engine-options.js';
import { findEvents, type EngineEvents } from './find-events.js';
import { refuseLocalOptions } from './refuse-options.js';

/** What is particular to a command on a cluster. */
export interface EngineRunKind {
  /** The name of the command, for the report. */
  command: string;
  source: SessionCommand;
  openOutput(context: EngineContext): Promise<EngineOutput>;
}

/** What an output has to know of its run before there is anything to write. */
export interface EngineContext {
  plan: SessionPlan;
  /** Whether there is a red team. */
  labelled: boolean;
  /** The dictionary of each column of `plan.select`. */
  dictionaries: readonly Dictionary[];
}

/** What the cluster has worked out: sessions and labels that lie on its nodes, ready to be written. */
export interface EngineResult {
  cluster: ClickHouseCluster;
  events: EngineEvents;
  filter: EventFilter;
  redteam: RedTeam | undefined;
  extraction: Extraction;
}

/** What a report is to say besides, and what its part on the cluster is. */
interface WrittenFacts {
  report?: object;
  engine?: Pick<EngineFacts, 'kept'>;
}

/** What a run on a cluster writes, here or there. */
export interface EngineOutput {
  write(result: EngineResult): Promise<WrittenFacts>;
  finish(): Promise<OutputSummary[]>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/**
 * Files → a cluster → sessions and labels → output and report: what `runThroughMachine` is to the machine.
 *
 * @throws CmscError for whatever ends a run before its time. Nothing is left under the names of its outputs then, and
 * on the nodes nothing but the files that were loaded to their end.
 */
export async function runOnEngine(
  kind: EngineRunKind,
  options: SessionRunOptions,
  engine: EngineOptions,
): Promise<EngineReport> {
  const finishReport = startReport(kind.command);
  const { redteam: file, report: reportFile } = options;
  refuseLocalOptions(options);
  await refuseSameStream([...options.inputs, file]);
  const source = await foreignSource({ ...options, command: kind.command });
  if (source !== undefined) throw notOnCluster(source);
  await checkTargets([reportFile], options);
  const redteam = file === undefined ? undefined : await loadRedTeam(file, options);
  const plan = planSessions(kind.source, options, { labels: false, user: false, computer: false });
  const inputs = engine.fromTable ? options.inputs : await expandInputs(options.inputs, plan.format);
  await refuseSharedFiles(options, [...inputs, file, ...engineFiles(engine)]);
  const cluster = await connectEngine(engine, options);
  const context = {
    plan,
    labelled: redteam !== undefined,
    dictionaries: plan.select.map(() => new Dictionary()),
  };
  try {
    const output = await kind.openOutput(context);
    try {
      const run = { cluster, plan, redteam, output };
      const { facts, inputs, leftOut, more } = await workOut(run, options, engine);
      const outputs = await output.finish();
      const all = [...inputs, ...(redteam?.inputs ?? [])];
      const reported = { options: reportedOptions(options, plan.rule), inputs: all, leftOut, outputs };
      const report = { ...finishReport({ ...reported, ...facts }), ...more };
      await publishReport(report, options);
      return report;
    } catch (error) {
      await output.abort();
      throw error;
    }
  } finally {
    await cluster.close();
  }
}

type FilterOptions = Pick<SessionRunOptions, 'from' | 'to' | 'user' | 'computer'>;

interface Run {
  cluster: ClickHouseCluster;
  plan: SessionPlan;
  redteam: RedTeam | undefined;
  output: EngineOutput;
}

interface WorkedOut {
  facts: Pick<RunFacts, 'ledger' | 'labels'>;
  inputs: InputSummary[];
  leftOut: EngineEvents['leftOut'];
  more: Pick<EngineReport, 'engine'>;
}

async function workOut(
  { cluster, plan, redteam, output }: Run,
  options: SessionRunOptions,
  engine: EngineOptions,
): Promise<WorkedOut> {
  const events = await findEvents(cluster, plan, options, engine);
  const filter = filterOf(options);
  const extraction = await extractSessions(cluster, events.source, {
    rule: plan.rule,
    filter,
    ...(redteam && { redteam: rowsOf(redteam) }),
  });
  try {
    const written = await output.write({ cluster, events, filter, redteam, extraction });
    const facts = { ledger: extraction.ledger, labels: extraction.labels?.ledger };
    const more = {
      ...written.report,
      engine: { ...(await engineFacts(cluster, events, extraction)), ...written.engine },
    };
    return { facts, inputs: events.inputs, leftOut: events.leftOut, more };
  } finally {
    await extraction.close();
  }
}

/** The rows of the red-team file. */
export function rowsOf({ index }: RedTeam): RedTeamEvent[] {
  return index.rowTuples.map((tuple) => index.tuples[tuple] as RedTeamEvent);
}

/** The filter that the options ask for. */
export function filterOf({ from, to, user, computer }: FilterOptions): EventFilter {
  return given({ from, to, user, computer });
}

function notOnCluster(source: SourceName): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `${source} does not go with --engine`, {
    hint: 'a cluster takes files of CMSC: leave --engine away',
  });
}
