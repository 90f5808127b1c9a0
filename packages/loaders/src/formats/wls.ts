import { edgeColumn, isDigits, nameColumn, timeColumn, type Format } from './format.js';

/** A row of a Windows event log of 2017, with the members that its event has; the others are empty. */
export interface WlsEvent {
  /** Seconds. */
  Time: number;
  /** Of Windows: 4624 is a logon, 4634 a logoff, 4647 a logoff that the user asked for, 4688 the start of a process, … */
  EventID: string;
  /** The computer that wrote the row down. */
  LogHost: string;
  /** Names a session on its host while the session lives, such as `0x9f17415`. */
  LogonID: string;
  UserName: string;
  DomainName: string;
  /** The number of the kind of logon, which LogonTypeDescription says in words. */
  LogonType: string;
  LogonTypeDescription: string;
  AuthenticationPackage: string;
  /** Where the logon came from. */
  Source: string;
  /** Where it went, in rows that a domain controller or the source wrote down. */
  Destination: string;
  ServiceName: string;
  ProcessName: string;
  ProcessID: string;
  ParentProcessName: string;
  ParentProcessID: string;
  Status: string;
  FailureReason: string;
  SubjectUserName: string;
  SubjectDomainName: string;
  SubjectLogonID: string;
}

/**
 * wls_day-NN: Windows event logs of LANL's "Unified Host and Network Data Set" (Turcotte, Kent and Hash 2018, csr.lanl.gov/data/2017),
 * a JSON object a line. 4624 starts a session, 4634 ends it; a 4647 before that ends it for the user. Such a row without
 * LogHost or LogonID is of no session, and does neither.
 */
export const wls: Format<WlsEvent> = {
  name: 'wls',
  syntax: 'json-lines',
  columns: [
    timeColumn('Time'),
    edgeColumn('EventID'),
    nameColumn('LogHost', 'computer'),
    nameColumn('LogonID'),
    nameColumn('UserName', 'user'),
    nameColumn('DomainName', 'domain'),
    nameColumn('LogonType'),
    nameColumn('LogonTypeDescription'),
    nameColumn('AuthenticationPackage'),
    nameColumn('Source', 'computer'),
    nameColumn('Destination', 'computer'),
    nameColumn('ServiceName'),
    nameColumn('ProcessName', 'process'),
    nameColumn('ProcessID'),
    nameColumn('ParentProcessName', 'process'),
    nameColumn('ParentProcessID'),
    nameColumn('Status'),
    nameColumn('FailureReason'),
    nameColumn('SubjectUserName', 'user'),
    nameColumn('SubjectDomainName', 'domain'),
    nameColumn('SubjectLogonID', 'LogonID'),
  ],
  edge: { start: '4624', end: '4634', moreEnds: ['4647'], needs: ['LogHost', 'LogonID'], others: true },
  ordered: true,
  fileNames: /^wls.*\.(json|jsonl|gz)$/i,
  resembles: ([time, eventId, logHost]) => isDigits(time!) && isDigits(eventId!) && logHost !== '',
  toEvent: (fields) => ({
    Time: Number(fields[0]),
    EventID: fields[1]!,
    LogHost: fields[2]!,
    LogonID: fields[3]!,
    UserName: fields[4]!,
    DomainName: fields[5]!,
    LogonType: fields[6]!,
    LogonTypeDescription: fields[7]!,
    AuthenticationPackage: fields[8]!,
    Source: fields[9]!,
    Destination: fields[10]!,
    ServiceName: fields[11]!,
    ProcessName: fields[12]!,
    ProcessID: fields[13]!,
    ParentProcessName: fields[14]!,
    ParentProcessID: fields[15]!,
    Status: fields[16]!,
    FailureReason: fields[17]!,
    SubjectUserName: fields[18]!,
    SubjectDomainName: fields[19]!,
    SubjectLogonID: fields[20]!,
  }),
};
