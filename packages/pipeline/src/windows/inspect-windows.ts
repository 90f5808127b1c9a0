import { CmscError, isoTime } from '@cmsc/core';
import {
  emptyLedger,
  readWindows,
  timeZone as zoneOf,
  type RejectedRow,
  type TimeZone,
  type WindowsEvent,
} from '@cmsc/loaders';
import type { Inspection } from '../inspect.js';
import type { InputOptions } from '../options.js';
import { ClockOffsets } from './clock-offsets.js';

/** What there is to say of Windows events besides. */
export interface WindowsFacts {
  /** Rows of each dialect. */
  dialects: Record<string, number>;
  /** Time of the first and last event that matters, ISO 8601; null without any. */
  from: string | null;
  to: string | null;
  /** Why times may be those of another zone. */
  zoneDoubts: string[];
  /** What is not there of what whole sessions are made of. */
  missing: string[];
  /** Bad rows, by what is wrong with them. */
  rejected: Record<string, number>;
}

const MOST_PROBLEMS = 10;

/** How Windows events are looked at. */
export interface InspectWindowsOptions extends Pick<InputOptions, 'signal' | 'onProgress'> {
  /** How many of the most frequent values to give. */
  top?: number | undefined;
  /** The zone of times that name none. */
  timeZone?: string | undefined;
}

/**
 * Says what is in a file of Windows events; of one that breaks off, what is in the rows before that. `bytes` are 0 then.
 *
 * @throws CmscError as `readWindows` does for what is no bad row.
 */
export async function inspectWindows(path: string, options: InspectWindowsOptions): Promise<Inspection> {
  const { signal, top = 5, timeZone } = options;
  const facts = new EventFacts(zoneOf(timeZone ?? 'UTC'));
  const problems: Inspection['problems'] = [];
  const onReject = ({ line, reason }: RejectedRow) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line, reason });
  };
  const onEvent = (event: WindowsEvent) => facts.add(event);
  const ledger = emptyLedger();
  const reading = { timeZone, signal, onBadRow: 'skip', onReject, onEvent, ledger } as const;
  const read = await readWindows([path], reading).catch(brokenOff);
  const error = read instanceof CmscError ? read : undefined;
  const file = read instanceof CmscError ? undefined : read.inputs[0];
  const { dialects, rejected, zoneless, rows } = ledger;
  const { preview = 0, ...bad } = rejected;
  const { first, last } = facts;
  return {
    ...{ path, bytes: file?.bytes ?? 0, sha256: file?.sha256, format: 'windows', rows },
    firstTime: Number.isFinite(first) ? Math.floor(first / 1e6) : null,
    lastTime: Number.isFinite(last) ? Math.floor(last / 1e6) : null,
    columns: [columnOf('host', facts.hosts, top), columnOf('event_id', facts.ids, top)],
    rejected: Object.values(bad).reduce((sum, count) => sum + count, 0),
    problems,
    brokenOff: error?.what,
    ...(error && { error }),
    windows: {
      dialects,
      from: Number.isFinite(first) ? isoTime(first) : null,
      to: Number.isFinite(last) ? isoTime(last) : null,
      zoneDoubts: facts.zoneDoubts(zoneless, timeZone),
      missing: facts.missing(),
      rejected: { ...bad, ...(preview > 0 && { preview }) },
    },
  };
}

/**
 * What a file breaks off with: the rows before it are there to be told of.
 *
 * @throws what has nothing to do with its bytes.
 */
function brokenOff(error: unknown): CmscError {
  if (error instanceof CmscError && error.kind === 'data') return error;
  throw error;
}

/** What comes together of events that matter. */
class EventFacts {
  readonly hosts = new Map<string, number>();
  readonly ids = new Map<string, number>();
  first = Infinity;
  last = -Infinity;
  readonly #offsets: ClockOffsets;
  #commandLines = 0;
  #withoutId = 0;
  #withoutLog = 0;

  constructor(zone: TimeZone) {
    this.#offsets = new ClockOffsets(zone);
  }

  add(event: WindowsEvent): void {
    const { host, id, time, kind } = event;
    if (event.channel === '') this.#withoutLog++;
    if (kind === 'elsewhere') return;
    add(this.hosts, host.toLowerCase());
    add(this.ids, String(id));
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    this.#offsets.add(event);
    if ((kind === 'start' || kind === 'end') && event.value('TargetLogonId') === '') this.#withoutId++;
    if (id === 4688 && event.value('CommandLine') !== '') this.#commandLines++;
  }

  zoneDoubts(zoneless: number, said: string | undefined): string[] {
    const supposed = zoneless > 0 && said === undefined;
    return [
      ...(supposed ? [`${zoneless} times name no zone and are taken as UTC (--time-zone)`] : []),
      ...this.#offsets.doubts(zoneless > 0),
    ];
  }

  #lost(): string[] {
    if (this.#withoutId === 0) return [];
    const [events, whose] =
      this.#withoutId === 1 ? ['logon or logoff', 'is its'] : ['logons and logoffs', 'are their'];
    return [`${this.#withoutId} ${events} without a logon id: ${whose} text alone exported?`];
  }

  missing(): string[] {
    const has = (...ids: number[]) => ids.some((id) => this.ids.has(String(id)));
    return [
      ...(has(4624) ? [] : ['no 4624: no session begins']),
      ...this.#lost(),
      ...(this.#withoutLog === 0
        ? []
        : [`no log is named in ${this.#withoutLog} of the events that may matter: export Channel`]),
      ...(has(4634, 4647) ? [] : ['no 4634 and no 4647: no session ends by a logoff']),
      ...(has(4688) ? [] : ['no 4688: nobody knows what ran']),
      ...(has(4688) && !has(4689) ? ['no 4689: no process run ends'] : []),
      ...(has(4688) && this.#commandLines === 0 ? ['no command lines in 4688'] : []),
      ...(has(4608) ? [] : ['no 4608: no restart was written in this time, or it was left out']),
    ];
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function columnOf(
  name: string,
  counts: ReadonlyMap<string, number>,
  top: number,
): Inspection['columns'][number] {
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { name, distinct: counts.size, top: sorted.slice(0, top).map(([value, rows]) => ({ value, rows })) };
}
