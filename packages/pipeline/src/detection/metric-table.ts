import { Dictionary } from '@cmsc/core';
import type { Metrics } from '@cmsc/detection';
import { writeTable, type OutputSummary, type WriteOptions } from '@cmsc/store';

/** A number of the metrics, by its path in the report: `auc`, `tprAtFpr.0.01`, `budget.events.most`, `interval.ap.0`. */
type MetricLine = [path: string, value: number];

/** All numbers of the metrics, in the order of the report. */
function metricLines(metrics: Metrics): MetricLine[] {
  return linesOf(metrics, '');
}

function linesOf(value: unknown, path: string): MetricLine[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => linesOf(inner, path ? `${path}.${name}` : name));
}

/**
 * Writes metrics as a table: a line a metric, a column for each detector.
 *
 * @throws CmscError as `writeTable` does.
 */
export async function writeMetrics(
  path: string,
  columns: Readonly<Record<string, Metrics>>,
  options: WriteOptions,
): Promise<OutputSummary> {
  const byColumn = Object.values(columns).map((metrics) => new Map(metricLines(metrics)));
  const names = [...new Set(byColumn.flatMap((lines) => [...lines.keys()]))];
  const metrics = new Dictionary();
  const ids = Int32Array.from(names, (name) => metrics.intern(name));
  const spec = {
    name: 'metrics',
    key: [],
    columns: [
      { name: 'metric', type: 'name' as const, names: metrics },
      ...Object.keys(columns).map((name) => ({ name, type: 'number' as const })),
    ],
  };
  const numbers = byColumn.map((lines) => Float64Array.from(names, (name) => lines.get(name) ?? NaN));
  const batch = { length: ids.length, key: new Int32Array(ids.length), columns: [ids, ...numbers] };
  return writeTable({ spec, batches: [batch] }, path, { ...options, evenUnread: true });
}
