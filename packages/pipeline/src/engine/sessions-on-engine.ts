import type { SessionStream } from '@cmsc/clickhouse';
import { Dictionary } from '@cmsc/core';
import { endWhenUnread } from '../run-output.js';
import { openSessionOutput } from '../session-output.js';
import type { EngineReport, EngineSessionsOptions } from './engine-options.js';
import { runOnEngine, type EngineContext, type EngineOutput, type EngineResult } from './engine-run.js';
import { StreamKeys } from './stream-keys.js';

/**
 * Logon sessions or process runs as `runSessions` gives them, worked out on a cluster.
 *
 * @throws CmscError as `runSessions` does; BAD_OPTION for what a cluster can't do; ENGINE_FAILED.
 */
export function sessionsOnEngine({ engine, keep, ...options }: EngineSessionsOptions): Promise<EngineReport> {
  const { command } = options;
  const openOutput = (context: EngineContext) => openOutputs(options, keep, context);
  return runOnEngine({ command, source: command, openOutput }, options, engine);
}

type Options = Omit<EngineSessionsOptions, 'engine' | 'keep'>;

async function openOutputs(
  options: Options,
  keep: string | undefined,
  { plan, labelled, dictionaries }: EngineContext,
): Promise<EngineOutput> {
  let stream: SessionStream | undefined;
  const keys = new StreamKeys(() => stream);
  const pass = { keys, labelled };
  // They come by key and start already: the output need not sort them once more.
  const output = await openSessionOutput({ ...options, order: 'close' }, { plan, pass, dictionaries });
  const dictionaryOf = (column: string) => dictionaries[plan.select.indexOf(column)] ?? new Dictionary();
  const { keepOpen = false, minDurationSeconds = 0, force = false } = options;
  const selection = { keepOpen, minDurationSeconds };
  return {
    async write({ extraction }: EngineResult) {
      if (options.output !== undefined) {
        stream = extraction.read({ ...selection, dictionaryOf });
        for await (const batch of stream.batches) {
          await output.writeSessions({ sessions: batch, ...(batch.labels && { labels: batch.labels }) });
          endWhenUnread(output, { ...options, keep });
        }
      }
      if (keep === undefined) return {};
      const rows = await extraction.keep(keep, { ...selection, force });
      return { engine: { kept: { table: keep, rows } } };
    },
    finish: () => output.finish(),
    abort: () => output.abort(),
  };
}
