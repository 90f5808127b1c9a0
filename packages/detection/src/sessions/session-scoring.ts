import { BLOCK_ROWS, type LogonColumns, type LogonDictionaries } from '../logon-columns.js';
import { LogonKinds } from '../logon-kinds.js';
import { roundScore } from '../round-score.js';
import {
  checkStart,
  scorerOptionsOf,
  scorersOf,
  settledScorers,
  type ScoringOptions,
} from '../scoring-options.js';
import type { Scorer, Scoring } from '../scorers/scorer.js';
import { ProcessSurprise, type ProcessColumns } from './process-surprise.js';

/** What a scoring of sessions can be told; see {@link ScoringOptions}. */
export type SessionScoringOptions = Omit<ScoringOptions, 'protocol'>;

/** Seconds of a period, when nobody says. */
const EVERY = 1;

/** What becomes of the scores of one of a session's events. */
interface Summary {
  /** Of the column with the highest. */
  highest: string;
  /** Of the column with the sum; absent where the score is yes or no. */
  sum?: string;
}

/**
 * Scores of sessions: the highest score of the logons and of the processes inside, and the sum of each. Logons and
 * processes come in the order of time, in two streams, and a session is taken when all of its own were there; only what
 * was not taken yet is held.
 */
export class SessionScoring {
  /** The columns that a session has, in their order. */
  readonly columns: readonly string[];
  /** All that the scores depend on, as it was settled on. */
  readonly options: Readonly<Record<string, unknown>>;
  /** First second whose sessions are wanted. */
  readonly from: number;
  /** Last second whose sessions are wanted, itself inside. */
  readonly to: number;
  readonly #scorers: readonly Scorer[];
  readonly #scorings: readonly Scoring[];
  readonly #kinds = new LogonKinds();
  readonly #processes: ProcessSurprise;
  readonly #summaries: readonly Summary[];
  /** For each session that has an event and was not taken: highest and sum for each summary. */
  readonly #sessions = new Map<number, Float64Array>();
  readonly #scores = new Float64Array(BLOCK_ROWS);

  /**
   * @throws CmscError BAD_OPTION for an unknown scorer, and for options that contradict each other.
   */
  constructor(options: SessionScoringOptions, dictionaries: LogonDictionaries) {
    const settled = scorerOptionsOf(options, { every: EVERY }, dictionaries);
    this.from = options.from ?? 0;
    this.to = options.to ?? Infinity;
    this.#scorers = scorersOf({ ...options, scorers: options.scorers ?? ['ngram'] });
    checkStart(this.#scorers, settled, this.from);
    this.#scorings = this.#scorers.map((scorer) => scorer.start(settled));
    this.#processes = new ProcessSurprise(settled);
    this.#summaries = [...this.#scorers.map(summaryOf), summaryOf({ name: 'process' })];
    this.columns = this.#summaries.flatMap(({ highest, sum }) =>
      sum === undefined ? [highest] : [highest, sum],
    );
    this.options = {
      ...settledScorers(
        this.#scorers.map(({ name }) => name),
        settled,
      ),
      from: this.from,
      ...(this.to < Infinity && { to: this.to }),
    };
  }

  /** For each scorer, and for the processes, what it holds: keys with something learned of each. */
  get entries(): Record<string, number> {
    const ofLogons = this.#scorers.map(({ name }, i) => [name, this.#scorings[i]!.entries] as const);
    return { ...Object.fromEntries(ofLogons), process: this.#processes.entries };
  }

  /** Takes logons, at most `BLOCK_ROWS`, and the session of each. */
  addLogons(rows: LogonColumns, sessions: ArrayLike<number>): void {
    const block = this.#kinds.of(rows);
    this.#scorings.forEach((scoring, summary) => {
      scoring.score(block, this.#scores);
      this.#add(summary, sessions, rows.length);
    });
  }

  /** Takes processes, at most `BLOCK_ROWS`, and the session of each. */
  addProcesses(rows: ProcessColumns, sessions: ArrayLike<number>): void {
    this.#processes.score(rows, this.#scores);
    this.#add(this.#scorings.length, sessions, rows.length);
  }

  /**
   * Puts the scores of a session, rounded, into place `at` of its columns, and forgets them. Without a logon or a
   * process there is nothing to be surprised by: 0.
   */
  take(session: number, columns: readonly Float64Array[], at: number): void {
    const found = this.#sessions.get(session);
    this.#sessions.delete(session);
    let column = 0;
    this.#summaries.forEach(({ sum }, summary) => {
      columns[column++]![at] = roundScore(found?.[2 * summary] ?? 0);
      if (sum !== undefined) columns[column++]![at] = roundScore(found?.[2 * summary + 1] ?? 0);
    });
  }

  #add(summary: number, sessions: ArrayLike<number>, length: number): void {
    for (let row = 0; row < length; row++) {
      const values = this.#of(sessions[row]!);
      const score = this.#scores[row]!;
      values[2 * summary] = Math.max(values[2 * summary]!, score);
      values[2 * summary + 1]! += score;
    }
  }

  #of(session: number): Float64Array {
    let values = this.#sessions.get(session);
    if (!values) this.#sessions.set(session, (values = new Float64Array(2 * this.#summaries.length)));
    return values;
  }
}

function summaryOf({ name, isTruth = false }: Pick<Scorer, 'name' | 'isTruth'>): Summary {
  return isTruth ? { highest: name } : { highest: `${name}_max`, sum: `${name}_sum` };
}
