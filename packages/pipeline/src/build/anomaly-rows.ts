import { ANOMALY_KINDS, ANOMALY_REASONS } from '@cmsc/core';
import type { DatabaseRow } from '@cmsc/store';
import type { SessionPass } from '../session-pass.js';

/** Rows of the table `anomalies`: a sample of orphaned ends and repeated starts, each with its reason. */
export function anomalyRows(source: string, pass: SessionPass, keyWidth: number): DatabaseRow[] {
  const sample = pass.anomalies?.sample();
  if (!sample) return [];
  return Array.from({ length: sample.length }, (_, i) => {
    const names = Array.from({ length: keyWidth }, (__, column) =>
      pass.keys.name(column, sample.key[i] as number),
    );
    const kind = ANOMALY_KINDS[sample.kind[i] as number] as string;
    return [
      kind,
      source,
      ANOMALY_REASONS[sample.reason[i] as number] as string,
      sample.time[i] as number,
      names,
    ];
  });
}

/** Rows of the table `ledger` that say how often each reason was given. */
export function reasonRows(source: string, pass: SessionPass): DatabaseRow[] {
  return Object.entries(pass.anomalies?.counts() ?? {}).flatMap(([kind, reasons]) =>
    Object.entries(reasons).map(([reason, count]): DatabaseRow => [
      `${source} reasons`,
      `${kind}: ${reason}`,
      count,
    ]),
  );
}
