import { compareBytes, NO_END } from '@cmsc/core';
import type { Extraction } from '../sessions/extraction.js';
import type { StreamOptions } from '../sessions/session-stream.js';
import type { PlainSession } from './plain-sessions.js';

/** A session as it came, with its attack times when there are labels. */
export type ReadSession = PlainSession & { attackTimes?: number[] };

/** All sessions of an extraction by names, in the order in which they come. */
export async function readSessions(
  extraction: Extraction,
  options: StreamOptions = {},
): Promise<ReadSession[]> {
  const stream = extraction.read(options);
  const sessions: ReadSession[] = [];
  for await (const batch of stream.batches) {
    const columns = stream.dictionaries.map((_, i) => stream.keys.column(i));
    for (let i = 0; i < batch.length; i++) {
      const key = batch.key[i] as number;
      const list = ({ offsets, values }: { offsets: Int32Array; values: Int32Array }) => [
        ...values.subarray(offsets[i], offsets[i + 1]),
      ];
      const end = batch.end[i] as number;
      sessions.push({
        key: columns.map((ids, column) => stream.dictionaries[column]?.name(ids[key] as number) ?? ''),
        start: batch.start[i] as number,
        end: end === NO_END ? null : end,
        starts: batch.starts[i] as number,
        ends: batch.ends[i] as number,
        origins: list(batch.origins).map((id) => stream.origins.name(id)),
        ...(batch.labels && { attackTimes: list(batch.labels.attackTimes) }),
      });
    }
  }
  return sessions;
}

/** Sessions in the order `key` of the command line: key by bytes, then start, then order of emission. */
export function inKeyOrder(sessions: readonly PlainSession[]): PlainSession[] {
  return [...sessions].sort((a, b) => {
    const column = a.key.findIndex((text, i) => text !== b.key[i]);
    return column < 0 ? a.start - b.start : compareBytes(a.key[column] as string, b.key[column] as string);
  });
}
