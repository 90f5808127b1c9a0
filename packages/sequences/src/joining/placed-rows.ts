import { Growable } from '@cmsc/core';
import type { ActiveSession } from './pair-sessions.js';

/** Process starts in their sessions, as columns. */
export interface PlacedProcesses {
  /** Number of starts. */
  length: number;
  /** The session's number in the output. */
  session: Int32Array;
  /** Place among the processes of the session, from 1 on. */
  position: Int32Array;
  /** When the process started, seconds. */
  time: Int32Array;
  /** Seconds since the process before, or since the session's start. */
  gap: Int32Array;
  /** Id of process_name. */
  process: Int32Array;
}

/** Collects placed process starts. */
export class PlacedRows {
  readonly #session = new Growable();
  readonly #position = new Growable();
  readonly #time = new Growable();
  readonly #gap = new Growable();
  readonly #process = new Growable();

  /** Adds the next process of a session. */
  add(active: ActiveSession, time: number, process: number): void {
    this.#session.push(active.session);
    this.#position.push(++active.placed);
    this.#time.push(time);
    this.#gap.push(time - active.lastTime);
    this.#process.push(process);
    active.lastTime = time;
  }

  /** What was collected since the last call, without copying: good until the next `add`. */
  take(): PlacedProcesses {
    const columns = [this.#session, this.#position, this.#time, this.#gap, this.#process] as const;
    const [session, position, time, gap, process] = columns.map((column) => column.view());
    const taken = { length: session!.length, session, position, time, gap, process } as PlacedProcesses;
    for (const column of columns) column.clear();
    return taken;
  }
}
