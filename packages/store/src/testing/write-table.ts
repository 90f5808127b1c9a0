import type { Writable } from 'node:stream';
import { openSink, type SinkOptions } from '../sink.js';
import type { OutputSummary } from '../sink-types.js';
import type { MadeUpTable } from './made-up-table.js';

/** Writes a whole table to a sink, `sizes` rows in each batch. */
export async function writeTable(
  target: string | Writable,
  table: MadeUpTable,
  options: SinkOptions = {},
  sizes?: readonly number[],
): Promise<OutputSummary> {
  const sink = await openSink(target, table.spec, table.keys, options);
  for (const batch of table.batches(sizes)) await sink.write(batch);
  return sink.finish();
}
