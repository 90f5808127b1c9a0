import { AUTH_COLUMNS, firstFrom, KeyDigest } from '@cmsc/core';
import {
  BLOCK_ROWS,
  makeLogonColumns,
  takeRows,
  type LogonColumns,
  type LogonDictionaries,
} from './logon-columns.js';
import { LogonKinds } from './logon-kinds.js';
import { protocolNamed } from './protocols/registry.js';
import type { Candidates, Protocol } from './protocols/protocol.js';
import { roundScores } from './round-score.js';
import {
  checkStart,
  scorerOptionsOf,
  scorersOf,
  settledScorers,
  type ScoringOptions,
} from './scoring-options.js';
import type { Scoring } from './scorers/scorer.js';
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
  readonly #scorings: readonly Scoring[];
  readonly #candidates: Candidates;
  readonly #units: Units;
  readonly #digest: KeyDigest;
  readonly #from: number;
  readonly #to: number;
  readonly #kinds = new LogonKinds();
  readonly #block: LogonColumns = makeLogonColumns(BLOCK_ROWS);
  readonly #scores: readonly Float64Array[];
  #kept = new Int32Array(BLOCK_ROWS);
  readonly #counts = { kept: 0, filtered: 0, units: 0 };

  /** @throws CmscError BAD_OPTION for an unknown protocol or scorer, and for options that contradict each other. */
  constructor(options: ScoringOptions, dictionaries: LogonDictionaries) {
    this.protocol = protocolNamed(options.protocol);
    const { testFrom, testTo, key } = this.protocol;
    const scorers = scorersOf(options);
    const scorerOptions = scorerOptionsOf(options, this.protocol, dictionaries);
    this.#from = options.from ?? testFrom;
    this.#to = options.to === undefined ? (testTo ?? Infinity) : options.to + 1;
    checkStart(scorers, scorerOptions, this.#from);
    this.scorers = scorers.map(({ name }) => name);
    this.options = {
      protocol: this.protocol.name,
      ...settledScorers(this.scorers, scorerOptions),
      from: this.#from,
      ...(this.#to < Infinity && { to: this.#to - 1 }),
    };
    this.#scorings = scorers.map((scorer) => scorer.start(scorerOptions));
    this.#scores = scorers.map(() => new Float64Array(BLOCK_ROWS));
    this.#candidates = this.protocol.start(dictionaries);
    this.#units = unitsOf(this.protocol, scorers.length);
    this.#digest = new KeyDigest(key.map((column) => dictionaries[column]));
  }

  /** What was done so far. */
  get counts(): ScoringCounts {
    const entries = this.scorers.map((name, i) => [name, (this.#scorings[i] as Scoring).entries] as const);
    return { ...this.#counts, keyDigest: this.#digest.toString(), entries: Object.fromEntries(entries) };
  }

  /** Takes the next rows; each batch that comes out is good until the next is asked for. */
  *push(rows: LogonColumns): Generator<ScoredUnits> {
    if (this.#kept.length < rows.length) this.#kept = new Int32Array(rows.length);
    const kept = this.#candidates.keep(rows, this.#kept);
    this.#counts.kept += kept;
    this.#counts.filtered += rows.length - kept;
    for (let from = 0; from < kept; from += BLOCK_ROWS) {
      const length = Math.min(BLOCK_ROWS, kept - from);
      takeRows(rows, this.#kept.subarray(from, from + length), length, this.#block);
      const block = this.#kinds.of(this.#block);
      this.#scorings.forEach((scoring, i) => scoring.score(block, this.#scores[i] as Float64Array));
      const wanted = this.#wanted();
      if (wanted) yield* this.#handOut(this.#units.add(wanted.rows, wanted.scores));
    }
  }

  /** Ends the input. */
  *finish(): Generator<ScoredUnits> {
    yield* this.#handOut(this.#units.finish());
  }

  /** The rows of the block that units are made of, with their scores. */
  #wanted(): { rows: LogonColumns; scores: readonly Float64Array[] } | undefined {
    const block = this.#block;
    const begin = firstFrom(block.time, this.#from, 0, block.length);
    const end = firstFrom(block.time, this.#to, 0, block.length);
    if (begin >= end) return undefined;
    if (begin === 0 && end === block.length) return { rows: block, scores: this.#scores };
    const columns = [...AUTH_COLUMNS, 'time'] as const;
    const cut = Object.fromEntries(columns.map((name) => [name, block[name].subarray(begin, end)]));
    const rows = { ...(cut as unknown as LogonColumns), length: end - begin };
    return { rows, scores: this.#scores.map((column) => column.subarray(begin, end)) };
  }

  *#handOut(units: Iterable<ScoredUnits>): Generator<ScoredUnits> {
    for (const batch of units) {
      const { length, time, key, scores } = batch;
      for (const column of scores) roundScores(column, length);
      this.#counts.units += length;
      this.#digest.add(time, key, length);
      yield batch;
    }
  }
}
