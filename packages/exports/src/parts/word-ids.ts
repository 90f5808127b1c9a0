import { grown, OncePerId, type Dictionary } from '@cmsc/core';

/** Ids that stand for no word: the begin and end of a row, and rare users, machines and domains. */
export const RESERVED_WORDS = { begin: 0, end: 1, rareUser: 2, rareMachine: 3, rareDomain: 4 } as const;
const FIRST_WORD = 5;

/** Numbers the words of several kinds from one count on, so that no two kinds share an id. */
export class WordIds {
  /** The words by id, from {@link FIRST_WORD} on. */
  readonly words: string[] = [];

  /** The id that comes next: the size of the vocabulary. */
  get size(): number {
    return FIRST_WORD + this.words.length;
  }

  /** Gives a word the next id. */
  add(word: string): number {
    return FIRST_WORD + this.words.push(word) - 1;
  }

  /** All words under their ids, as JSON. */
  toJson(): string {
    const entries = this.words.map(
      (word, i) => `${JSON.stringify(String(FIRST_WORD + i))}: ${JSON.stringify(word)}`,
    );
    const reserved = ['sos', 'eos', 'usr_OOV', 'pc_OOV', 'domain_OOV'].map(
      (word, id) => `"${id}": "${word}"`,
    );
    return `{${[...reserved, ...entries].join(', ')}}\n`;
  }
}

/** One kind of word: users, machines, domains or the values of a column. */
export class WordKind {
  readonly #all: WordIds;
  readonly #ids = new Map<string, number>();
  readonly #counts: Map<string, number> | undefined;
  readonly #rare: number;
  readonly #cutoff: number;

  /** Words that were counted less than `cutoff` times have the id `rare`; without a cutoff none is rare. */
  constructor(all: WordIds, rare = -1, cutoff = 0) {
    this.#all = all;
    this.#rare = rare;
    this.#cutoff = cutoff;
    this.#counts = cutoff > 0 ? new Map() : undefined;
  }

  /** Counts a word. */
  count(word: string, times: number): void {
    this.#counts?.set(word, (this.#counts.get(word) ?? 0) + times);
  }

  /** The id of a word, a new one the first time. */
  idOf(word: string): number {
    if (this.#counts && (this.#counts.get(word) ?? 0) < this.#cutoff) return this.#rare;
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const id = this.#all.add(word);
    this.#ids.set(word, id);
    return id;
  }
}

/** The ids of the words that the names of a dictionary stand for, looked up once a name. */
export class WordsOfNames {
  readonly #names: Dictionary;
  readonly #wordOf: (name: string) => string;
  readonly #kindOf: (word: string) => WordKind;
  readonly #ids: OncePerId;
  #times = new Float64Array(256);

  constructor(names: Dictionary, wordOf: (name: string) => string, kindOf: (word: string) => WordKind) {
    this.#names = names;
    this.#wordOf = wordOf;
    this.#kindOf = kindOf;
    this.#ids = new OncePerId((id) => {
      const word = wordOf(names.name(id));
      return kindOf(word).idOf(word);
    });
  }

  /** Counts the name `id` once. */
  count(id: number): void {
    if (id >= this.#times.length) this.#times = grown(this.#times, id + 1);
    this.#times[id]!++;
  }

  /** Hands the counts on to the kinds of the words. */
  finishCounting(): void {
    this.#times.forEach((times, id) => {
      if (times === 0) return;
      const word = this.#wordOf(this.#names.name(id));
      this.#kindOf(word).count(word, times);
    });
  }

  /** The id of the word that the name `id` stands for. */
  idOf(id: number): number {
    return this.#ids.of(id);
  }
}
