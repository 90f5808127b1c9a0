import { parseTime, UTC, type WindowsEvent } from '@cmsc/loaders';

const MICROSECONDS_PER_MINUTE = 60_000_000;

/** Zones lie a quarter of an hour apart; what is less is the way of an event. */
const STEP_MINUTES = 15;

/** Clocks of which an event has two: what its time is beside a time that is UTC for sure. */
const CLOCKS = [
  { name: 'Sysmon’s UtcTime', local: undefined, utc: 'UtcTime' },
  { name: 'the collector’s @timestamp', local: 'EventReceivedTime', utc: '@timestamp' },
] as const;

/** By how much the times of events are beside UTC, told by those that have both. */
export class ClockOffsets {
  /** For each clock, events by offset in minutes. */
  readonly #counts = CLOCKS.map(() => new Map<number, number>());

  /** Takes an event. */
  add({ time, value }: WindowsEvent): void {
    CLOCKS.forEach(({ local, utc }, clock) => {
      const here = local === undefined ? time : parseTime(value(local), UTC).microseconds;
      const there = parseTime(value(utc), UTC).microseconds;
      const minutes = (here - there) / MICROSECONDS_PER_MINUTE;
      if (Number.isNaN(minutes)) return;
      const offset = Math.round(minutes / STEP_MINUTES) * STEP_MINUTES + 0;
      const counts = this.#counts[clock]!;
      counts.set(offset, (counts.get(offset) ?? 0) + 1);
    });
  }

  /** What does not agree, in words. `zoneless` says whether times name no zone, so that one can be given. */
  doubts(zoneless: boolean): string[] {
    return CLOCKS.flatMap(({ name, local }, clock) => {
      const [most] = [...this.#counts[clock]!].sort(([, a], [, b]) => b - a);
      if (most === undefined || most[0] === 0) return [];
      const offset = zoneName(most[0]);
      const what = local ?? 'the times';
      const hint = zoneless
        ? `try --time-zone ${offset}`
        : 'they are not what they say, and nothing mends that';
      return [`${what} and ${name} are ${offset} apart: ${hint}`];
    });
  }
}

function zoneName(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
