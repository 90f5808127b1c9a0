import {
  EDGE_OTHER,
  EDGE_START,
  finishMachine,
  IDLE,
  orderTies,
  pairEvent,
  transition,
  type AuthEvent,
  type MachineState,
  type Session,
  type SessionCounts,
  type SessionRule,
} from '@cmsc/core';
import { edgeOf } from './event-parts.js';

/** A session by names. `end` is null for an open one. */
export interface PlainSession {
  key: string[];
  start: number;
  end: number | null;
  starts: number;
  ends: number;
  origins: string[];
}

/** Sessions, open ones too, key by key in order of emission, and what became of the events. */
export interface PlainResult {
  sessions: PlainSession[];
  counts: SessionCounts;
}

interface KeyEvent {
  type: 'start' | 'end';
  time: number;
  origin: string;
}

/** Sessions by core's pure machine, pairings and tie order, one key after the other. */
export function plainSessions(
  rows: readonly AuthEvent[],
  rule: SessionRule,
  withOrigins: boolean,
): PlainResult {
  const counts = {
    keys: 0,
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  };
  const sessions: PlainSession[] = [];
  const edges = rows.filter((row) => edgeOf(row, rule.failedLogons) < EDGE_OTHER);
  const keyOf = (row: AuthEvent) => rule.key.map((name) => String(row[name as keyof AuthEvent]));
  for (const own of groupBy(edges, (row) => JSON.stringify(keyOf(row))).values()) {
    counts.keys++;
    const events = own.map((row): KeyEvent => ({
      type: edgeOf(row) === EDGE_START ? 'start' : 'end',
      time: row.time,
      origin: row.src_machine,
    }));
    const life = rule.pairing === 'merge' ? new MergedLife(counts) : new PairedLife(counts, rule.pairing);
    for (const second of groupBy(events, ({ time }) => time).values())
      for (const event of orderTies(second, rule.ties, life.isOpen)) life.take(event);
    for (const { session, origins, isOpen } of life.finish()) {
      if (isOpen) counts.open++;
      else counts.sessions++;
      if (!isOpen && session.start === session.end) counts.zeroLength++;
      const { start, end, starts, ends } = session;
      sessions.push({
        key: keyOf(own[0] as AuthEvent),
        start,
        end: isOpen ? null : end,
        starts,
        ends,
        origins: withOrigins ? [...new Set(origins)] : [],
      });
    }
  }
  return { sessions, counts };
}

interface Ended {
  session: Session;
  origins: string[];
  isOpen: boolean;
}

class MergedLife {
  readonly #counts: SessionCounts;
  readonly #ended: Ended[] = [];
  #state: MachineState = IDLE;
  #origins: string[] = [];

  constructor(counts: SessionCounts) {
    this.#counts = counts;
  }

  get isOpen(): boolean {
    return this.#state.phase === 'open';
  }

  take(event: KeyEvent): void {
    const [state, effect] = transition(this.#state, event);
    this.#state = state;
    if (effect.type === 'next') this.#end(effect.session, false);
    if (effect.type === 'repeated') this.#counts.repeatedStarts++;
    if (effect.type === 'extended') this.#counts.extendingEnds++;
    if (effect.type === 'orphaned') this.#counts.orphanEnds++;
    if (event.type === 'start') this.#origins.push(event.origin);
  }

  finish(): Ended[] {
    const last = finishMachine(this.#state);
    if (last) this.#end(last, false);
    if (this.#state.phase === 'open') this.#end({ ...this.#state, end: -1, ends: 0 }, true);
    return this.#ended;
  }

  #end(session: Session, isOpen: boolean): void {
    this.#ended.push({ session, origins: this.#origins, isOpen });
    this.#origins = [];
  }
}

class PairedLife {
  readonly #counts: SessionCounts;
  readonly #pairing: 'fifo' | 'lifo';
  readonly #ended: Ended[] = [];
  #open: readonly number[] = [];
  #origins: readonly string[] = [];

  constructor(counts: SessionCounts, pairing: 'fifo' | 'lifo') {
    this.#counts = counts;
    this.#pairing = pairing;
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  take(event: KeyEvent): void {
    const [open, effect] = pairEvent(this.#open, event, this.#pairing);
    this.#open = open;
    if (effect.type === 'opened') this.#origins = [...this.#origins, event.origin];
    if (effect.type === 'orphaned') this.#counts.orphanEnds++;
    if (effect.type !== 'paired') return;
    const place = this.#pairing === 'fifo' ? 0 : this.#origins.length - 1;
    this.#ended.push({ session: effect.session, origins: [this.#origins[place] as string], isOpen: false });
    this.#origins = this.#origins.filter((_, i) => i !== place);
  }

  finish(): Ended[] {
    const open = this.#open.map((start, i): Ended => {
      const session = { start, end: -1, starts: 1, ends: 0 };
      return { session, origins: [this.#origins[i] as string], isOpen: true };
    });
    return [...this.#ended, ...open];
  }
}

/** Groups items, in order of first appearance. */
function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
