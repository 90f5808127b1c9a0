import {
  EDGE_END,
  EDGE_FAILED_START,
  EDGE_START,
  anyGlobMatcher,
  globMatcher,
  globsIn,
  nearPattern,
  OncePerId,
  printable,
  type Dictionary,
  type EventColumns,
  type RedTeamEvent,
  type RowCounts,
} from '@cmsc/core';
import type { FilterOptions, InputOptions } from './options.js';

/** Patterns of which the names in one column have to match one. */
export interface NameFilter {
  /** Place of the column in the events' `ids`. */
  column: number;
  dictionary: Dictionary;
  /** `*` and `?` are wild; several stand between commas. */
  patterns: string;
}

/** A pattern that no name has met, and what may have been meant. */
export interface UnmetPattern {
  pattern: string;
  near: string | undefined;
}

/** Says of a pattern that no row of `rows` has met it. */
export function unmetWarning(rows: string, { pattern, near }: UnmetPattern): string {
  const hint = near === undefined ? '' : ` (did you mean "${printable(near)}"?)`;
  return `${rows}: no row has a name that matches "${printable(pattern)}"${hint}`;
}

/**
 * Keeps only events whose names match. It asks once a name, not once a row.
 * It has to see rows of every kind (`others: 'emit'`): a row that it drops counts as filtered, whatever it was.
 */
export class RowFilter {
  readonly #tests: NameTest[];
  /** What was dropped, of each kind. */
  readonly #dropped = { starts: 0, ends: 0, other: 0, failedStarts: 0 };

  constructor(filters: readonly NameFilter[]) {
    this.#tests = filters.map((filter) => new NameTest(filter));
  }

  /** The events that match, in the arrays of `events`, whose other rows are lost. */
  apply(events: EventColumns): EventColumns {
    const { time, edge, ids } = events;
    let kept = 0;
    for (let i = 0; i < events.length; i++) {
      if (!this.#keeps(ids, i)) {
        this.#count(edge[i] as number);
        continue;
      }
      time[kept] = time[i] as number;
      edge[kept] = edge[i] as number;
      for (const column of ids) column[kept] = column[i] as number;
      kept++;
    }
    return { ...events, length: kept };
  }

  /** The reader's counts with the dropped rows moved to `filtered`. */
  correct(counts: RowCounts): RowCounts {
    const { starts, ends, other, failedStarts } = this.#dropped;
    return {
      ...counts,
      starts: counts.starts - starts,
      ends: counts.ends - ends,
      other: counts.other - other,
      failedStarts: counts.failedStarts - failedStarts,
      filtered: counts.filtered + starts + ends + other,
    };
  }

  /** The patterns that no row has met so far, whatever else kept it out. */
  get unmet(): UnmetPattern[] {
    return this.#tests.flatMap((test) => test.unmet());
  }

  // Every test is asked, so that each knows all names of its column.
  #keeps(ids: readonly Int32Array[], row: number): boolean {
    let keeps = true;
    for (const test of this.#tests) keeps = test.keeps(ids, row) && keeps;
    return keeps;
  }

  #count(edge: number): void {
    if (edge === EDGE_START) this.#dropped.starts++;
    else if (edge === EDGE_END) this.#dropped.ends++;
    else this.#dropped.other++;
    if (edge === EDGE_FAILED_START) this.#dropped.failedStarts++;
  }
}

class NameTest {
  readonly #column: number;
  readonly #patterns: { pattern: string; matches: (name: string) => boolean; isMet: boolean }[];
  /** The names of the column: a dictionary may have those of others too. */
  readonly #names: string[] = [];
  /** Whether a name matches, 1 or 0. */
  readonly #verdicts: OncePerId;

  constructor({ column, dictionary, patterns }: NameFilter) {
    this.#column = column;
    this.#patterns = globsIn(patterns).map((pattern) => ({
      pattern,
      matches: globMatcher(pattern),
      isMet: false,
    }));
    this.#verdicts = new OncePerId((id) => (this.#matches(dictionary.name(id)) ? 1 : 0));
  }

  keeps(ids: readonly Int32Array[], row: number): boolean {
    return this.#verdicts.of(ids[this.#column]?.[row] as number) === 1;
  }

  unmet(): UnmetPattern[] {
    return this.#patterns
      .filter(({ isMet }) => !isMet)
      .map(({ pattern }) => ({ pattern, near: nearPattern(pattern, this.#names) }));
  }

  #matches(name: string): boolean {
    this.#names.push(name);
    let isMatch = false;
    for (const test of this.#patterns) {
      if (!test.matches(name)) continue;
      test.isMet = true;
      isMatch = true;
    }
    return isMatch;
  }
}

/** Whether filters keep the row of a tuple out. */
export function excludedBy({
  from = 0,
  to = Infinity,
  user = '*',
  computer = '*',
}: FilterOptions & Pick<InputOptions, 'from' | 'to'>): (tuple: RedTeamEvent) => boolean {
  const isUser = anyGlobMatcher(user);
  const isComputer = anyGlobMatcher(computer);
  return ({ attack_time, src_user, dst_machine }) =>
    attack_time < from || attack_time > to || !isUser(src_user) || !isComputer(dst_machine);
}
