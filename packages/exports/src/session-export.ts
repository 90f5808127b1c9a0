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

/** What a token is in the files: itself, or what stands for it. */
interface TokenForms {
  token: string;
  word: string;
  json: string;
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
  /** By token: few occur often. */
  readonly #forms = new Map<string, TokenForms>();
  #lastKey = { columns: [] as string[], names: [] as string[], json: '' };
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
    const { session_id, key, start_time, end_time, label } = facts;
    const part = partOf(end_time, this.#split);
    const forms = tokensOf({ processes, gaps }, this.#gaps).map((token) => this.#formsOf(token));
    this.#putLine(`${part}.txt`, forms.map(({ word }) => word).join(' '));
    const times = `"start_time":${start_time},"end_time":${end_time},"label":${label}`;
    const json = forms.map((form) => form.json).join(',');
    this.#putLine(
      `${part}.jsonl`,
      `{"session_id":${session_id},${this.#namesOf(key)},${times},"tokens":[${json}]}`,
    );
    const tokens = forms.map(({ token }) => token);
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

  /** The names of a key as JSON: sessions of one key come one after the other. */
  #namesOf(key: SessionRow['key']): string {
    const { columns, names, json } = this.#lastKey;
    if (columns.length > 0 && columns.every((column, i) => key[column] === names[i])) return json;
    const fields = Object.entries(key).map(
      ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    this.#lastKey = { columns: Object.keys(key), names: Object.values(key), json: fields.join(',') };
    return this.#lastKey.json;
  }

  #formsOf(token: string): TokenForms {
    const known = this.#forms.get(token);
    if (known) return known;
    const kept = this.#vocabularyOnce().tokenOf(token);
    const forms = { token: kept, word: wordOf(kept), json: JSON.stringify(kept) };
    this.#forms.set(token, forms);
    return forms;
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
