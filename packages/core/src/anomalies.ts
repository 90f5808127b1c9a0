import { Growable } from './arrays.js';

/** Ends without a start, and starts while their key was open already. */
export type AnomalyKind = 'orphan end' | 'repeated start';

/**
 * Why an end found no start, or a start found its key open.
 * - `same-second-tie`: the other half stands behind it in its own second; the tie rule `pair` would have paired them.
 * - `remote-logon`: the source is in the key, and a LogOff never names where its logon came from: the logon of this
 *   orphaned logoff was under another key, or no logoff can ever close the key of this repeated logon.
 * - `began-before`: nothing had started it in all that was read: it began before the file, or its start is not in it.
 * - `overlap`: another start while the first is still running.
 */
export type AnomalyReason = 'same-second-tie' | 'remote-logon' | 'began-before' | 'overlap';

/** Kinds in the order of their codes in {@link AnomalyColumns}. */
export const ANOMALY_KINDS: readonly AnomalyKind[] = ['orphan end', 'repeated start'];
/** Reasons in the order of their codes in {@link AnomalyColumns}. */
export const ANOMALY_REASONS: readonly AnomalyReason[] = [
  'same-second-tie',
  'remote-logon',
  'began-before',
  'overlap',
];

/** What each reason means, in words. */
export const ANOMALY_TEXTS: Readonly<Record<AnomalyReason, string>> = {
  'same-second-tie': 'its other half stands below it in the same second',
  'remote-logon': 'a logoff never names where the logon came from',
  'began-before': 'nothing had begun in all that was read',
  overlap: 'another one while the first still ran',
};

export const ORPHAN_END = 0;
export const REPEATED_START = 1;
export const SAME_SECOND_TIE = 0;
export const REMOTE_LOGON = 1;
export const BEGAN_BEFORE = 2;
export const OVERLAP = 3;

/** Anomalies as columns, of codes. */
export interface AnomalyColumns {
  /** Number of anomalies. */
  length: number;
  /** Places in {@link ANOMALY_KINDS}. */
  kind: Int32Array;
  /** Places in {@link ANOMALY_REASONS}. */
  reason: Int32Array;
  /** Times of the orphaned ends and repeated starts, seconds. */
  time: Int32Array;
  /** Key ids. */
  key: Int32Array;
}

/** How often each reason was given, by kind. */
export type AnomalyCounts = Record<AnomalyKind, Partial<Record<AnomalyReason, number>>>;

/** Counts anomalies, and keeps the first few of each kind and reason as a sample. */
export class AnomalyLog {
  readonly #counts = ANOMALY_KINDS.map(() => ANOMALY_REASONS.map(() => 0));
  readonly #sampleSize: number;
  readonly #columns = {
    kind: new Growable(),
    reason: new Growable(),
    time: new Growable(),
    key: new Growable(),
  };

  /** @param sampleSize how many of each kind and reason are kept. */
  constructor(sampleSize = 100) {
    this.#sampleSize = sampleSize;
  }

  /** Notes an anomaly. */
  add(kind: number, reason: number, time: number, key: number): void {
    const counts = this.#counts[kind] as number[];
    const count = (counts[reason] = (counts[reason] as number) + 1);
    if (count > this.#sampleSize) return;
    this.#columns.kind.push(kind);
    this.#columns.reason.push(reason);
    this.#columns.time.push(time);
    this.#columns.key.push(key);
  }

  /** How often each reason was given; reasons that never were are left out. */
  counts(): AnomalyCounts {
    const named = this.#counts.map((counts) =>
      Object.fromEntries(
        counts.flatMap((count, reason) => (count > 0 ? [[ANOMALY_REASONS[reason], count]] : [])),
      ),
    );
    return Object.fromEntries(ANOMALY_KINDS.map((kind, code) => [kind, named[code]])) as AnomalyCounts;
  }

  /** The sample, in the order in which it came about. */
  sample(): AnomalyColumns {
    const { kind, reason, time, key } = this.#columns;
    return {
      length: kind.length,
      kind: kind.view(),
      reason: reason.view(),
      time: time.view(),
      key: key.view(),
    };
  }
}
