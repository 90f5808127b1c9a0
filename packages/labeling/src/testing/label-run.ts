import {
  Dictionary,
  NO_END,
  Sessionizer,
  type AuthEvent,
  type ListColumn,
  type RedTeamEvent,
  type SessionColumns,
  type TieRule,
} from '@cmsc/core';
import { type BoundIndex, RedTeamIndex } from '../red-team-index.js';
import { LabelOutcomes } from '../label-outcomes.js';
import { EventLabeler, SessionLabeler, type LabelledPart } from '../labelers.js';
import { toColumns } from './rows.js';
import type { PlainSession } from './plain-labels.js';

type KeyColumn = 'dst_user' | 'src_machine' | 'dst_machine';

/** The keys of the two presets. */
export const DESTINATION_KEY: readonly KeyColumn[] = ['dst_user', 'dst_machine'];
export const SOURCE_KEY: readonly KeyColumn[] = ['dst_user', 'src_machine', 'dst_machine'];

/** How a run goes about it. */
export interface RunOptions {
  ties?: TieRule;
  /** Rows a batch; the last number holds for all batches that follow. One batch when absent. */
  batchSizes?: readonly number[];
  /** Whether the label outcomes go through JSON after each batch, as from run to run. */
  carry?: boolean;
}

/** The whole flow, rows to labelled sessions, with names back in place of ids. */
export class LabelRun {
  /** For each row, how many red-team rows it is. */
  readonly redteamRows: number[] = [];
  readonly sessions: (PlainSession & { label: number; attackTimes: number[] })[] = [];
  readonly #index: RedTeamIndex;
  readonly #dictionaries = { user: new Dictionary(), computer: new Dictionary() };
  readonly #bound: BoundIndex;
  readonly #key: readonly KeyColumn[];
  readonly #columns: readonly KeyColumn[];
  readonly #sessionizer: Sessionizer;
  #outcomes: LabelOutcomes;

  constructor(redteam: readonly RedTeamEvent[], key: readonly KeyColumn[], ties: TieRule) {
    this.#index = new RedTeamIndex(redteam);
    this.#bound = this.#index.bind(this.#dictionaries);
    this.#outcomes = new LabelOutcomes(this.#index);
    this.#key = key;
    this.#columns = [...new Set<KeyColumn>([...key, 'src_machine'])];
    const originColumn = this.#columns.indexOf('src_machine');
    this.#sessionizer = new Sessionizer({ keyWidth: key.length, ties, originColumn });
  }

  get outcomes(): LabelOutcomes {
    return this.#outcomes;
  }

  carry(): void {
    this.#outcomes = LabelOutcomes.fromJSON(this.#index, JSON.parse(JSON.stringify(this.#outcomes)));
  }

  push(rows: readonly AuthEvent[]): void {
    const events = toColumns(rows, this.#columns, this.#dictionaries);
    const first = this.redteamRows.length;
    this.redteamRows.push(...rows.map(() => 0));
    const attacked = new EventLabeler(this.#bound, this.#outcomes, this.#columns).label(events);
    for (const { row, redteamRows } of attacked) this.redteamRows[first + row] = redteamRows;
    this.#take(this.#sessionizer.push(events), this.#sessionLabeler());
  }

  finish(): void {
    const labeler = this.#sessionLabeler();
    for (const sessions of this.#sessionizer.finish()) this.#take(sessions, labeler);
  }

  /** Of few attack times at once, so that there are parts. */
  #sessionLabeler(): SessionLabeler {
    return new SessionLabeler(this.#bound, this.#outcomes, this.#key, 3);
  }

  #take(sessions: SessionColumns, labeler: SessionLabeler): void {
    for (const part of labeler.label(sessions, this.#sessionizer.keys)) this.#takePart(sessions, part);
  }

  #takePart(sessions: SessionColumns, { from, to, label, attackTimes }: LabelledPart): void {
    const { user, computer } = this.#dictionaries;
    for (let row = from; row < to; row++) {
      const id = (column: KeyColumn) =>
        this.#sessionizer.keys.column(this.#key.indexOf(column))[sessions.key[row] as number] as number;
      const end = sessions.end[row] as number;
      this.sessions.push({
        dst_user: user.name(id('dst_user')),
        dst_machine: computer.name(id('dst_machine')),
        sources: listAt(sessions.origins, row).map((origin) => computer.name(origin)),
        start: sessions.start[row] as number,
        end: end === NO_END ? undefined : end,
        label: label[row - from] as number,
        attackTimes: listAt(attackTimes, row - from),
      });
    }
  }
}

function listAt({ offsets, values }: ListColumn, row: number): number[] {
  return [...values.subarray(offsets[row], offsets[row + 1])];
}

/** Rows through the sessionizer and both labelers. */
export function runLabels(
  redteam: readonly RedTeamEvent[],
  rows: readonly AuthEvent[],
  key: readonly KeyColumn[],
  { ties = 'pair', batchSizes = [], carry = false }: RunOptions = {},
): LabelRun {
  const run = new LabelRun(redteam, key, ties);
  const sizes = batchSizes.length > 0 ? [...batchSizes] : [rows.length];
  for (let from = 0; from < rows.length;) {
    const size = (sizes.length > 1 ? sizes.shift() : sizes[0]) as number;
    run.push(rows.slice(from, from + size));
    if (carry) run.carry();
    from += size;
  }
  run.finish();
  return run;
}
