import { Dictionary } from '@cmsc/core';
import type { WindowsEventKind } from './event-kinds.js';
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

/** Events of a host, and how the first of them spells its name. */
export interface HostEvents {
  name: string;
  events: KeptEvent[];
}

const YES = '%%1842';
const NO = '%%1843';

/** The events that matter, by host, as they come: few of all rows. */
export class KeptEvents {
  /** Every text that they hold, once. '' is 0. */
  readonly names = new Dictionary();
  /** By the name of the host in lower case. */
  readonly hosts = new Map<string, HostEvents>();
  #place = 0;

  constructor() {
    this.names.intern('');
  }

  /** Keeps an event of a file. */
  add(event: WindowsEvent, file: number): void {
    const key = event.host.toLowerCase();
    let host = this.hosts.get(key);
    if (!host) this.hosts.set(key, (host = { name: event.host, events: [] }));
    const { kind, id, time, record } = event;
    const common = { kind, id, time, record, place: this.#place++, file };
    const channel = this.names.intern(event.channel.toLowerCase());
    host.events.push({ ...common, channel, ...this.#values(event) });
  }

  #values(event: WindowsEvent): Pick<KeptEvent, 'logonId' | 'pid' | 'details' | 'number'> {
    const none = { logonId: 0, pid: 0, details: undefined, number: NaN };
    const id = (name: string) => this.#logonId(event.value(name));
    switch (event.kind) {
      case 'start':
        return { ...none, logonId: id('TargetLogonId'), details: this.#logon(event) };
      case 'end':
      case 'locks':
      case 'unlocks':
        return { ...none, logonId: id('TargetLogonId') };
      case 'privileges':
        return { ...none, logonId: id('SubjectLogonId') };
      case 'reconnects':
      case 'disconnects':
        return { ...none, logonId: id('LogonID') };
      case 'clockChanges':
        return { ...none, number: clockShift(event) };
      case 'processStart':
        return event.id === 1 ? this.#sysmonStart(event) : this.#processStart(event);
      case 'processEnd': {
        const pid = numberOf(event.value('ProcessId'));
        return { ...none, pid, logonId: id('SubjectLogonId'), number: statusOf(event.value('Status')) };
      }
      default:
        return none;
    }
  }

  #logon({ value }: WindowsEvent): LogonDetails {
    const name = (of: string) => this.names.intern(value(of));
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
  #processStart({ value }: WindowsEvent) {
    const creator = this.#logonId(value('SubjectLogonId'));
    const target = this.#logonId(value('TargetLogonId'));
    const user = value(target === 0 ? 'SubjectUserName' : 'TargetUserName');
    const details: ProcessDetails = {
      processName: this.names.intern(value('NewProcessName')),
      parentPid: numberOf(value('ProcessId')),
      parentName: this.names.intern(value('ParentProcessName')),
      creatorLogonId: creator,
      user: this.names.intern(user),
    };
    const pid = numberOf(value('NewProcessId'));
    return { logonId: target === 0 ? creator : target, pid, details, number: NaN };
  }

  #sysmonStart({ value }: WindowsEvent) {
    const details: ProcessDetails = {
      processName: this.names.intern(value('Image')),
      parentPid: numberOf(value('ParentProcessId')),
      parentName: this.names.intern(value('ParentImage')),
      creatorLogonId: 0,
      user: this.names.intern(value('User')),
    };
    return {
      logonId: this.#logonId(value('LogonId')),
      pid: numberOf(value('ProcessId')),
      details,
      number: NaN,
    };
  }

  #logonId(value: string): number {
    return this.names.intern(idOf(value));
  }
}

/** By how much a 4616 moved the clock; NaN where it does not say. */
function clockShift({ value }: WindowsEvent): number {
  const [before, after] = ['PreviousTime', 'NewTime'].map((name) => parseTime(value(name), undefined));
  return after!.microseconds - before!.microseconds;
}
