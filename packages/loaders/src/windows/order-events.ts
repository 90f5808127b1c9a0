import type { KeptEvent, LogonDetails } from './kept-events.js';

/** How the times of some events in a row go on. */
export interface Direction {
  /** The time of the first; NaN without any. */
  first: number;
  /** The time of the last; NaN without any. */
  last: number;
  /** How often they rise, less how often they fall. */
  rises: number;
}

/** Which way the events of a file go. */
export class FileDirections {
  readonly #files: Direction[] = [];

  /** Takes the time of the next event of a file. */
  add(file: number, time: number): void {
    this.append(file, { first: time, last: time, rises: 0 });
  }

  /** Takes the times of the next events of a file. */
  append(file: number, { first, last, rises }: Direction): void {
    if (Number.isNaN(first)) return;
    const { [file]: before } = this.#files;
    if (!before) this.#files[file] = { first, last, rises };
    else {
      before.rises += rises + Math.sign(first - before.last);
      before.last = last;
    }
  }

  /** The times of a file. */
  of(file: number): Direction {
    return this.#files[file] ?? { first: NaN, last: NaN, rises: 0 };
  }

  /** Whether a file has its newest events first. */
  isFalling(file: number): boolean {
    return this.of(file).rises < 0;
  }
}

/** The events of a host without those that are there twice: same log, record, event and second. The first is kept. */
export function withoutDuplicates(events: KeptEvent[]): KeptEvent[] {
  const numbered = events.filter(({ record }) => record >= 0);
  numbered.sort((a, b) => a.record - b.record || a.place - b.place);
  const duplicates = new Set<KeptEvent>();
  for (let from = 0, to = 0; from < numbered.length; from = to) {
    while (to < numbered.length && numbered[to]!.record === numbered[from]!.record) to++;
    if (to - from > 1) addDuplicates(numbered.slice(from, to), duplicates);
  }
  return duplicates.size === 0 ? events : events.filter((event) => !duplicates.has(event));
}

function addDuplicates(alike: readonly KeptEvent[], duplicates: Set<KeptEvent>): void {
  const seen = new Set<string>();
  for (const event of alike) {
    const key = `${event.channel} ${event.id} ${Math.floor(event.time / 1e6)}`;
    if (seen.has(key)) duplicates.add(event);
    seen.add(key);
  }
}

/**
 * The events of a host in the order in which they happened: by their record numbers where every one of its log Security has one, since
 * clocks jump; else by time. Sysmon numbers its events itself, so they are put in between by time.
 */
export function inOrder(events: readonly KeptEvent[], directions: FileDirections): KeptEvent[] {
  const isSysmon = ({ id }: KeptEvent) => id < 1000;
  const security = ordered(
    events.filter((event) => !isSysmon(event)),
    directions,
  );
  const sysmon = ordered(events.filter(isSysmon), directions);
  return sysmon.length === 0 ? security : merged(security, sysmon);
}

function ordered(events: KeptEvent[], directions: FileDirections): KeptEvent[] {
  if (events.every(({ record }) => record >= 0))
    return events.sort((a, b) => a.record - b.record || a.place - b.place);
  const place = (event: KeptEvent) => (directions.isFalling(event.file) ? -event.place : event.place);
  return events.sort(
    (a, b) => a.time - b.time || rank(a) - rank(b) || a.file - b.file || place(a) - place(b),
  );
}

/** Of one time: a start of the host first, before which nobody can log on, then what begins a session, and what ends one last. */
function rank({ kind, details }: KeptEvent): number {
  if (kind === 'bootMarkers' || (kind === 'start' && (details as LogonDetails).logonType === 0)) return -1;
  return kind === 'start' ? 0 : kind === 'end' ? 2 : 1;
}

function merged(security: readonly KeptEvent[], sysmon: readonly KeptEvent[]): KeptEvent[] {
  const all: KeptEvent[] = [];
  let next = 0;
  for (const event of security) {
    while (next < sysmon.length && isBefore(sysmon[next]!, event)) all.push(sysmon[next++]!);
    all.push(event);
  }
  return [...all, ...sysmon.slice(next)];
}

function isBefore(process: KeptEvent, event: KeptEvent): boolean {
  return process.time < event.time || (process.time === event.time && rank(event) === 2);
}
