import type { EventColumns } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import { LabelTable, pickEvents } from './label-table.js';
import type { LabelOptions, RunReport } from './options.js';
import type { EventBatch } from './session-pass.js';
import { NO_OUTPUT, type RunContext, type RunOutput } from './run-output.js';
import { runThroughMachine } from './session-run.js';
import { tupleRecords } from './tuple-records.js';

/** What a labelling did. */
export interface LabelReport extends RunReport {
  /** Where each red-team tuple went, in the order of the red-team file. */
  redteam: TupleRecord[];
}

/**
 * Auth rows, in the order of the files, each with its red-team label. The rows go through the machine too, so that
 * the report tells of every red-team logon which session it fell into.
 *
 * @throws CmscError as `runSessions` does.
 */
export async function runLabel(options: LabelOptions): Promise<LabelReport> {
  let redteam: () => TupleRecord[] = () => [];
  const openOutput = (context: RunContext) => {
    redteam = () => tupleRecords(context, options);
    return openLabelOutput(options, context);
  };
  const moreFacts = () => ({ redteam: redteam() });
  const kind = { command: 'label', source: 'sessions', rows: true, openOutput, moreFacts } as const;
  return (await runThroughMachine(kind, options)) as LabelReport;
}

async function openLabelOutput(
  options: LabelOptions,
  { plan, dictionaries }: RunContext,
): Promise<RunOutput> {
  const { output, format, force, signal, onlyAttacks } = options;
  if (output === undefined) return NO_OUTPUT;
  const table = new LabelTable(plan.select, dictionaries);
  const sink = await table.open(output, { format, force, signal });
  return {
    get closedEarly() {
      return sink.closedEarly;
    },
    async writeEvents(batch) {
      const { events, attacked } = onlyAttacks ? onlyAttacked(batch) : batch;
      if (events.length > 0) await sink.write(table.rows(events, attacked));
    },
    writeSessions: async () => undefined,
    finish: async () => [await sink.finish()],
    abort: () => sink.abort(),
  };
}

/** The attacked rows of a batch as a batch of their own. */
function onlyAttacked({ events, attacked }: EventBatch): {
  events: EventColumns;
  attacked: EventBatch['attacked'];
} {
  const rows = attacked.map(({ row }) => row);
  return {
    events: pickEvents(events, rows),
    attacked: attacked.map(({ redteamRows }, row) => ({ row, redteamRows })),
  };
}
