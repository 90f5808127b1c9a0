import {
  ledgerProblems,
  startSessionizer,
  type AnomalyLog,
  type Dictionary,
  type EventColumns,
  type LabelLedger,
  type Ledger,
  type RowCounts,
  type SessionColumns,
  type SessionCounts,
  type SessionKeys,
  type SessionMachine,
  type SourceKey,
} from '@cmsc/core';
import {
  EventLabeler,
  LabelOutcomes,
  labelLedgerProblems,
  SessionLabeler,
  type LabelState,
  type RedTeamIndex,
} from '@cmsc/labeling';
import { startLoops } from '@cmsc/loaders';
import type { KeyNames } from '@cmsc/store';
import { RowFilter, type NameFilter, type UnmetPattern } from './row-filter.js';
import { mustAddUp } from './report.js';
import type { SessionPlan } from './session-plan.js';
import type { EventBatch, PassBatch } from './session-source.js';
import type { PassState } from './state/session-state.js';

/** What a pass over events is to do. */
export interface PassOptions {
  plan: SessionPlan;
  /** The dictionary of each column of `plan.select`. */
  dictionaries: readonly Dictionary[];
  redteam?: RedTeamIndex;
  /** Patterns for the plan's user and computer columns, between commas. */
  user?: string;
  computer?: string;
  /** The state of the run before, whose dictionaries these are. */
  carried?: PassState;
  /** Asks for a reason for every orphaned end and repeated start. */
  explain?: boolean;
}

/**
 * Events in, sessions and labels out: all that happens between reading and writing.
 * Every event that goes in is in the ledger that comes out.
 */
export class SessionPass {
  /** The keys of its sessions so far. Their columns are good until the next events. */
  readonly keys: Required<KeyNames>;
  readonly #sessionizer: SessionMachine;
  readonly #filter: RowFilter | undefined;
  readonly #labels: PassLabels | undefined;
  readonly #carried: PassState | undefined;

  /** @throws CmscError BAD_STATE_FILE when `carried` is of a run with another red team. */
  constructor({ plan, dictionaries, redteam, user, computer, carried, explain }: PassOptions) {
    const { key, ties, pairing, restarts } = plan.rule;
    const options = {
      keyWidth: key.length,
      ties,
      pairing,
      restarts,
      originColumn: plan.origin,
      explain: explain ? { sourceKey: sourceKeyOf(key) } : undefined,
    };
    this.#sessionizer = startSessionizer(options, startLoops);
    this.keys = namedKeys(this.#sessionizer.keys, dictionaries);
    this.#filter = makeFilter(dictionaries, [plan.user, user], [plan.computer, computer]);
    this.#labels = redteam && new PassLabels(redteam, plan, dictionaries, carried?.labels);
    this.#carried = carried;
    if (carried) this.#sessionizer.load(carried.sessionizer);
  }

  /** The red team's account, when there is a red team. */
  get outcomes(): LabelOutcomes | undefined {
    return this.#labels?.outcomes;
  }

  /** Why ends are orphans and starts repeats, when that was asked for. */
  get anomalies(): AnomalyLog | undefined {
    return this.#sessionizer.anomalies;
  }

  /** The patterns of its filters that no row has met. */
  get unmetPatterns(): UnmetPattern[] {
    return this.#filter?.unmet ?? [];
  }

  /** What became of the starts and ends so far. */
  get counts(): SessionCounts {
    return this.#sessionizer.counts;
  }

  /**
   * Takes the next events, and gives the sessions that they bring out: in one batch, or in several where they lie in many attacks,
   * each good until the next one. All have to be taken before the next call.
   */
  push(events: EventColumns): EventBatch & { sessions: Iterable<PassBatch> } {
    const kept = this.#filter?.apply(events) ?? events;
    const attacked = this.#labels?.events.label(kept) ?? [];
    const sessions = this.#label(this.#sessionizer.push(kept));
    return { events: kept, attacked, sessions };
  }

  /** Ends the input, whose last row had the time `lastTime` (-1: it had no row). */
  *finish(lastTime: number): Generator<PassBatch> {
    if (lastTime >= 0) this.#labels?.outcomes.countSpan(lastTime, lastTime);
    for (const sessions of this.#sessionizer.finish()) yield* this.#label(sessions);
  }

  /** All that is known so far, for the next run. `counts` are the reader's, `lastTime` its last time. */
  save(counts: RowCounts, lastTime: number): PassState {
    return {
      rows: this.#rows(counts),
      lastTime: Math.max(lastTime, this.#carried?.lastTime ?? -1),
      sessionizer: this.#sessionizer.save(),
      labels: this.#labels?.outcomes.toJSON(),
    };
  }

  /**
   * Where the rows went, from the reader's counts of them.
   *
   * @throws Error when the ledger does not add up, which is a bug.
   */
  ledger(counts: RowCounts): Ledger {
    const ledger = { ...this.#rows(counts), ...this.#sessionizer.counts };
    mustAddUp(ledgerProblems(ledger));
    return ledger;
  }

  /**
   * Where the red team went.
   *
   * @throws Error when the ledger does not add up, which is a bug.
   */
  labelLedger(): LabelLedger | undefined {
    const ledger = this.#labels?.outcomes.ledger();
    if (ledger) mustAddUp(labelLedgerProblems(ledger));
    return ledger;
  }

  /** The rows of this run, and of those before it that it carries on. */
  #rows(counts: RowCounts): RowCounts {
    const rows = this.#filter?.correct(counts) ?? counts;
    return this.#carried ? addRows(rows, this.#carried.rows) : rows;
  }

  *#label(sessions: SessionColumns): Generator<PassBatch> {
    if (!this.#labels) return yield { sessions };
    for (const { from, to, ...labels } of this.#labels.sessions.label(sessions, this.keys))
      yield { sessions: sessionsBetween(sessions, from, to), labels };
  }
}

/** The sessions from row `from` up to, without, `to`, as views. */
function sessionsBetween(sessions: SessionColumns, from: number, to: number): SessionColumns {
  const { length, key, start, end, starts, ends, origins } = sessions;
  if (from === 0 && to === length) return sessions;
  return {
    length: to - from,
    key: key.subarray(from, to),
    start: start.subarray(from, to),
    end: end.subarray(from, to),
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
    origins: { offsets: origins.offsets.subarray(from, to + 1), values: origins.values },
  };
}

/** The keys, with their names. `dictionaries` begin with those of the key's columns. */
function namedKeys(keys: SessionKeys, dictionaries: readonly Dictionary[]): Required<KeyNames> {
  const dictionary = (column: number) => dictionaries[column] as Dictionary;
  return {
    get size() {
      return keys.size;
    },
    column: (index) => keys.column(index),
    dictionary,
    name: (column, key) => dictionary(column).name(keys.column(column)[key] as number),
  };
}

class PassLabels {
  readonly outcomes: LabelOutcomes;
  readonly events: EventLabeler;
  readonly sessions: SessionLabeler;

  constructor(
    redteam: RedTeamIndex,
    plan: SessionPlan,
    dictionaries: readonly Dictionary[],
    carried: LabelState | undefined,
  ) {
    const dictionaryOf = (column: string) => dictionaries[plan.select.indexOf(column)] as Dictionary;
    const bound = redteam.bind({ user: dictionaryOf('dst_user'), computer: dictionaryOf('dst_machine') });
    this.outcomes = carried ? LabelOutcomes.fromJSON(redteam, carried) : new LabelOutcomes(redteam);
    this.events = new EventLabeler(bound, this.outcomes, plan.select);
    this.sessions = new SessionLabeler(bound, this.outcomes, plan.rule.key);
  }
}

/** Where user, source and destination stand in a key that has all three. */
function sourceKeyOf(key: readonly string[]): SourceKey | undefined {
  const [user, source, destination] = ['dst_user', 'src_machine', 'dst_machine'].map((name) =>
    key.indexOf(name),
  ) as [number, number, number];
  return Math.min(user, source, destination) >= 0 ? { user, source, destination } : undefined;
}

function makeFilter(
  dictionaries: readonly Dictionary[],
  ...wanted: [column: number | undefined, patterns: string | undefined][]
): RowFilter | undefined {
  const filters: NameFilter[] = [];
  for (const [column, patterns] of wanted) {
    if (column === undefined || patterns === undefined) continue;
    filters.push({ column, patterns, dictionary: dictionaries[column] as Dictionary });
  }
  return filters.length > 0 ? new RowFilter(filters) : undefined;
}

function addRows(a: RowCounts, b: RowCounts): RowCounts {
  return {
    rows: a.rows + b.rows,
    starts: a.starts + b.starts,
    ends: a.ends + b.ends,
    other: a.other + b.other,
    failedStarts: a.failedStarts + b.failedStarts,
    filtered: a.filtered + b.filtered,
    rejected: a.rejected + b.rejected,
  };
}
