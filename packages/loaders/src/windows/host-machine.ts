import type { Dictionary } from '@cmsc/core';
import type { KeptEvent, LogonDetails, ProcessDetails } from './kept-events.js';
import { userKind } from './user-kind.js';
import { isServiceId } from './windows-ids.js';
import { count, type WindowsLedger } from './windows-ledger.js';
import type { EndedBy, WindowsProcess, WindowsSession } from './windows-sessions.js';

/** A clock that is set by less is kept right, not changed. */
const JUMP_MICROSECONDS = 1e6;

/** What a computer starts first, written down before the 4608. */
const FIRST_PROCESS = /(^|\\)(Registry|smss\.exe)$/i;
const SYSTEM_PID = 4;

/** Shared by all that have none. */
const NO_LABELS: readonly string[] = [];

/** Makes sessions and process runs of the events of a host, which come in order. */
export class HostMachine {
  readonly sessions: WindowsSession[] = [];
  readonly processes: WindowsProcess[] = [];
  readonly #host: string;
  readonly #names: Dictionary;
  readonly #ledger: WindowsLedger;
  /** The latest of each id, and of each pid, since the host was started. */
  readonly #byId = new Map<number, WindowsSession>();
  readonly #byPid = new Map<number, WindowsProcess>();
  /** Ids that have got privileges before their logon was written. */
  readonly #privileged = new Set<number>();
  #boot = 0;
  #isBooting = false;
  /** The time of the event before. */
  #before = NaN;

  constructor(host: string, names: Dictionary, ledger: WindowsLedger) {
    this.#host = host;
    this.#names = names;
    this.#ledger = ledger;
  }

  /** Takes the next event. */
  take(event: KeptEvent): void {
    const { kind } = event;
    if (kind === 'start') this.#logon(event);
    else if (kind === 'end') this.#logoff(event);
    else if (kind === 'processStart') this.#processStart(event);
    else if (kind === 'processEnd') this.#processEnd(event);
    else this.#other(event, kind);
    this.#before = event.time;
  }

  #logon(event: KeptEvent): void {
    const details = event.details as LogonDetails;
    if (details.logonType === 0) {
      // The system's own first logon.
      this.#boots();
      return count(this.#ledger.other, 'serviceIds');
    }
    this.#isBooting = false;
    if (!this.#hasOwnId(event)) return;
    this.#ledger.starts++;
    const given = this.#byId.get(event.logonId);
    if (given?.endedBy === 'open') this.#giveUp(given, 'reuse');
    const session = this.#session(event, details);
    this.#countPair(session);
    this.#byId.set(event.logonId, session);
    this.sessions.push(session);
  }

  // One literal: of a million sessions, parts that are spread into another take most of the time.
  #session({ logonId, time }: KeptEvent, details: LogonDetails): WindowsSession {
    const { user, domain, sid } = details;
    const names = this.#names;
    return {
      number: 0,
      host: this.#host,
      logonId,
      boot: this.#boot,
      start: time,
      end: NaN,
      endedBy: 'open',
      endLatest: NaN,
      userLogoff: NaN,
      logonType: details.logonType,
      user,
      domain,
      userKind: userKind(names.name(user), names.name(domain), names.name(sid)),
      sourceIp: details.sourceIp,
      sourceHost: details.sourceHost,
      authPackage: details.authPackage,
      outboundUser: details.outboundUser,
      linkedLogonId: details.linkedLogonId,
      elevated: details.elevated,
      privileged: this.#privileged.delete(logonId),
      reconnects: 0,
      disconnects: 0,
      locks: 0,
      unlocks: 0,
      processes: 0,
      labels: NO_LABELS,
    };
  }

  #countPair({ logonId, linkedLogonId }: WindowsSession): void {
    const other = linkedLogonId === 0 ? undefined : this.#byId.get(linkedLogonId);
    if (other?.linkedLogonId === logonId) this.#ledger.linkedPairs++;
  }

  #logoff(event: KeptEvent): void {
    if (!this.#hasOwnId(event)) return;
    this.#ledger.ends++;
    const session = this.#byId.get(event.logonId);
    if (!session) return void this.#ledger.orphanEnds++;
    if (session.endedBy === 'open') this.#ledger.sessions++;
    else this.#ledger.extendingEnds++;
    session.end = event.time;
    session.endedBy = event.id === 4647 ? '4647' : '4634';
    if (event.id === 4647) session.userLogoff = event.time;
  }

  /** Whether an event is of an id that a session can have; counts it otherwise. */
  #hasOwnId({ logonId }: KeptEvent): boolean {
    const isOwn = logonId !== 0 && !isServiceId(this.#names.name(logonId));
    if (!isOwn) count(this.#ledger.other, logonId === 0 ? 'noLogonId' : 'serviceIds');
    return isOwn;
  }

  #processStart(event: KeptEvent): void {
    const { pid, logonId } = event;
    const details = event.details as ProcessDetails;
    if (pid === 0) return count(this.#ledger.other, 'noProcessId');
    if (this.#isFirstProcess(event)) this.#boots();
    this.#ledger.processStarts++;
    const given = this.#byPid.get(pid);
    if (given?.endedBy === 'open') this.#giveUp(given, 'reuse');
    const { session, place } = this.#placeOf(logonId);
    const process: WindowsProcess = {
      session,
      host: this.#host,
      boot: this.#boot,
      pid,
      start: event.time,
      end: NaN,
      endedBy: 'open',
      endLatest: NaN,
      processName: details.processName,
      parentPid: details.parentPid,
      parentName: details.parentName,
      logonId,
      creatorLogonId: details.creatorLogonId,
      user: details.user,
      place,
      exitStatus: NaN,
      labels: NO_LABELS,
    };
    this.#byPid.set(pid, process);
    this.processes.push(process);
  }

  /** Whether an event is the start of what a computer starts first, be it of a process run or not: runs may be made of Sysmon's events. */
  #isFirstProcess({ details }: KeptEvent): boolean {
    if (!details || !('processName' in details) || details.parentPid !== SYSTEM_PID) return false;
    return FIRST_PROCESS.test(this.#names.name(details.processName));
  }

  #placeOf(logonId: number): Pick<WindowsProcess, 'session' | 'place'> {
    const ledger = this.#ledger;
    const session = logonId === 0 ? undefined : this.#byId.get(logonId);
    if (session) {
      ledger.processesInSession++;
      session.processes++;
      if (session.endedBy !== 'open') ledger.processesAfterEnd++;
      return { session, place: 'inSession' };
    }
    const isService = isServiceId(this.#names.name(logonId));
    if (logonId === 0) ledger.processesWithoutId++;
    else if (isService) ledger.processesInService++;
    else ledger.processesWithoutLogon++;
    return { session, place: logonId === 0 ? 'withoutId' : isService ? 'inService' : 'withoutLogon' };
  }

  #processEnd({ pid, logonId, time, id, number }: KeptEvent): void {
    if (pid === 0) return count(this.#ledger.other, 'noProcessId');
    this.#ledger.processEnds++;
    const process = this.#byPid.get(pid);
    if (process?.endedBy !== 'open') return void this.#ledger.orphanProcessEnds++;
    this.#ledger.runs++;
    if (logonId !== 0 && logonId !== process.logonId) this.#ledger.otherSessionAtExit++;
    process.end = time;
    process.endedBy = id === 5 ? '5' : '4689';
    process.exitStatus = number;
  }

  #other(event: KeptEvent, kind: Exclude<KeptEvent['kind'], 'start' | 'end' | `process${string}`>): void {
    const { logonId, number } = event;
    count(this.#ledger.other, kind as 'security');
    if (kind === 'bootMarkers' || this.#isFirstProcess(event)) this.#boots();
    else if (kind === 'clockChanges' && Math.abs(number) > JUMP_MICROSECONDS) this.#ledger.clockJumps++;
    else if (kind === 'privileges' && logonId !== 0) this.#privilege(logonId);
    else if (kind === 'reconnects' || kind === 'disconnects' || kind === 'locks' || kind === 'unlocks') {
      const session = this.#byId.get(logonId);
      if (session) session[kind]++;
      else this.#ledger.unattached++;
    }
  }

  #privilege(logonId: number): void {
    const session = this.#byId.get(logonId);
    if (session?.endedBy === 'open') session.privileged = true;
    else this.#privileged.add(logonId);
  }

  /** The host starts: all that it had is gone. What is written until the next logon belongs to the same start. */
  #boots(): void {
    if (this.#isBooting) return;
    this.#isBooting = true;
    this.#boot++;
    this.#ledger.boots++;
    for (const session of this.#byId.values()) if (session.endedBy === 'open') this.#giveUp(session, 'boot');
    for (const process of this.#byPid.values()) if (process.endedBy === 'open') this.#giveUp(process, 'boot');
    this.#byId.clear();
    this.#byPid.clear();
    this.#privileged.clear();
  }

  #giveUp(one: WindowsSession | WindowsProcess, endedBy: EndedBy & ('boot' | 'reuse')): void {
    one.endedBy = endedBy;
    one.endLatest = this.#before;
  }
}
