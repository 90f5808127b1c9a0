import { parseTime, UTC, type TimeZone, type WindowsEvent } from '@cmsc/loaders';

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
  /** For each clock, how many events are beside UTC by so many minutes, and by how many the last of them was before its zone was taken off. */
  readonly #counts = CLOCKS.map(() => new Map<number, { events: number; written: number }>());
  readonly #zone: TimeZone;

  /** `zone` is that of times that name none. */
  constructor(zone: TimeZone) {
    this.#zone = zone;
  }

  /** Takes an event. */
  add({ time, isZoneless, value }: WindowsEvent): void {
    CLOCKS.forEach(({ local, utc }, clock) => {
      const here =
        local === undefined ? { microseconds: time, isZoneless } : parseTime(value(local), this.#zone);
      const there = parseTime(value(utc), UTC).microseconds;
      const minutes = (here.microseconds - there) / MICROSECONDS_PER_MINUTE;
      if (Number.isNaN(minutes)) return;
      const offset = Math.round(minutes / STEP_MINUTES) * STEP_MINUTES + 0;
      const zone = here.isZoneless ? this.#zone(here.microseconds) / MICROSECONDS_PER_MINUTE : 0;
      const events = (this.#counts[clock]!.get(offset)?.events ?? 0) + 1;
      this.#counts[clock]!.set(offset, { events, written: offset + zone });
    });
  }

  /** What does not agree, in words. `zoneless` says whether times name no zone, so that one can be given. */
  doubts(zoneless: boolean): string[] {
    return CLOCKS.flatMap(({ name, local }, clock) => {
      const [most] = [...this.#counts[clock]!].sort(([, a], [, b]) => b.events - a.events);
      if (most === undefined || most[0] === 0) return [];
      const [offset, { written }] = most;
      const what = local ?? 'the times';
      const hint = zoneless
        ? `try --time-zone ${zoneName(written)}`
        : 'they are not what they say, and nothing mends that';
      return [`${what} and ${name} are ${zoneName(offset)} apart: ${hint}`];
    });
  }
}

function zoneName(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
