import { csvValue } from '@cmsc/core';
import {
  checkCutoff,
  FIRST_RED_TEAM_EVENT,
  OUT_OF_VOCABULARY,
  partOf,
  PARTS,
  tokensOf,
  Vocabulary,
  wordOf,
  type Part,
  type ProcessSequence,
} from '@cmsc/sequences';
import type { ExportFiles } from './export-format.js';

/** A session with its processes: a row of `cmsc sequences`. */
export interface SessionRow extends ProcessSequence {
  /** Number of the session in its database, from 1 on. */
  session_id: number;
  /** The key's columns by name, in their order: dst_user, dst_machine, … */
  key: Readonly<Record<string, string>>;
  /** Seconds. */
  start_time: number;
  /** Seconds; decides which part the session is for. */
  end_time: number;
  /** 1 for a session that a red-team tuple lies in, else 0; null where there is no red team to tell. */
  label: number | null;
}

/** A session as it is exported. */
export interface SessionTokens extends Omit<SessionRow, 'processes' | 'gaps'> {
  /** By the end of the session: see {@link partOf}. */
  part: Part;
  /** Its tokens, those out of the vocabulary replaced. */
  tokens: readonly string[];
}

/** How sessions are exported. */
export interface SessionExportOptions {
  /** Whether gap tokens stand between process names (yes). */
  gaps?: boolean;
  /** Tokens that occur less often are out of the vocabulary (1: none are). */
  cutoff?: number;
  /** Sessions that have ended before this second are for training (150885). */
  splitSeconds?: number;
}

/**
 * Sessions for sequence and language models, in two passes: `count` all of them, then `write` all of them, in the same
 * order. For each part it writes `PART.txt`, a session a line, and `PART.jsonl`, the same line by line with all that is
 * known of it; and `vocabulary.csv`, the tokens with their counts in all sessions and in those for training.
 */
export class SessionExport {
  /** Sessions written so far for each part, and those of them with label 1; null where sessions have no labels. */
  readonly tally = {
    train: 0,
    test: 0,
    attackedTrain: 0 as number | null,
    attackedTest: 0 as number | null,
  };
  readonly #files: ExportFiles;
  readonly #gaps: boolean;
  readonly #cutoff: number;
  readonly #split: number;
  readonly #counts = new Map<string, { count: number; train: number }>();
  #vocabulary: Vocabulary | undefined;

  /** @throws CmscError BAD_OPTION for a cutoff that is not a whole number from 1 on. */
  constructor(files: ExportFiles, options: SessionExportOptions = {}) {
    const { gaps = true, cutoff = 1, splitSeconds = FIRST_RED_TEAM_EVENT } = options;
    this.#files = files;
    this.#gaps = gaps;
    this.#cutoff = cutoff;
    this.#split = splitSeconds;
    checkCutoff(cutoff);
  }

  /** Counts the tokens of a session. */
  count(row: SessionRow): void {
    const train = partOf(row.end_time, this.#split) === 'train' ? 1 : 0;
    for (const token of tokensOf(row, this.#gaps)) {
      const counts = this.#counts.get(token) ?? { count: 0, train: 0 };
      counts.count++;
      counts.train += train;
      this.#counts.set(token, counts);
    }
  }

  /** Writes a session, and returns what it wrote. */
  write({ processes, gaps, ...facts }: SessionRow): SessionTokens {
    const vocabulary = this.#vocabularyOnce();
    const part = partOf(facts.end_time, this.#split);
    const tokens = tokensOf({ processes, gaps }, this.#gaps).map((token) => vocabulary.tokenOf(token));
    this.#putLine(`${part}.txt`, tokens.map(wordOf).join(' '));
    const { session_id, key, start_time, end_time, label } = facts;
    this.#putLine(
      `${part}.jsonl`,
      JSON.stringify({ session_id, ...key, start_time, end_time, label, tokens }),
    );
    this.tally[part]++;
    this.#countLabel(label, part === 'train' ? 'attackedTrain' : 'attackedTest');
    return { ...facts, part, tokens };
  }

  /** Writes the vocabulary. Both parts have their files then, also without sessions. */
  finish(): void {
    const vocabulary = this.#vocabularyOnce();
    for (const part of PARTS) for (const ending of ['txt', 'jsonl']) this.#files.file(`${part}.${ending}`);
    const lines = this.#files.file('vocabulary.csv');
    lines.text('token,count,train_count\n');
    const trainCount = (token: string): number => this.#counts.get(token)!.train;
    let known = 0;
    for (const { token, count } of vocabulary.tokens) {
      known += trainCount(token);
      this.#putLine('vocabulary.csv', `${csvValue(token)},${count},${trainCount(token)}`);
    }
    if (vocabulary.left.tokens === 0) return;
    const all = [...this.#counts.values()].reduce((sum, { train }) => sum + train, 0);
    this.#putLine('vocabulary.csv', `${OUT_OF_VOCABULARY},${vocabulary.left.count},${all - known}`);
  }

  #countLabel(label: number | null, attacked: 'attackedTrain' | 'attackedTest'): void {
    if (label === null) this.tally.attackedTrain = this.tally.attackedTest = null;
    else if (label === 1) this.tally[attacked] = (this.tally[attacked] ?? 0) + 1;
  }

  #vocabularyOnce(): Vocabulary {
    this.#vocabulary ??= new Vocabulary(
      Array.from(this.#counts, ([token, { count }]) => ({ token, count })),
      this.#cutoff,
    );
    return this.#vocabulary;
  }

  #putLine(path: string, line: string): void {
    const lines = this.#files.file(path);
    lines.text(line);
    lines.endLine();
  }
}
