import type { Dictionary } from '@cmsc/core';
import type { UserKind } from './user-kind.js';

/** Why a session or run has no further time: the event that ended it, or what took its end away. */
export type EndedBy = '4634' | '4647' | '4689' | '5' | 'open' | 'boot' | 'reuse';

/** A logon session of a host. Times are microseconds since 1970, UTC; NaN where there is none. Texts are ids in {@link WindowsRun.names}. */
export interface WindowsSession {
  /** Its number among all sessions, counted from 1 by host and start. */
  number: number;
  /** As the host's first event spells it. */
  host: string;
  logonId: number;
  /** How often the host was started before, in what was read. */
  boot: number;
  start: number;
  end: number;
  endedBy: EndedBy;
  /** The last time at which the host is known to have had it, of one that a boot or a new logon ended. */
  endLatest: number;
  /** When its user logged off: a 4647. */
  userLogoff: number;
  logonType: number;
  user: number;
  domain: number;
  userKind: UserKind;
  sourceIp: number;
  sourceHost: number;
  authPackage: number;
  outboundUser: number;
  /** The other session of the logon; 0 is the id of ''. */
  linkedLogonId: number;
  /** 1, 0; -1 where the event does not say it. */
  elevated: number;
  privileged: boolean;
  reconnects: number;
  disconnects: number;
  locks: number;
  unlocks: number;
  /** Processes that were started in it. */
  processes: number;
  /** Names of the labels that it has. */
  labels: readonly string[];
}

/** Where a process runs. */
export type ProcessPlace = 'inSession' | 'inService' | 'withoutLogon' | 'withoutId';

/** A run of a process on a host. Times as {@link WindowsSession} has them. */
export interface WindowsProcess {
  /** Its session; undefined when it is in none that was read. */
  session: WindowsSession | undefined;
  host: string;
  boot: number;
  pid: number;
  start: number;
  end: number;
  endedBy: EndedBy;
  endLatest: number;
  processName: number;
  parentPid: number;
  parentName: number;
  logonId: number;
  creatorLogonId: number;
  user: number;
  place: ProcessPlace;
  /** NaN when it is not known. */
  exitStatus: number;
  /** Names of the labels that it has. */
  labels: readonly string[];
}

/** What came of events: sessions and process runs, by host and start. */
export interface WindowsRun {
  sessions: WindowsSession[];
  processes: WindowsProcess[];
  names: Dictionary;
  /** The hosts that wrote events, in lower case. */
  hosts: readonly string[];
}
