/** What happens to one key: a logon or process start, a logoff or process end. `time` in seconds; 0 is a time. */
export type MachineEvent = { type: 'start'; time: number } | { type: 'end'; time: number };

/** A run of starts and the run of ends that followed: the pattern S+ E+. */
export interface Session {
  /** Time of the first start, seconds. */
  start: number;
  /** Time of the last end, seconds. */
  end: number;
  /** Number of starts. */
  starts: number;
  /** Number of ends. */
  ends: number;
}

/** What is known of a key between two events. */
export type MachineState =
  | { phase: 'idle' }
  | { phase: 'open'; start: number; starts: number }
  | { phase: 'closed'; start: number; end: number; starts: number; ends: number };

/**
 * What an event meant. Only `next` brings a session out: a closed one may still grow until the next start. `restarted`
 * gives up an open one, whose end is not known.
 */
export type MachineEffect =
  | { type: 'opened' }
  | { type: 'repeated' }
  | { type: 'closed' }
  | { type: 'extended' }
  | { type: 'orphaned' }
  | { type: 'next'; session: Session }
  | { type: 'restarted'; start: number; starts: number };

/** The state of a key that has had no event yet. */
export const IDLE: MachineState = { phase: 'idle' };

/**
 * One step of the machine that turns the events of one key, in order, into sessions.
 * The columnar sessionizer, the SQL forms and the documents are all tested against it.
 *
 * @param state what is known of the key.
 * @param event what happens to it next.
 * @param restarts whether a start while the key is open begins the next session instead of being a repeat: for keys that
 * name one session while it lives and are given out again later, such as a Windows logon id. The session before ended
 * unseen.
 * @example
 * transition({ phase: 'idle' }, { type: 'start', time: 71 });
 * // [{ phase: 'open', start: 71, starts: 1 }, { type: 'opened' }]
 */
export function transition(
  state: MachineState,
  event: MachineEvent,
  restarts = false,
): [MachineState, MachineEffect] {
  return event.type === 'start' ? onStart(state, event.time, restarts) : onEnd(state, event.time);
}

function onStart(state: MachineState, time: number, restarts: boolean): [MachineState, MachineEffect] {
  const opened: MachineState = { phase: 'open', start: time, starts: 1 };
  switch (state.phase) {
    case 'idle':
      return [opened, { type: 'opened' }];
    case 'open':
      if (restarts) return [opened, { type: 'restarted', start: state.start, starts: state.starts }];
      return [{ ...state, starts: state.starts + 1 }, { type: 'repeated' }];
    case 'closed':
      return [opened, { type: 'next', session: sessionOf(state) }];
  }
}

function onEnd(state: MachineState, time: number): [MachineState, MachineEffect] {
  switch (state.phase) {
    case 'idle':
      return [state, { type: 'orphaned' }];
    case 'open':
      return [{ ...state, phase: 'closed', end: time, ends: 1 }, { type: 'closed' }];
    case 'closed':
      return [{ ...state, end: time, ends: state.ends + 1 }, { type: 'extended' }];
  }
}

/** The session that is still inside at the end of the input: a closed one; nothing for an open or idle key. */
export function finishMachine(state: MachineState): Session | undefined {
  return state.phase === 'closed' ? sessionOf(state) : undefined;
}

function sessionOf({ start, end, starts, ends }: MachineState & { phase: 'closed' }): Session {
  return { start, end, starts, ends };
}
