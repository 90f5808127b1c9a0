import type { EventColumns, RedTeamTuple } from '@cmsc/core';
import type { BoundIndex } from './red-team-index.js';
import type { LabelOutcomes } from './label-outcomes.js';
import { labelColumns, type LabelColumns } from './matchers.js';

/** A row of a batch that is a red-team logon. All other rows of the batch have label 0. */
export interface AttackedRow {
  /** Place in the batch. */
  row: number;
  /** Rows of the red-team file that are this logon: 1, or more where the file repeats itself. */
  redteamRows: number;
}

/** Labels auth rows batch by batch and notes them in its outcomes. */
export class EventLabeler {
  readonly #bound: BoundIndex;
  readonly #outcomes: LabelOutcomes;
  readonly #columns: LabelColumns;

  /**
   * `columns` names the columns of the batches' `ids`, in order.
   *
   * @throws CmscError BAD_OPTION when dst_user or dst_machine isn't among them.
   */
  constructor(bound: BoundIndex, outcomes: LabelOutcomes, columns: readonly string[]) {
    this.#bound = bound;
    this.#outcomes = outcomes;
    this.#columns = labelColumns(columns);
  }

  /** Notes the rows of a batch that match a tuple, and gives the attacked ones in their order: usually none. */
  label(events: EventColumns): AttackedRow[] {
    const attacked: AttackedRow[] = [];
    if (events.length === 0) return attacked;
    this.#outcomes.countSpan(events.time[0] as number, events.time[events.length - 1] as number);
    const { computer } = this.#bound.dictionaries;
    const destinations = events.ids[this.#columns.destination] as Int32Array;
    this.#bound.rows.eachMatch(events, this.#columns, (row, tuple, exact) => {
      if (exact) {
        this.#outcomes.countExactRow(tuple, events.edge[row] as number);
        attacked.push({ row, redteamRows: (this.#bound.tuples[tuple] as RedTeamTuple).rows });
      } else this.#outcomes.countOriginRow(tuple, computer.name(destinations[row] as number));
    });
    return attacked;
  }
}
