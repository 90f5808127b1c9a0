import { AUTH_COLUMNS } from '@cmsc/core';
import { BLOCK_ROWS, cutRows, type LogonColumns, type ScoredBlock } from '@cmsc/detection';
import { makeSlots, sharedColumn, type SlotMemory } from '@cmsc/loaders';

/** Slots under way between the thread of a run and the scoring one. */
export const SCORE_SLOTS = 4;

/** Rows of a slot: a message for each row would cost more than its scores. */
const SLOT_ROWS = 16 * BLOCK_ROWS;
const COLUMNS = [...AUTH_COLUMNS, 'time', 'kind'] as const;

/** Candidates: the columns of auth, their times and kinds, and behind these the scores of each scorer. */
export type ScoreSlot = readonly (Int32Array | Float64Array)[];

/** Makes the memory for rows with the scores of so many scorers. */
export function makeScoreSlots(scorers: number): SlotMemory<ScoreSlot> {
  return makeSlots<ScoreSlot>(SCORE_SLOTS, () => [
    ...COLUMNS.map(() => sharedColumn(Int32Array, SLOT_ROWS)),
    ...Array.from({ length: scorers }, () => sharedColumn(Float64Array, SLOT_ROWS)),
  ]);
}

/** A block as a slot has it. */
export function slotOf({ rows, scores }: ScoredBlock): ScoreSlot {
  return [...COLUMNS.map((name) => rows[name]), ...scores];
}

/** What a slot holds. */
export interface SlotRows {
  rows: LogonColumns;
  kind: Int32Array;
  scores: readonly Float64Array[];
}

/** The first `length` rows of a slot. */
export function rowsOf(slot: ScoreSlot, length: number): SlotRows {
  const named = Object.fromEntries(COLUMNS.map((name, i) => [name, slot[i]]));
  const { kind, ...rows } = named as Record<(typeof COLUMNS)[number], Int32Array>;
  return { rows: { ...rows, length }, kind, scores: slot.slice(COLUMNS.length) as Float64Array[] };
}

/** The same, cut into blocks. */
export function* blocksOf(slot: ScoreSlot, length: number): Generator<SlotRows> {
  const { rows, kind, scores } = rowsOf(slot, length);
  for (let from = 0; from < length; from += BLOCK_ROWS) {
    const to = Math.min(length, from + BLOCK_ROWS);
    yield {
      rows: cutRows(rows, from, to),
      kind: kind.subarray(from, to),
      scores: scores.map((column) => column.subarray(from, to)),
    };
  }
}
