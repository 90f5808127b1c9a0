import { grown } from '@cmsc/core';
import { EVENT_KINDS, startsProcess, type WindowsEventKind } from './event-kinds.js';
import type { KeptEvent, LogonDetails, ProcessDetails } from './kept-events.js';

/** Events as numbers: a hundred bytes each, which go to another thread as they are, and which no garbage collector looks through. */
export interface EventNumbers {
  /** Five of each event: time, record, number, pid, and the logon type or the parent's pid. */
  floats: Float64Array;
  /** Fifteen of each event: kind, id, file, elevated; ids of names: host, channel, logon id, and eight of the details. */
  ints: Int32Array;
}

const FLOATS = 5;
const INTS = 15;
const FIRST_NAME = 4;
const FILE = 2;

/** Events of a part, of which a list has as many as it needs. */
const PART_EVENTS = 4096;

/** Events that a part has room for at first; then twice as many, and so on: most blocks have few. */
const FIRST_EVENTS = 64;

const KIND_NUMBERS = new Map<WindowsEventKind, number>(EVENT_KINDS.map((kind, number) => [kind, number]));

/** A list of events, which are made again when they are asked for. */
export class EventRows {
  readonly #parts: EventNumbers[] = [];
  #length = 0;

  /** Number of events. */
  get length(): number {
    return this.#length;
  }

  /** Adds an event. */
  push(event: Omit<KeptEvent, 'place'>): void {
    const { floats, ints } = this.#next();
    const { details } = event;
    let at = ((this.#length - 1) % PART_EVENTS) * FLOATS;
    floats[at++] = event.time;
    floats[at++] = event.record;
    floats[at++] = event.number;
    floats[at++] = event.pid;
    if (details) floats[at] = 'sid' in details ? details.logonType : details.parentPid;
    at = ((this.#length - 1) % PART_EVENTS) * INTS;
    ints[at++] = KIND_NUMBERS.get(event.kind)!;
    ints[at++] = event.id;
    ints[at++] = event.file;
    ints[at++] = details && 'sid' in details ? details.elevated : 0;
    ints[at++] = event.host;
    ints[at++] = event.channel;
    ints[at++] = event.logonId;
    if (details && 'sid' in details) setLogonNames(ints, at, details);
    else if (details) setProcessNames(ints, at, details);
  }

  /** The event at a place. */
  at(place: number): KeptEvent {
    const { floats, ints } = this.#parts[Math.floor(place / PART_EVENTS)]!;
    const float = (place % PART_EVENTS) * FLOATS;
    const int = (place % PART_EVENTS) * INTS;
    const kind = EVENT_KINDS[ints[int]!]!;
    const id = ints[int + 1]!;
    return {
      kind,
      id,
      time: floats[float]!,
      record: floats[float + 1]!,
      channel: ints[int + FIRST_NAME + 1]!,
      host: ints[int + FIRST_NAME]!,
      place,
      file: ints[int + FILE]!,
      logonId: ints[int + FIRST_NAME + 2]!,
      pid: floats[float + 3]!,
      details: detailsOf(kind, id, floats[float + 4]!, ints, int + FIRST_NAME + 3),
      number: floats[float + 2]!,
    };
  }

  /** The name of the host of the event at a place. */
  hostAt(place: number): number {
    const { ints } = this.#parts[Math.floor(place / PART_EVENTS)]!;
    return ints[(place % PART_EVENTS) * INTS + FIRST_NAME]!;
  }

  /** All events as numbers. */
  numbers(): EventNumbers {
    const floats = new Float64Array(this.#length * FLOATS);
    const ints = new Int32Array(this.#length * INTS);
    this.#parts.forEach((part, place) => {
      const events = Math.min(PART_EVENTS, this.#length - place * PART_EVENTS);
      floats.set(part.floats.subarray(0, events * FLOATS), place * PART_EVENTS * FLOATS);
      ints.set(part.ints.subarray(0, events * INTS), place * PART_EVENTS * INTS);
    });
    return { floats, ints };
  }

  /** Adds events of a file that are numbers; `names` has the id here of each name there. */
  append({ floats, ints }: EventNumbers, file: number, names: ArrayLike<number>): void {
    for (let event = 0; event * INTS < ints.length; event++) {
      const part = this.#next();
      const place = (this.#length - 1) % PART_EVENTS;
      for (let n = 0; n < FLOATS; n++) part.floats[place * FLOATS + n] = floats[event * FLOATS + n]!;
      for (let n = 0; n < INTS; n++) {
        const value = ints[event * INTS + n]!;
        part.ints[place * INTS + n] = n === FILE ? file : n < FIRST_NAME ? value : names[value]!;
      }
    }
  }

  /** The part that the next event is in, which has room for it. */
  #next(): EventNumbers {
    const place = this.#length++ % PART_EVENTS;
    if (place === 0) this.#parts.push({ floats: new Float64Array(0), ints: new Int32Array(0) });
    const part = this.#parts.at(-1)!;
    if (part.ints.length === place * INTS) {
      const events = Math.max(place * 2, FIRST_EVENTS);
      part.floats = grown(part.floats, events * FLOATS);
      part.ints = grown(part.ints, events * INTS);
    }
    return part;
  }
}

function setLogonNames(ints: Int32Array, at: number, details: LogonDetails): void {
  ints[at] = details.user;
  ints[at + 1] = details.domain;
  ints[at + 2] = details.sid;
  ints[at + 3] = details.sourceIp;
  ints[at + 4] = details.sourceHost;
  ints[at + 5] = details.authPackage;
  ints[at + 6] = details.outboundUser;
  ints[at + 7] = details.linkedLogonId;
}

function setProcessNames(ints: Int32Array, at: number, details: ProcessDetails): void {
  ints[at] = details.user;
  ints[at + 1] = details.processName;
  ints[at + 2] = details.parentName;
  ints[at + 3] = details.creatorLogonId;
}

function detailsOf(
  kind: WindowsEventKind,
  id: number,
  number: number,
  ints: Int32Array,
  at: number,
): KeptEvent['details'] {
  const user = ints[at]!;
  if (startsProcess(kind, id))
    return {
      user,
      processName: ints[at + 1]!,
      parentPid: number,
      parentName: ints[at + 2]!,
      creatorLogonId: ints[at + 3]!,
    };
  if (kind !== 'start') return undefined;
  return {
    logonType: number,
    user,
    domain: ints[at + 1]!,
    sid: ints[at + 2]!,
    sourceIp: ints[at + 3]!,
    sourceHost: ints[at + 4]!,
    authPackage: ints[at + 5]!,
    outboundUser: ints[at + 6]!,
    linkedLogonId: ints[at + 7]!,
    elevated: ints[at - FIRST_NAME]!,
  };
}
