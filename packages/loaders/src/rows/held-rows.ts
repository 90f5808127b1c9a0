import type { RowProblem } from './row-problem.js';
import { isProblem, type RowFacts } from './row-rules.js';

/** Good rows that are looked at before it is decided which of them depart from the others. */
const MOST_GOOD_ROWS = 100;
/** Bad rows between them are kept in their place, up to these bounds. */
const MOST_ROWS = 1000;
const MOST_BYTES = 4 * 1024 * 1024;

/** A row of which is not decided yet what becomes of it. */
export interface HeldRow {
  /** What it says, or what is wrong with it in any case. */
  verdict: RowFacts | RowProblem;
  /** Its values in the format's order; of no use for a bad row. */
  fields: readonly string[];
  file: string;
  line: number;
  /** A copy of the row without its line end. */
  bytes: Uint8Array;
}

/** A row on which was decided. `problem` is there for a bad one. */
export interface DecidedRow extends HeldRow {
  problem?: RowProblem | undefined;
}

/**
 * Rows behind a leap of the time, where bad rows are skipped: the row that leaps may be the one that is wrong, and then
 * it must not make all that follow go backwards. Of the rows held, the longest list in order is kept.
 */
export class HeldRows {
  #rows: HeldRow[] = [];
  #goodRows = 0;
  #bytes = 0;

  get size(): number {
    return this.#rows.length;
  }

  /** Those of them that are bad in no case. */
  get goodRows(): number {
    return this.#goodRows;
  }

  /** Whether it is time to decide. */
  get full(): boolean {
    return this.#goodRows >= MOST_GOOD_ROWS || this.#rows.length >= MOST_ROWS || this.#bytes >= MOST_BYTES;
  }

  add(row: HeldRow): void {
    this.#rows.push(row);
    this.#bytes += row.bytes.length;
    if (!isProblem(row.verdict)) this.#goodRows++;
  }

  /**
   * Decides, and lets rows go in the order in which they came. What follows a longer step than `mostStepSeconds` stays.
   *
   * @param mostStepSeconds a longer step is a leap.
   * @param previousTime the second before the first row, whose own step counts then; without it the first row goes.
   */
  take(mostStepSeconds: number, previousTime?: number): DecidedRow[] {
    const rows = this.#rows;
    const good = rows.flatMap(({ verdict }, index) =>
      isProblem(verdict) ? [] : [{ index, time: verdict.time }],
    );
    const kept = longestInOrder(good.map(({ time }) => time)).map((place) => good[place]!);
    const stays = kept.findLast(({ time }, i) => {
      const before = kept[i - 1]?.time ?? previousTime ?? time;
      return time - before > mostStepSeconds;
    })?.index;
    this.#rows = [];
    this.#goodRows = 0;
    this.#bytes = 0;
    for (const row of rows.slice(stays ?? rows.length)) this.add(row);
    return rows.slice(0, stays).map((row, index) => ({ ...row, problem: problemOf(row, index, kept) }));
  }
}

/** Where a row that is kept stands among those held, and its second. */
interface Place {
  index: number;
  time: number;
}

function problemOf({ verdict }: HeldRow, index: number, kept: readonly Place[]): RowProblem | undefined {
  if (isProblem(verdict)) return verdict;
  if (kept.some((place) => place.index === index)) return undefined;
  const before = kept.findLast((place) => place.index < index)?.time ?? -1;
  const behind = kept.find((place) => place.index > index)?.time;
  const what =
    before > verdict.time
      ? `time goes backwards, from ${before} to ${verdict.time}`
      : `time leaps to ${verdict.time}, and the rows behind it go on at ${behind}`;
  return { code: 'TIME_BACKWARDS', what };
}

/** The places of the longest list of times that is in order; of several, the one that ends first in time. */
export function longestInOrder(times: readonly number[]): number[] {
  // For each length, the place of the earliest time that a list of this length can end with.
  const ends: number[] = [];
  const before: number[] = [];
  times.forEach((time, place) => {
    let length = 0;
    while (length < ends.length && times[ends[length]!]! <= time) length++;
    before.push(ends[length - 1] ?? -1);
    ends[length] = place;
  });
  const list: number[] = [];
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place]!) list.push(place);
  return list.reverse();
}
