import { EDGE_END, EDGE_OTHER, EDGE_START, type EventColumns } from '../event-columns.js';
import { finishMachine, IDLE, transition, type MachineState, type Session } from '../machine.js';
import { orderTies } from '../ties.js';
import type { TieRule } from '../presets.js';

/** An event of one key as the reference wants it. */
export interface KeyedEvent {
  time: number;
  type: 'start' | 'end' | 'other';
  ids: number[];
}

/** What the reference makes of events: sessions by key, and counts. */
export interface ReferenceResult {
  sessions: Map<string, (Session & { origins: number[] })[]>;
  /** Of each key, in order. */
  open: Map<string, OpenSession[]>;
  counts: Record<
    'keys' | 'sessions' | 'zeroLength' | 'repeatedStarts' | 'extendingEnds' | 'orphanEnds' | 'open',
    number
  >;
}

interface OpenSession {
  start: number;
  starts: number;
  origins: number[];
}

interface KeyLife {
  state: MachineState;
  origins: number[];
  sessions: (Session & { origins: number[] })[];
  open: OpenSession[];
}

/** Sessions by the pure machine and the pure tie order, one key after the other. */
export function referenceSessions(
  events: KeyedEvent[],
  keyWidth: number,
  ties: TieRule,
  originColumn?: number,
  restarts = false,
): ReferenceResult {
  const counts = {
    keys: 0,
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  };
  const result: ReferenceResult = { sessions: new Map(), open: new Map(), counts };
  for (const [key, own] of groupBy(
    events.filter((e) => e.type !== 'other'),
    (e) => e.ids.slice(0, keyWidth).join(),
  )) {
    counts.keys++;
    const life: KeyLife = { state: IDLE, origins: [], sessions: [], open: [] };
    for (const [, second] of groupBy(own, (e) => String(e.time)))
      for (const event of orderTies(
        second as { type: 'start' | 'end'; time: number; ids: number[] }[],
        ties,
        life.state.phase === 'open',
      ))
        step(life, event, originColumn, restarts, counts);
    const last = finishMachine(life.state);
    if (last) life.sessions.push({ ...last, origins: life.origins });
    if (life.state.phase === 'open')
      life.open.push({ start: life.state.start, starts: life.state.starts, origins: life.origins });
    counts.open += life.open.length;
    if (life.open.length > 0) result.open.set(key, life.open);
    counts.sessions += life.sessions.length;
    counts.zeroLength += life.sessions.filter((s) => s.start === s.end).length;
    if (life.sessions.length > 0) result.sessions.set(key, life.sessions);
  }
  return result;
}

function step(
  life: KeyLife,
  event: { type: 'start' | 'end'; time: number; ids: number[] },
  originColumn: number | undefined,
  restarts: boolean,
  counts: ReferenceResult['counts'],
): void {
  const [state, effect] = transition(life.state, event, restarts);
  life.state = state;
  if (effect.type === 'next') {
    life.sessions.push({ ...effect.session, origins: life.origins });
    life.origins = [];
  }
  if (effect.type === 'restarted') {
    life.open.push({ start: effect.start, starts: effect.starts, origins: life.origins });
    life.origins = [];
  }
  if (effect.type === 'repeated') counts.repeatedStarts++;
  if (effect.type === 'extended') counts.extendingEnds++;
  if (effect.type === 'orphaned') counts.orphanEnds++;
  if (event.type !== 'start' || originColumn === undefined) return;
  const origin = event.ids[originColumn] as number;
  if (!life.origins.includes(origin)) life.origins.push(origin);
}

/** Groups items by a text, in order of first appearance. */
export function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Events as a batch of columns. */
export function toColumns(events: KeyedEvent[], width: number): EventColumns {
  const code = { start: EDGE_START, end: EDGE_END, other: EDGE_OTHER };
  return {
    length: events.length,
    time: Int32Array.from(events, (e) => e.time),
    edge: Uint8Array.from(events, (e) => code[e.type]),
    ids: Array.from({ length: width }, (_, column) =>
      Int32Array.from(events, (e) => e.ids[column] as number),
    ),
  };
}
