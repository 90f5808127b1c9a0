import { EDGE_END, EDGE_START, type Dictionary } from '@cmsc/core';
import type { FileSource } from '../file-source.js';
import type { EventBatch } from '../session-source.js';

/** A red-team logon among the rows of auth. */
export interface RedTeamHit {
  /** Seconds. */
  time: number;
  /** The user whom the red team logged on as: the src_user of its row. */
  dst_user: string;
  /** The computer that it came from. */
  src_machine: string;
  /** The computer that it went to. */
  dst_machine: string;
}

/** Where a pass of a build stands. */
export interface BuildFindings {
  /** What the pass reads: auth comes first. */
  source: 'auth' | 'proc';
  /** Counters of its ledger so far, by their names there. They add up when the pass is over, not before. */
  ledger: Readonly<Record<string, number>>;
  /** The red-team logons that it has met since the last time. */
  hits: readonly RedTeamHit[];
}

/** Tells what goes through a pass, after every batch of events. */
export class PassFindings {
  readonly #source: FileSource;
  readonly #name: BuildFindings['source'];
  readonly #tell: (findings: BuildFindings) => void;
  #starts = 0;
  #ends = 0;

  constructor(source: FileSource, name: BuildFindings['source'], tell: (findings: BuildFindings) => void) {
    this.#source = source;
    this.#name = name;
    this.#tell = tell;
  }

  /** Tells of a batch. */
  add(batch: EventBatch): void {
    const { length, edge } = batch.events;
    for (let row = 0; row < length; row++) {
      if (edge[row] === EDGE_START) this.#starts++;
      else if (edge[row] === EDGE_END) this.#ends++;
    }
    const ledger = { starts: this.#starts, ends: this.#ends, ...this.#source.pass.counts };
    this.#tell({ source: this.#name, ledger, hits: this.#hits(batch) });
  }

  #hits({ events, attacked }: EventBatch): RedTeamHit[] {
    const { plan, dictionaries } = this.#source;
    const nameAt = (column: string, row: number) => {
      const place = plan.select.indexOf(column);
      const id = events.ids[place]?.[row];
      return id === undefined ? '' : (dictionaries[place] as Dictionary).name(id);
    };
    return attacked.map(({ row }) => ({
      time: events.time[row] as number,
      dst_user: nameAt('dst_user', row),
      src_machine: nameAt('src_machine', row),
      dst_machine: nameAt('dst_machine', row),
    }));
  }
}
