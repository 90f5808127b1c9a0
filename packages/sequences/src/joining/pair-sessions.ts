const NEVER = 2 ** 31;

/** A complete session that may hold further process starts. */
export interface ActiveSession {
  session: number;
  end: number;
  /** The latest end among the sessions that began before it, -1 when there is none. */
  endBelow: number;
  /** Processes placed in it so far. */
  placed: number;
  /** Time of the last of them, or of its start. */
  lastTime: number;
}

/**
 * The sessions of one user on one computer that may still hold a process start, as a stack: the session that began
 * last is on top. Times only go forward, so one that has ended while on top is done with for good.
 */
export class PairSessions {
  readonly #stack: ActiveSession[] = [];
  /** The earliest start of a session without an end. */
  openFrom = NEVER;

  /** Forgets all sessions. */
  clear(): void {
    this.#stack.length = 0;
    this.openFrom = NEVER;
  }

  /** Adds a session without an end. */
  open(start: number): void {
    this.openFrom = Math.min(this.openFrom, start);
  }

  /** Adds a session that began no earlier than all others. */
  push(session: number, start: number, end: number): void {
    const top = this.find(start);
    const endBelow = top ? Math.max(top.end, top.endBelow) : -1;
    this.#stack.push({ session, end, endBelow, placed: 0, lastTime: start });
  }

  /** The session that holds `time`, of several the one that began last. `time` never goes back. */
  find(time: number): ActiveSession | undefined {
    let top = this.#stack.at(-1);
    while (top && top.end < time) {
      this.#stack.pop();
      top = this.#stack.at(-1);
    }
    return top;
  }
}
