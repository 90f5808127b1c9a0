import { Dictionary } from '@cmsc/core';
import { startsProcess, type WindowsEventKind } from './event-kinds.js';
import { EventRows, type EventNumbers } from './event-rows.js';
import type { WindowsEvent } from './read-event.js';
import { idOf, numberOf, statusOf } from './windows-ids.js';
import { parseTime } from './windows-time.js';

/** What a 4624 says of a logon, by ids in {@link KeptEvents.names} where it is text. */
export interface LogonDetails {
  logonType: number;
  user: number;
  domain: number;
  sid: number;
  sourceIp: number;
  sourceHost: number;
  authPackage: number;
  outboundUser: number;
  linkedLogonId: number;
  /** 1, 0; -1 where the version of the event does not say it. */
  elevated: number;
}

/** What a 4688, or Sysmon's 1, says of a process, by ids in {@link KeptEvents.names} where it is text. */
export interface ProcessDetails {
  processName: number;
  parentPid: number;
  parentName: number;
  creatorLogonId: number;
  user: number;
}

/** An event that matters, as it is kept. */
export interface KeptEvent {
  kind: WindowsEventKind;
  id: number;
  /** Microseconds since 1970, UTC. */
  time: number;
  /** -1 when it has none. */
  record: number;
  channel: number;
  /** Id in {@link KeptEvents.names} of the computer, as the event spells it. */
  host: number;
  /** Its place in what was read: files one after the other. */
  place: number;
  /** The file that it is from, counted from 0. */
  file: number;
  /** Id in {@link KeptEvents.names}; that of '' when it has none. */
  logonId: number;
  /** 0 when it has none. */
  pid: number;
  /** Of a logon or of the start of a process. */
  details: LogonDetails | ProcessDetails | undefined;
  /** The exit status of a process; microseconds that a 4616 moved the clock by. */
  number: number;
}

/** How the first event of a host spells its name, and the places of its events. */
export interface KeptHost {
  name: string;
  places: number[];
}

/** Events of a part of a file, for those of another thread. */
export interface KeptNumbers extends EventNumbers {
  /** The names that they hold, by id. */
  names: readonly string[];
}

/** The names of the values that are kept of events. */
export const KEPT_VALUES = [
  ...(['TargetUserName', 'TargetDomainName', 'TargetUserSid', 'TargetLogonId', 'LogonType'] as const),
  ...(['IpAddress', 'WorkstationName', 'AuthenticationPackageName', 'TargetOutboundUserName'] as const),
  ...(['TargetLinkedLogonId', 'ElevatedToken', 'SubjectLogonId', 'SubjectUserName', 'LogonID'] as const),
  ...(['NewProcessId', 'NewProcessName', 'ProcessId', 'ParentProcessName', 'Status'] as const),
  ...(['LogonId', 'Image', 'ParentProcessId', 'ParentImage', 'User'] as const),
  ...(['PreviousTime', 'NewTime'] as const),
];

/** The name of a value that is kept. */
export type KeptValue = (typeof KEPT_VALUES)[number];

/** An event that can be kept: a {@link WindowsEvent}, or one that has no other values. */
export interface KeepableEvent extends Omit<WindowsEvent, 'value'> {
  /** The value of this name; '' when there is none, or `-`. */
  value(name: KeptValue): string;
}

const YES = '%%1842';
const NO = '%%1843';

/** Where events say of which session they are; starts of processes say it in more than one place. */
const LOGON_ID: Readonly<Partial<Record<WindowsEventKind, KeptValue>>> = {
  start: 'TargetLogonId',
  end: 'TargetLogonId',
  locks: 'TargetLogonId',
  unlocks: 'TargetLogonId',
  privileges: 'SubjectLogonId',
  processEnd: 'SubjectLogonId',
  reconnects: 'LogonID',
  disconnects: 'LogonID',
};

/** The events that matter, as they come: few of all rows. */
export class KeptEvents {
  /** Every text that they hold, once. '' is 0. */
  readonly names = new Dictionary();
  readonly #rows = new EventRows();

  constructor() {
    this.names.intern('');
  }

  /** Keeps an event of a file. */
  add(event: KeepableEvent, file: number): void {
    const { kind, id, time, record } = event;
    const kept: Omit<KeptEvent, 'place'> = {
      kind,
      id,
      time,
      record,
      channel: this.names.intern(event.channel.toLowerCase()),
      host: this.names.intern(event.host),
      file,
      logonId: 0,
      pid: 0,
      details: undefined,
      number: NaN,
    };
    this.#fill(kept, event);
    this.#rows.push(kept);
  }

  /** All of them as numbers. */
  numbers(): KeptNumbers {
    return { ...this.#rows.numbers(), names: this.names.names() };
  }

  /** Keeps the events of a part of a file that another thread has read. */
  append(part: KeptNumbers, file: number): void {
    const here = Int32Array.from(part.names, (name) => this.names.intern(name));
    this.#rows.append(part, file, here);
  }

  /** The hosts, by their names in lower case. */
  hosts(): Map<string, KeptHost> {
    const hosts = new Map<string, KeptHost>();
    const bySpelling = new Map<number, KeptHost>();
    for (let place = 0; place < this.#rows.length; place++) {
      const spelling = this.#rows.hostAt(place);
      let host = bySpelling.get(spelling);
      if (!host) {
        const name = this.names.name(spelling);
        host = hosts.get(name.toLowerCase()) ?? { name, places: [] };
        hosts.set(name.toLowerCase(), host);
        bySpelling.set(spelling, host);
      }
      host.places.push(place);
    }
    return hosts;
  }

  /** The events of a host. */
  eventsOf({ places }: KeptHost): KeptEvent[] {
    return places.map((place) => this.#rows.at(place));
  }

  #fill(kept: Omit<KeptEvent, 'place'>, event: KeepableEvent): void {
    const { kind, value } = event;
    const logonId = LOGON_ID[kind];
    if (logonId !== undefined) kept.logonId = this.#logonId(value(logonId));
    if (kind === 'start') kept.details = this.#logon(event);
    else if (kind === 'clockChanges') kept.number = clockShift(event);
    else if (kind === 'processStart' && event.id === 1) this.#fillSysmonStart(kept, event);
    else if (startsProcess(kind, event.id)) this.#fillStart(kept, event);
    else if (kind === 'processEnd') {
      kept.pid = numberOf(value('ProcessId'));
      kept.number = statusOf(value('Status'));
    }
  }

  #logon({ value }: KeepableEvent): LogonDetails {
    const name = (of: KeptValue) => this.names.intern(value(of));
    const elevated = value('ElevatedToken');
    return {
      logonType: Number(/^\d{1,4}$/.exec(value('LogonType'))?.[0] ?? -1),
      user: name('TargetUserName'),
      domain: name('TargetDomainName'),
      sid: name('TargetUserSid'),
      sourceIp: this.names.intern(value('IpAddress').replace(/^::ffff:(?=\d+\.)/i, '')),
      sourceHost: name('WorkstationName'),
      authPackage: name('AuthenticationPackageName'),
      outboundUser: name('TargetOutboundUserName'),
      linkedLogonId: this.#logonId(value('TargetLinkedLogonId')),
      elevated: elevated === YES ? 1 : elevated === NO ? 0 : -1,
    };
  }

  /** A process runs in the session that it was started for; where no other is named, in that of its creator. */
  #fillStart(kept: Omit<KeptEvent, 'place'>, { value }: KeepableEvent): void {
    const creator = this.#logonId(value('SubjectLogonId'));
    const target = this.#logonId(value('TargetLogonId'));
    kept.logonId = target === 0 ? creator : target;
    kept.pid = numberOf(value('NewProcessId'));
    kept.details = {
      processName: this.names.intern(value('NewProcessName')),
      parentPid: numberOf(value('ProcessId')),
      parentName: this.names.intern(value('ParentProcessName')),
      creatorLogonId: creator,
      user: this.names.intern(value(target === 0 ? 'SubjectUserName' : 'TargetUserName')),
    };
  }

  #fillSysmonStart(kept: Omit<KeptEvent, 'place'>, { value }: KeepableEvent): void {
    kept.logonId = this.#logonId(value('LogonId'));
    kept.pid = numberOf(value('ProcessId'));
    kept.details = {
      processName: this.names.intern(value('Image')),
      parentPid: numberOf(value('ParentProcessId')),
      parentName: this.names.intern(value('ParentImage')),
      creatorLogonId: 0,
      user: this.names.intern(value('User')),
    };
  }

  #logonId(value: string): number {
    return this.names.intern(idOf(value));
  }
}

/** By how much a 4616 moved the clock; NaN where it does not say. */
function clockShift({ value }: KeepableEvent): number {
  const [before, after] = (['PreviousTime', 'NewTime'] as const).map((name) =>
    parseTime(value(name), undefined),
  );
  return after!.microseconds - before!.microseconds;
}
