import { firstFrom, KeyDigest } from '@cmsc/core';
import {
  BLOCK_ROWS,
  cutRows,
  makeLogonColumns,
  takeRows,
  type LogonColumns,
  type LogonDictionaries,
} from './logon-columns.js';
import { LogonKinds, type LogonBlock } from './logon-kinds.js';
import { protocolNamed } from './protocols/registry.js';
import type { Candidates, Protocol } from './protocols/protocol.js';
import { roundScores } from './round-score.js';
import {
  checkStart,
  scorerOptionsOf,
  scorersOf,
  settledScorers,
  wantedSeconds,
  type ScoringOptions,
} from './scoring-options.js';
import type { Scorer, ScorerOptions, Scoring } from './scorers/scorer.js';
import { unitsOf, type ScoredUnits, type Units } from './units.js';

/** What a scoring did with rows, and holds. */
export interface ScoringCounts {
  /** Rows that the protocol keeps, scored or learned. */
  kept: number;
  /** All others. */
  filtered: number;
  /** Units handed out. */
  units: number;
  /** Digest of their keys: see {@link KeyDigest}. */
  keyDigest: string;
  /** For each scorer, what it holds: keys with something learned of each. */
  entries: Record<string, number>;
}

/** Candidates, at most `BLOCK_ROWS`, with what scorers say of them. */
export interface ScoredBlock {
  rows: LogonBlock;
  /** A column for each scorer, not rounded yet. */
  scores: readonly Float64Array[];
}

/**
 * Rows of auth in, scored units out, in one pass: a protocol picks the rows, and each scorer scores them with what it learned before.
 * The same units and scores come out however the rows are cut into batches. The README of the package has an example.
 */
export class ScoringPass {
  readonly protocol: Protocol;
  /** Names of the scorers, in the order of the scores. */
  readonly scorers: readonly string[];
  /** All that the scores depend on, as it was settled on. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the scorers that are left to another thread. */
  readonly apart: readonly string[];
  /** What all scorers are told. */
  readonly scorerOptions: ScorerOptions;
  /** None for a scorer that is left to another thread. */
  readonly #scorings: readonly (Scoring | undefined)[];
  readonly #candidates: Candidates;
  readonly #units: Units;
  readonly #digest: KeyDigest;
  readonly #from: number;
  readonly #end: number;
  readonly #kinds = new LogonKinds();
  readonly #block: LogonColumns = makeLogonColumns(BLOCK_ROWS);
  readonly #scores: readonly Float64Array[];
  #kept = new Int32Array(BLOCK_ROWS);
  readonly #counts = { kept: 0, filtered: 0, units: 0 };

  /**
   * @param options what was asked for.
   * @param dictionaries what the ids of rows stand for.
   * @param isApart which scorers are left to another thread: whoever says so goes by {@link blocks} and {@link handOut}, and fills in
   * their scores in between.
   * @throws CmscError BAD_OPTION for an unknown protocol or scorer, and for options that contradict each other.
   */
  constructor(
    options: ScoringOptions,
    dictionaries: LogonDictionaries,
    isApart: (scorer: Scorer) => boolean = () => false,
  ) {
    this.protocol = protocolNamed(options.protocol);
    const scorers = scorersOf(options);
    this.scorerOptions = scorerOptionsOf(options, this.protocol, dictionaries);
    ({ from: this.#from, end: this.#end } = wantedSeconds(this.protocol, options));
    checkStart(scorers, this.scorerOptions, this.#from);
    this.scorers = scorers.map(({ name }) => name);
    this.options = {
      protocol: this.protocol.name,
      ...settledScorers(this.scorers, this.scorerOptions),
      from: this.#from,
      ...(this.#end < Infinity && { to: this.#end - 1 }),
    };
    this.apart = scorers.filter(isApart).map(({ name }) => name);
    this.#scorings = scorers.map((scorer) =>
      isApart(scorer) ? undefined : scorer.start(this.scorerOptions),
    );
    this.#scores = scorers.map(() => new Float64Array(BLOCK_ROWS));
    this.#candidates = this.protocol.start(dictionaries);
    this.#units = unitsOf(this.protocol, scorers.length);
    this.#digest = new KeyDigest(this.protocol.key.map((column) => dictionaries[column]));
  }

  /** What was done so far. A scorer that is left to another thread holds nothing here. */
  get counts(): ScoringCounts {
    const entries = this.scorers.map((name, i) => [name, this.#scorings[i]?.entries ?? 0] as const);
    return { ...this.#counts, keyDigest: this.#digest.toString(), entries: Object.fromEntries(entries) };
  }

  /** Takes the next rows; each batch that comes out is good until the next is asked for. */
  *push(rows: LogonColumns): Generator<ScoredUnits> {
    for (const block of this.blocks(rows)) yield* this.handOut(block);
  }

  /** Ends the input. */
  *finish(): Generator<ScoredUnits> {
    yield* this.#count(this.#units.finish());
  }

  /** Takes the next rows, and scores the candidates among them; each block is good until the next is asked for. */
  *blocks(rows: LogonColumns): Generator<ScoredBlock> {
    if (this.#kept.length < rows.length) this.#kept = new Int32Array(rows.length);
    const kept = this.#candidates.keep(rows, this.#kept);
    this.#counts.kept += kept;
    this.#counts.filtered += rows.length - kept;
    for (let from = 0; from < kept; from += BLOCK_ROWS) {
      const length = Math.min(BLOCK_ROWS, kept - from);
      takeRows(rows, this.#kept.subarray(from, from + length), length, this.#block);
      const block = this.#kinds.of(this.#block);
      this.#scorings.forEach((scoring, i) => scoring?.score(block, this.#scores[i] as Float64Array));
      yield { rows: block, scores: this.#scores };
    }
  }

  /** Makes units of scored rows, however many, in the order of {@link blocks}; each batch is good until the next is asked for. */
  *handOut({ rows, scores }: Pick<ScoredBlock, 'scores'> & { rows: LogonColumns }): Generator<ScoredUnits> {
    const begin = firstFrom(rows.time, this.#from, 0, rows.length);
    const end = firstFrom(rows.time, this.#end, 0, rows.length);
    if (begin >= end) return;
    const wanted = cutRows(rows, begin, end);
    yield* this.#count(
      this.#units.add(
        wanted,
        scores.map((column) => column.subarray(begin, end)),
      ),
    );
  }

  *#count(units: Iterable<ScoredUnits>): Generator<ScoredUnits> {
    for (const batch of units) {
      const { length, time, key, scores } = batch;
      for (const column of scores) roundScores(column, length);
      this.#counts.units += length;
      this.#digest.add(time, key, length);
      yield batch;
    }
  }
}
