import { showable } from '@cmsc/core';
import type { EngineFacts } from '@cmsc/pipeline';
import { formatBytes, formatCount, formatMany } from '../terminal/numbers.js';

/** What a cluster did in a run, in plain words. */
export function engineSummary({ database, form, loads, kept, nodes }: EngineFacts): string[] {
  const loaded = loads.filter(({ wasLoaded }) => !wasLoaded).length;
  const lines = [`ClickHouse: ${formatMany(nodes.length, 'node')}, ${form.name} form: ${form.reason}`];
  if (loads.length > 0)
    lines.push(`  ${formatMany(loaded, 'file')} loaded, ${formatCount(loads.length - loaded)} there already`);
  for (const { node, keys, events, bytesSent, bytesReceived, peakMemoryBytes } of nodes)
    lines.push(
      `  ${node}: ${formatMany(keys, 'key')}, ${formatMany(events, 'start or end', 'starts and ends')}; ` +
        `${formatBytes(bytesSent)} sent, ${formatBytes(bytesReceived)} received; ${formatBytes(peakMemoryBytes)} of memory`,
    );
  if (kept)
    lines.push(
      `${showable(`${database}.${kept.table}`)}: ${formatMany(kept.rows, 'row')} kept in the cluster`,
    );
  return lines;
}
