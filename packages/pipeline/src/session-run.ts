import { printable, type EventColumns } from '@cmsc/core';
import { findInputs, refuseSameStream, type ColumnReader, type LeftOut } from '@cmsc/loaders';
import { setImmediate } from 'node:timers/promises';
import { inputsOf, openEvents } from './event-source.js';
import type { InputOptions, OutputOptions, RunReport } from './options.js';
import { loadRedTeam, type RedTeam } from './red-team.js';
import { giveUpRejects, openRejects, type Rejects } from './rejects.js';
import { checkTargets, publishReport, refuseSharedFiles, reportedOptions, startReport } from './report.js';
import { endWhenUnread, NO_OUTPUT, type RunContext, type RunOutput } from './run-output.js';
import { SessionPass, type PassBatch } from './session-pass.js';
import { planSessions, type RuleOptions, type SessionCommand, type SessionPlan } from './session-plan.js';
import { foreignSource } from './session-sources.js';
import { loadState, saveState } from './state/session-state.js';

/** What a run through the machine can be told, whatever it is that it writes. */
export interface SessionRunOptions extends InputOptions, OutputOptions, RuleOptions {
  redteam?: string;
  user?: string;
  computer?: string;
  stateIn?: string;
  stateOut?: string;
}

/** What is particular to a command. */
export interface RunKind {
  /** The name of the command, for the report. */
  command: string;
  source: SessionCommand;
  /** Whether it needs all rows, with all columns. */
  rows: boolean;
  /** Whether every orphaned end and repeated start is to have a reason. */
  explain?: boolean;
  /** Takes the rows of the time window as they come, of every kind and before a filter for names keeps any out. */
  onRows?(events: EventColumns): void;
  /** Where bad rows go, when the caller keeps their file. */
  rejects?: Rejects;
  openOutput(context: RunContext): Promise<RunOutput>;
  /** What the report is to say besides, once all is written. */
  moreFacts?(): object;
}

/**
 * Files → events → sessions and labels → output and report: what `sessions`, `processes` and `label` share.
 *
 * @throws CmscError for whatever ends a run before its time. Nothing is left under the names of its outputs then.
 */
export async function runThroughMachine(kind: RunKind, given: SessionRunOptions): Promise<RunReport> {
  const finishReport = startReport(kind.command);
  await refuseSameStream([...given.inputs, given.redteam, given.stateIn]);
  const options = { ...given, source: await foreignSource({ ...given, command: kind.command }) };
  await checkTargets([options.report, options.stateOut], options);
  const run = await openRun(kind, options);
  const { reader, pass, output, rejects, plan } = run;
  try {
    for await (const events of reader) {
      kind.onRows?.(events);
      const { sessions, ...batch } = pass.push(events);
      await output.writeEvents(batch);
      await writeAll(sessions, output, options);
      await rejects.flush();
      endWhenUnread(output, options);
    }
    options.onDebug?.(`${plan.format.name}: read with the ${reader.reader}`);
    // What may still grow is the next run's, if there is to be one.
    const state = options.stateOut === undefined ? undefined : pass.save(reader.counts, reader.windowTime);
    const last = pass.finish(Math.min(reader.lastTime, options.to ?? Infinity));
    await writeAll(last, state ? NO_OUTPUT : output, options);
    const outputs = [...(await output.finish()), ...(await rejects.finish())];
    endWhenUnread(output, options);
    if (state)
      await saveState(options.stateOut as string, { plan, ...options }, state, reader.dictionaries, options);
    const facts = finishReport({
      options: reportedOptions(options, plan.rule),
      inputs: [...inputsOf(reader), ...(run.redteam?.inputs ?? [])],
      leftOut: run.leftOut,
      outputs,
      ledger: pass.ledger(reader.counts),
      labels: pass.labelLedger(),
    });
    const report = { ...facts, ...kind.moreFacts?.() };
    warn(run, options);
    await publishReport(report, options);
    return report;
  } catch (error) {
    await output.abort();
    await giveUpRejects(rejects, error);
    throw error;
  }
}

/** Writes sessions batch by batch. Where events bring out many, signals have to be heard in between. */
async function writeAll(
  batches: Iterable<PassBatch>,
  output: RunOutput,
  { signal }: InputOptions,
): Promise<void> {
  let isFirst = true;
  for (const batch of batches) {
    if (!isFirst) await setImmediate();
    signal?.throwIfAborted();
    isFirst = false;
    await output.writeSessions(batch);
  }
}

/** Tells what a person may have meant otherwise: names that nobody has. */
function warn({ plan, pass }: OpenRun, { onWarning }: SessionRunOptions): void {
  for (const pattern of pass.unmetPatterns)
    onWarning?.(`${plan.format.name}: no row has a name that matches "${printable(pattern)}"`);
}

interface OpenRun {
  plan: SessionPlan;
  leftOut: LeftOut[] | undefined;
  redteam: RedTeam | undefined;
  reader: ColumnReader;
  pass: SessionPass;
  output: RunOutput;
  rejects: Rejects;
}

async function openRun(kind: RunKind, options: SessionRunOptions): Promise<OpenRun> {
  const { user, computer, stateIn } = options;
  const needs = {
    labels: options.redteam !== undefined,
    user: user !== undefined,
    computer: computer !== undefined,
  };
  const plan = planSessions(kind.source, options, { ...needs, rows: kind.rows });
  const { paths: inputs, leftOut } = await findInputs(options.inputs, plan.format);
  const files = [...inputs, options.redteam, stateIn];
  await refuseSharedFiles(options, files);
  const redteam = options.redteam === undefined ? undefined : await loadRedTeam(options.redteam, options);
  const carried =
    stateIn === undefined ? undefined : await loadState(stateIn, { plan, ...options }, options.signal);
  let pass: SessionPass | undefined;
  const rejects = kind.rejects ?? (await openRejects(options));
  try {
    const { reader, dictionaries } = await openEvents(
      plan.format,
      withSessions({ ...options, inputs }, () => pass?.sessions),
      {
        select: plan.select,
        // Rows that neither start nor end anything matter to name filters, which count them, and to the red team.
        others:
          kind.rows || kind.onRows || needs.user || needs.computer
            ? 'emit'
            : redteam
              ? { at: redteam.index.times }
              : 'count',
        failedLogons: plan.rule.failedLogons,
        dictionaries: carried?.dictionaries,
        previousTime: carried?.lastTime,
        continued: options.stateOut !== undefined,
        onReject: rejects.onReject,
      },
    );
    pass = new SessionPass({
      ...{ plan, dictionaries, user, computer, carried },
      redteam: redteam?.index,
      explain: kind.explain,
    });
    const output = await kind.openOutput({ plan, pass, dictionaries });
    return { plan, leftOut, redteam, reader, pass, rejects, output };
  } catch (error) {
    await rejects.abort();
    throw error;
  }
}

function withSessions(options: InputOptions, sessions: () => number | undefined): InputOptions {
  const { onProgress } = options;
  if (!onProgress) return options;
  return { ...options, onProgress: (progress) => onProgress({ ...progress, sessions: sessions() }) };
}
