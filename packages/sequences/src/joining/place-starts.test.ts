import { NO_END } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinCase } from '../testing/arbitraries.js';
import { joinPlainly, type PlainPlaced, type PlainSession, type PlainStart } from '../testing/plain-join.js';
import { placeStarts, type ProcessStarts, type SessionSpans } from './place-starts.js';
import { noProcesses } from './process-ledger.js';

const PAIRS = ['C1', 'C2'].flatMap((computer) => ['U1@DOM1', 'U2@DOM1'].map((user) => `${user} ${computer}`));
const PROCESSES = ['P1', 'P2', 'P3'];

async function* spans(sessions: readonly PlainSession[], batchRows: number): AsyncGenerator<SessionSpans> {
  const sorted = sessions
    .map((session) => ({ ...session, pair: PAIRS.indexOf(`${session.user} ${session.machine}`) }))
    .sort((a, b) => a.pair - b.pair || a.start - b.start || a.session - b.session);
  for (let from = 0; from < sorted.length; from += batchRows) {
    const rows = sorted.slice(from, from + batchRows);
    yield {
      length: rows.length,
      pair: Int32Array.from(rows, ({ pair }) => pair),
      session: Int32Array.from(rows, ({ session }) => session),
      start: Int32Array.from(rows, ({ start }) => start),
      end: Int32Array.from(rows, ({ end }) => end ?? NO_END),
    };
  }
}

async function* startColumns(
  starts: readonly PlainStart[],
  batchRows: number,
): AsyncGenerator<ProcessStarts> {
  const sorted = starts
    .map((start) => ({ ...start, pair: PAIRS.indexOf(`${start.user} ${start.computer}`) }))
    .sort((a, b) => a.pair - b.pair || a.time - b.time);
  for (let from = 0; from < sorted.length; from += batchRows) {
    const rows = sorted.slice(from, from + batchRows);
    yield {
      length: rows.length,
      pair: Int32Array.from(rows, ({ pair }) => pair),
      time: Int32Array.from(rows, ({ time }) => time),
      process: Int32Array.from(rows, ({ process }) => PROCESSES.indexOf(process)),
    };
  }
}

async function place(
  sessions: readonly PlainSession[],
  starts: readonly PlainStart[],
  batchRows = 3,
): Promise<unknown> {
  const ledger = noProcesses();
  const placed: PlainPlaced[] = [];
  for await (const batch of placeStarts(
    spans(sessions, batchRows),
    startColumns(starts, batchRows),
    ledger,
  )) {
    for (let i = 0; i < batch.length; i++) {
      placed.push({
        session: batch.session[i]!,
        position: batch.position[i]!,
        time: batch.time[i]!,
        gap: batch.gap[i]!,
        process: PROCESSES[batch.process[i]!]!,
      });
    }
  }
  placed.sort((a, b) => a.session - b.session || a.position - b.position);
  return { placed, ledger };
}

const session = (number: number, start: number, end?: number, user = 'U1@DOM1'): PlainSession => {
  return { session: number, user, machine: 'C1', start, end };
};
const start = (time: number, user = 'U1@DOM1', process = 'P1'): PlainStart => ({
  time,
  user,
  computer: 'C1',
  process,
});

describe('placing process starts', () => {
  it('follows the plain rule for any sessions, starts and batches', async () => {
    const property = fc.asyncProperty(
      joinCase,
      fc.integer({ min: 1, max: 9 }),
      async ({ sessions, starts }, batchRows) => {
        expect(await place(sessions, starts, batchRows)).toEqual(joinPlainly(sessions, starts));
      },
    );
    await fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('takes both ends of a session as inside', async () => {
    const { placed, ledger } = (await place(
      [session(1, 10, 20)],
      [9, 10, 20, 21].map((time) => start(time)),
    )) as ReturnType<typeof joinPlainly>;
    expect(placed.map(({ time, gap }) => [time, gap])).toEqual([
      [10, 0],
      [20, 10],
    ]);
    expect(ledger).toMatchObject({ starts: 4, inSession: 2, outsideSessions: 2, ambiguous: 0 });
  });

  it('gives the second in which one session ends and the next begins to the next', async () => {
    const result = await place([session(1, 10, 20), session(2, 20, 30)], [start(20)]);
    expect(result).toEqual({
      placed: [{ session: 2, position: 1, time: 20, gap: 0, process: 'P1' }],
      ledger: { ...noProcesses(), starts: 1, inSession: 1, ambiguous: 1 },
    });
  });

  it('gives the second of several sessions without length to the last of them', async () => {
    const sessions = [session(1, 20, 20), session(2, 20, 20), session(3, 20, 25)];
    expect(await place(sessions, [start(20), start(21)])).toMatchObject({
      placed: [
        { session: 3, position: 1 },
        { session: 3, position: 2 },
      ],
      ledger: { inSession: 2, ambiguous: 1 },
    });
  });

  it('comes back to the session that went on when the one inside it has ended', async () => {
    const sessions = [session(1, 0, 100), session(2, 10, 20), session(3, 15, 18)];
    const { placed } = (await place(
      sessions,
      [5, 16, 19, 50].map((time) => start(time)),
    )) as ReturnType<typeof joinPlainly>;
    expect(placed.map(({ session, position, gap }) => [session, position, gap])).toEqual([
      [1, 1, 5],
      [1, 2, 45],
      [2, 1, 9],
      [3, 1, 1],
    ]);
  });

  it('tells why a start is in no session', async () => {
    const sessions = [session(1, 10, 20), session(0, 30), session(2, 5, 6, 'U2@DOM1')];
    const starts = [start(3, 'U2@DOM1'), start(25), start(30), start(99)];
    expect(
      await place(sessions, [...starts.slice(0, 1), { ...start(20), computer: 'C2' }, ...starts.slice(1)]),
    ).toEqual({
      placed: [],
      ledger: { ...noProcesses(), starts: 5, outsideSessions: 2, inOpenSession: 2, withoutSession: 1 },
    });
  });

  it('has nothing to do without starts, and only counts without sessions', async () => {
    expect(await place([session(1, 1, 2)], [])).toEqual({ placed: [], ledger: noProcesses() });
    expect(await place([], [start(1)])).toEqual({
      placed: [],
      ledger: { ...noProcesses(), starts: 1, withoutSession: 1 },
    });
  });

  it('closes both sources when it is not read to the end', async () => {
    const closed: string[] = [];
    async function* watched<T>(name: string, source: AsyncGenerator<T>): AsyncGenerator<T> {
      try {
        yield* source;
      } finally {
        closed.push(name);
      }
    }
    const sessions = watched('sessions', spans([session(1, 0, 9)], 1));
    const starts = watched('starts', startColumns([start(1), start(2), start(3)], 1));
    for await (const batch of placeStarts(sessions, starts)) {
      expect(batch.length).toBe(1);
      break;
    }
    expect(closed.sort()).toEqual(['sessions', 'starts']);
  });
});
