import { Growable, NO_END } from '@cmsc/core';
import { type ActiveSession, PairSessions } from './pair-sessions.js';
import { noProcesses, type ProcessLedger } from './process-ledger.js';

/** Sessions as columns, by pair, then start, then row. A pair is a user on a computer, under any number. */
export interface SessionSpans {
  /** Number of sessions. */
  length: number;
  /** Never decreasing, also from batch to batch. */
  pair: Int32Array;
  /** The session's number in the output. */
  session: Int32Array;
  /** The second of the start; ascending within a pair. */
  start: Int32Array;
  /** The second of the end, or `NO_END` for a session without one. */
  end: Int32Array;
}

/** Process starts as columns, by pair, then time, then place in the file. */
export interface ProcessStarts {
  /** Number of starts. */
  length: number;
  /** Never decreasing, also from batch to batch; the numbers are those of the sessions' pairs. */
  pair: Int32Array;
  /** Seconds, ascending within a pair. */
  time: Int32Array;
  /** Id of process_name. */
  process: Int32Array;
}

/**
 * Places process starts in sessions: a start belongs to the session of its user on its computer that holds its time,
 * both ends inside; of several to the one that began later, the later row on a tie. Both inputs are gone through once
 * and side by side; what is kept is the sessions of one pair.
 *
 * @param sessions by pair, then start, then row.
 * @param starts by pair, then time, then place in the file.
 * @param ledger is counted up as the starts go by.
 * @returns batches of placed starts, those of one session in order of time; good until the next one is asked for.
 */
export async function* placeStarts(
  sessions: AsyncIterable<SessionSpans>,
  starts: AsyncIterable<ProcessStarts>,
  ledger: ProcessLedger = noProcesses(),
): AsyncGenerator<PlacedProcesses> {
  const cursor = new SessionCursor(sessions[Symbol.asyncIterator]());
  const placed = new PlacedRows();
  try {
    for await (const batch of starts) {
      for (let row = 0; row < batch.length;) {
        row = cursor.place(batch, row, placed, ledger);
        if (row < batch.length) await cursor.fill();
      }
      yield placed.take();
    }
  } finally {
    await cursor.close();
  }
}

/** Walks along the sessions up to the pair and time of each start. */
class SessionCursor {
  readonly #source: AsyncIterator<SessionSpans>;
  readonly #active = new PairSessions();
  #batch: SessionSpans = {
    length: 0,
    pair: new Int32Array(0),
    session: new Int32Array(0),
    start: new Int32Array(0),
    end: new Int32Array(0),
  };
  #row = 0;
  #ended = false;
  #pair = -1;
  /** Whether the pair has a session at all, even if it is still to come. */
  #known = false;

  constructor(source: AsyncIterator<SessionSpans>) {
    this.#source = source;
  }

  async fill(): Promise<void> {
    const next = await this.#source.next();
    this.#row = 0;
    if (next.done) this.#ended = true;
    else this.#batch = next.value;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** Places starts from `row` on; returns where it came to: short of the end when more sessions are needed first. */
  place(starts: ProcessStarts, row: number, placed: PlacedRows, ledger: ProcessLedger): number {
    for (; row < starts.length; row++) {
      const pair = starts.pair[row]!;
      const time = starts.time[row]!;
      if (!this.#advance(pair, time)) return row;
      ledger.starts++;
      const active = this.#active.find(time);
      if (active) {
        ledger.inSession++;
        if (active.endBelow >= time) ledger.ambiguous++;
        placed.add(active, time, starts.process[row]!);
      } else if (this.#active.openFrom <= time) ledger.inOpenSession++;
      else if (this.#known) ledger.outsideSessions++;
      else ledger.withoutSession++;
    }
    return row;
  }

  /** Takes in the sessions of a pair that have begun by `time`. False when the batch of sessions ran out before that. */
  #advance(pair: number, time: number): boolean {
    if (pair !== this.#pair) {
      this.#pair = pair;
      this.#known = false;
      this.#active.clear();
    }
    const batch = this.#batch;
    if (this.#ended) return true;
    for (; this.#row < batch.length; this.#row++) {
      const here = batch.pair[this.#row]!;
      if (here > pair) return true;
      if (here < pair) continue;
      this.#known = true;
      if (batch.start[this.#row]! > time) return true;
      this.#take(batch, this.#row);
    }
    return false;
  }

  #take({ session, start, end }: SessionSpans, row: number): void {
    if (end[row] === NO_END) this.#active.open(start[row]!);
    else this.#active.push(session[row]!, start[row]!, end[row]!);
  }
}

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
class PlacedRows {
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
