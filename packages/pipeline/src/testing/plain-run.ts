import type { FailedLogons, Pairing, TieRule } from '@cmsc/core';

/** A row of auth: its nine values. */
export type PlainRow = readonly [string, string, string, string, string, string, string, string, string];

/** What sessions are made of rows, and which are written. */
export interface PlainOptions {
  key: readonly string[];
  ties: TieRule;
  pairing: Pairing;
  failedLogons: FailedLogons;
  from?: number;
  to?: number;
  user?: RegExp;
  computer?: RegExp;
  keepOpen: boolean;
  minDurationSeconds: number;
}

/** A session. `end` is undefined for one that has none. */
export interface PlainSession {
  key: string[];
  start: number;
  end: number | undefined;
  starts: number;
  ends: number;
  origins: string[];
}

/** What has to come out of a run. */
export interface PlainResult {
  /** Those that are written, by key, start and order of emission. */
  sessions: PlainSession[];
  /** The counts of the ledger that do not depend on how far a file is read. */
  counts: Record<string, number>;
}

/** The names of auth's columns. */
export const COLUMNS = [
  ...['time', 'src_user', 'dst_user', 'src_machine', 'dst_machine'],
  ...['auth_type', 'logon_type', 'orientation', 'result'],
] as const;

interface Event {
  time: number;
  isStart: boolean;
  source: string;
}

/**
 * Sessions worked out from what the documents say, with filters, loops and searches from the beginning for every key and second: slow,
 * plain, all in memory. It shares nothing with the machine, so that the two can be held against each other.
 */
export function plainRun(rows: readonly PlainRow[], options: PlainOptions): PlainResult {
  const kept = rows.filter((row) => passes(row, options));
  const failed = kept.filter((row) => row[7] === 'LogOn' && row[8] === 'Fail');
  const failedStarts = options.failedLogons === 'other' ? failed.length : 0;
  const edges = kept.filter(
    (row) => row[7] === 'LogOff' || (row[7] === 'LogOn' && (failedStarts === 0 || row[8] !== 'Fail')),
  );
  const starts = edges.filter((row) => row[7] === 'LogOn').length;
  const all: PlainSession[] = [];
  const keyOf = (row: PlainRow) => options.key.map((name) => row[COLUMNS.indexOf(name as 'time')] as string);
  const keys = [...new Set(edges.map((row) => JSON.stringify(keyOf(row))))];
  let orphanEnds = 0;
  for (const key of keys) {
    const own = edges.filter((row) => JSON.stringify(keyOf(row)) === key);
    const events = own.map((row) => ({
      time: Number(row[0]),
      isStart: row[7] === 'LogOn',
      source: row[3],
    }));
    const life = options.pairing === 'merge' ? merged(inOrder(events, options)) : paired(events, options);
    orphanEnds += life.orphans;
    all.push(
      ...life.sessions.map((session) => ({
        ...session,
        key: JSON.parse(key) as string[],
        origins: [...new Set(session.origins)],
      })),
    );
  }
  const complete = all.filter(({ end }) => end !== undefined);
  const counts = {
    starts,
    ends: edges.length - starts,
    other: kept.length - edges.length,
    failedStarts,
    keys: keys.length,
    sessions: complete.length,
    zeroLength: complete.filter(({ start, end }) => start === end).length,
    repeatedStarts: starts - all.length,
    extendingEnds: edges.length - starts - complete.length - orphanEnds,
    orphanEnds,
    open: all.length - complete.length,
  };
  const written = all.filter(({ start, end }) =>
    end === undefined ? options.keepOpen : end - start >= options.minDurationSeconds,
  );
  return { sessions: written.sort(byKeyAndStart), counts };
}

function passes(row: PlainRow, { from = 0, to = Infinity, user, computer }: PlainOptions): boolean {
  const time = Number(row[0]);
  return time >= from && time <= to && (user?.test(row[2]) ?? true) && (computer?.test(row[4]) ?? true);
}

type Life = { sessions: Omit<PlainSession, 'key'>[]; orphans: number };

/** S+E+ is a session, S+ at the end an open one, E+ at the beginning orphans. */
function merged(events: readonly Event[]): Life {
  const text = events.map(({ isStart }) => (isStart ? 'S' : 'E')).join('');
  const sessions = [...text.matchAll(/(S+)(E*)/g)].map((match) => {
    const own = events.slice(match.index, match.index + match[0].length);
    const [starts, ends] = [match[1], match[2]].map((part) => part?.length ?? 0) as [number, number];
    const end = ends > 0 ? own.at(-1)?.time : undefined;
    const origins = own.filter(({ isStart }) => isStart).map(({ source }) => source);
    return { start: own[0]?.time ?? 0, end, starts, ends, origins };
  });
  return { sessions, orphans: /^E*/.exec(text)?.[0].length ?? 0 };
}

/** Each end takes one start that waits; what waits at the end is open. */
function paired(events: readonly Event[], options: PlainOptions): Life {
  const life: Life = { sessions: [], orphans: 0 };
  const waiting: Event[] = [];
  for (const event of inOrder(events, options)) {
    if (event.isStart) {
      waiting.push(event);
      continue;
    }
    const start = options.pairing === 'fifo' ? waiting.shift() : waiting.pop();
    if (!start) life.orphans++;
    else
      life.sessions.push({ start: start.time, end: event.time, starts: 1, ends: 1, origins: [start.source] });
  }
  for (const { time, source } of waiting)
    life.sessions.push({ start: time, end: undefined, starts: 1, ends: 0, origins: [source] });
  return life;
}

/** The events second by second, in the order of the tie rule. */
function inOrder(events: readonly Event[], { ties, pairing }: PlainOptions): Event[] {
  if (ties === 'file') return [...events];
  const ordered: Event[] = [];
  for (const second of new Set(events.map(({ time }) => time))) {
    const starts = events.filter(({ time, isStart }) => time === second && isStart);
    const ends = events.filter(({ time, isStart }) => time === second && !isStart);
    while (starts.length + ends.length > 0) {
      const wantsEnd = ties === 'pair' && isOpen(ordered, second, pairing);
      const wanted = wantsEnd ? ends : starts;
      ordered.push((wanted.length > 0 ? wanted : wantsEnd ? starts : ends).shift() as Event);
    }
  }
  return ordered;
}

/**
 * Whether an end comes next: while the key was open when the second began, ends and starts take turns from an end on, else from a start
 * on.
 */
function isOpen(ordered: readonly Event[], second: number, pairing: Pairing): boolean {
  const before = ordered.filter(({ time }) => time < second);
  const turns = ordered.length - before.length;
  let open = 0;
  for (const { isStart } of before)
    open = isStart ? open + 1 : pairing === 'merge' ? 0 : Math.max(0, open - 1);
  return open > 0 === (turns % 2 === 0);
}

function byKeyAndStart(a: PlainSession, b: PlainSession): number {
  const column = a.key.findIndex((text, i) => text !== b.key[i]);
  if (column < 0) return a.start - b.start;
  return Buffer.compare(Buffer.from(a.key[column] as string), Buffer.from(b.key[column] as string));
}
