import type { LogonDictionaries } from '../logon-columns.js';
import type { LogonBlock } from '../logon-kinds.js';

/** What every scorer is told. */
export interface ScorerOptions {
  /** What the ids stand for. The dictionaries grow while rows come. */
  dictionaries: LogonDictionaries;
  /** Seconds a period lasts: a row is scored with what was learned in earlier periods. */
  every: number;
  /** From this second on nothing is learned; Infinity by default. */
  learnUntil: number;
  /** `edge`, `edge-window`: the columns of the key. */
  key: readonly (keyof LogonDictionaries)[];
  /** `edge-window`: seconds after which a pair counts as new again. */
  window: number;
  /** `surprise`: the model is fitted on rows of the second half before this second. */
  fitUntil: number;
}

/** A scorer on its way through the candidates of a protocol. */
export interface Scoring {
  /**
   * Scores rows, then learns them; rows of one period don't see each other.
   *
   * @param rows candidates, in the order of their time, at most `BLOCK_ROWS`.
   * @param scores where their scores go, one a row, not rounded: the higher, the more suspicious. NaN where none can be given yet.
   */
  score(rows: LogonBlock, scores: Float64Array): void;
  /** What it holds in memory: keys with something learned of each. */
  readonly entries: number;
}

/** A scorer, as a descriptor: a new one is a new value of this type, and its line in registry.ts. */
export interface Scorer {
  /** What `--scorer` calls it, and the name of its column. */
  name: string;
  /** What its score means, in one sentence. */
  title: string;
  /** Whether its score is 1 or 0, which adds up to nothing. */
  isTruth?: boolean;
  /** Whether it is half the work, and gets a thread of its own where there is one. */
  isCostly?: boolean;
  /** First second that it can score. */
  scoresFrom?(options: ScorerOptions): number;
  /** Starts it. */
  start(options: ScorerOptions): Scoring;
}
