import { AUTH_EVENTS, labelEvents, type LabelledBatch } from '@cmsc/clickhouse';
import { Dictionary } from '@cmsc/core';
import type { AttackedRow } from '@cmsc/labeling';
import type { Sink } from '@cmsc/store';
import { LabelTable } from '../label-table.js';
import { endWhenUnread } from '../run-output.js';
import { keptOutBy } from '../tuple-records.js';
import { engineBook } from './engine-book.js';
import type { EngineLabelOptions, EngineLabelReport } from './engine-options.js';
import { rowsOf, runOnEngine, type EngineOutput, type EngineResult } from './engine-run.js';

/**
 * Labelled auth rows as `runLabel` gives them, labelled on a cluster.
 *
 * @throws CmscError as `runLabel` does; BAD_OPTION for what a cluster can't do; ENGINE_FAILED.
 */
export async function labelOnEngine({ engine, ...options }: EngineLabelOptions): Promise<EngineLabelReport> {
  const openOutput = () => openLabelOutput(options);
  const kind = { command: 'label', source: 'sessions', openOutput } as const;
  return (await runOnEngine(kind, options, engine)) as EngineLabelReport;
}

type Options = Omit<EngineLabelOptions, 'engine'>;

async function openLabelOutput(options: Options): Promise<EngineOutput> {
  const dictionaries = AUTH_EVENTS.columns.map(() => new Dictionary());
  const table = new LabelTable(AUTH_EVENTS.columns, dictionaries);
  const { output, format, force, signal } = options;
  const sink = output === undefined ? undefined : await table.open(output, { format, force, signal });
  return {
    async write(result: EngineResult) {
      if (sink) await writeRows(result, { table, sink, dictionaries }, options);
      return { report: { redteam: records(result, options) } };
    },
    finish: async () => (sink ? [await sink.finish()] : []),
    abort: async () => sink?.abort(),
  };
}

interface RowTarget {
  table: LabelTable;
  sink: Sink;
  /** Of the columns of auth, in its order. */
  dictionaries: readonly Dictionary[];
}

async function writeRows(
  { cluster, events, filter, redteam }: EngineResult,
  { table, sink, dictionaries }: RowTarget,
  options: Options,
): Promise<void> {
  const { onlyAttacks = false } = options;
  const { columns } = AUTH_EVENTS;
  const labelled = labelEvents(cluster, events.source, redteam ? rowsOf(redteam) : [], {
    filter,
    onlyAttacks,
    dictionaryOf: (column) => dictionaries[columns.indexOf(column)] as Dictionary,
  });
  for await (const batch of labelled.batches) {
    await sink.write(table.rows(batch.events, attackedRows(batch)));
    endWhenUnread(sink, options);
  }
}

function attackedRows({ events, redteamRows }: LabelledBatch): AttackedRow[] {
  const attacked: AttackedRow[] = [];
  for (let row = 0; row < events.length; row++) {
    const rows = redteamRows[row] as number;
    if (rows > 0) attacked.push({ row, redteamRows: rows });
  }
  return attacked;
}

function records({ redteam, extraction }: EngineResult, options: Options) {
  const { rule } = extraction;
  return redteam
    ? engineBook(redteam.index, extraction).records({ key: rule.key, keptOut: keptOutBy(options) })
    : [];
}
