import { compareBytes, grown, lowerBound, PerName } from '@cmsc/core';
import type { KeyTexts } from '../key-texts.js';

/** Ranks from `lowest` up to, and without, `end`. */
export interface RankRange {
  lowest: number;
  end: number;
}

/**
 * Cuts ranks into ranges of about `most` each; a rank that weighs more has one to itself.
 * `weights` are those of the ranks from `lowest` on.
 */
export function cutRanks(weights: Float64Array, most: number, lowest = 0): RankRange[] {
  const ranges: RankRange[] = [];
  let first = 0;
  let sum = 0;
  for (let rank = 0; rank < weights.length; rank++) {
    if (sum > 0 && sum + weights[rank]! > most) {
      ranges.push({ lowest: lowest + first, end: lowest + rank });
      first = rank;
      sum = 0;
    }
    sum += weights[rank]!;
  }
  return [...ranges, { lowest: lowest + first, end: lowest + weights.length }];
}

/** The keys by whose ranks all ranks are cut into ranges of about `most` each: they begin the second range, and those behind it. */
export function borderKeys(ranks: Int32Array, weights: Float64Array, most: number): number[] {
  const keys = keysByRank(ranks);
  const [, ...others] = cutRanks(weights, most);
  return others.map(({ lowest }) => keys[lowest]!);
}

/** The keys by their rank. */
function keysByRank(ranks: Int32Array): Int32Array {
  const keys = new Int32Array(ranks.length);
  for (let key = 0; key < ranks.length; key++) keys[ranks[key]!] = key;
  return keys;
}

/**
 * Keys put apart by some of them, the borders, which are in the order by which keys are sorted. Each border begins a range, and what comes before
 * all of them is one, too. So a key has its range before it is known where it will rank among all.
 */
export class KeyRanges {
  readonly #keys: readonly number[];
  readonly #borders: Borders;
  #ofKeys = new Int32Array(0);
  #size = 0;

  /** `texts` has the text of the keys; without it they are sorted as the numbers that they are. */
  constructor(texts: KeyTexts | undefined, borders: readonly number[]) {
    this.#keys = borders;
    this.#borders = texts ? textBorders(texts, borders) : numberBorders(borders);
  }

  /** Takes in the keys up to, without, `size`, which have their texts. */
  extend(size: number): void {
    if (size <= this.#size) return;
    this.#ofKeys = grown(this.#ofKeys, size);
    this.#borders.refresh();
    const { count } = this.#borders;
    for (let key = this.#size; key < size; key++)
      this.#ofKeys[key] = lowerBound(0, count, (border) => !this.#borders.isAfter(border, key));
    this.#size = size;
  }

  /** For each key the number of its range. */
  get ofKeys(): Int32Array {
    return this.#ofKeys;
  }

  /** The ranges as such of ranks, now that there is one for every key. */
  ofRanks(ranks: Int32Array): RankRange[] {
    const lowest = [0, ...this.#keys.map((key) => ranks[key]!)];
    return lowest.map((rank, range) => ({ lowest: rank, end: lowest[range + 1] ?? ranks.length }));
  }
}

/** What keys are compared with. */
interface Borders {
  readonly count: number;
  /** Has to be called before keys are compared that have come up since the last call. */
  refresh(): void;
  /** Whether border number `border` comes after a key. */
  isAfter(border: number, key: number): boolean;
}

/** Keys that are sorted as the numbers that they are. */
function numberBorders(borders: readonly number[]): Borders {
  return {
    count: borders.length,
    refresh: () => undefined,
    isAfter: (border, key) => borders[border]! > key,
  };
}

/** Keys that are sorted by their texts: each text is compared with those of the borders once, not once a key. */
function textBorders(keys: KeyTexts, borders: readonly number[]): Borders {
  const width = keys.texts.length;
  const columns = keys.texts.map((names, c) => {
    const texts = borders.map((key) => names.name(keys.ids[key * width + c]!)).sort(compareBytes);
    return new PerName(names, (name) => placeAmong(texts, name));
  });
  const refresh = (): void => columns.forEach((column) => column.refresh());
  const placeOf = (key: number, c: number): number => columns[c]!.values[keys.ids[key * width + c]!]!;
  refresh();
  const places = borders.flatMap((key) => columns.map((_, c) => placeOf(key, c)));
  const isAfter = (border: number, key: number): boolean => {
    for (let c = 0; c < width; c++) {
      const difference = places[border * width + c]! - placeOf(key, c);
      if (difference !== 0) return difference > 0;
    }
    return false;
  };
  return { count: borders.length, refresh, isAfter };
}

/** Twice the number of `texts` that come before a text, and 1 more if it is one of them: so places compare as the texts do, one of which is a border's. */
function placeAmong(texts: readonly string[], text: string): number {
  const place = lowerBound(0, texts.length, (i) => compareBytes(texts[i]!, text) < 0);
  return 2 * place + (texts[place] === text ? 1 : 0);
}
