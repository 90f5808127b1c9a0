import { edgeColumn, isDigits, isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

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
  /** The account that the event is about; one that ends in `$` is a computer's own. */
  UserName: string;
  /** The domain of UserName. */
  DomainName: string;
  /** The number of the kind of logon, which LogonTypeDescription says in words. */
  LogonType: string;
  /** Such as `Network` or `Interactive`. */
  LogonTypeDescription: string;
  /** `Negotiate`, `Kerberos`, `NTLM`, … */
  AuthenticationPackage: string;
  /** Where the logon came from. */
  Source: string;
  /** Where it went, in rows that a domain controller or the source wrote down. */
  Destination: string;
  /** The account of the computer or service that a ticket was asked for. */
  ServiceName: string;
  /** The program that was started or ended; in a logon, the one that handled it. */
  ProcessName: string;
  /** Names a process on its host while the process runs. */
  ProcessID: string;
  /** The program that started it, often without the ending that a ProcessName has. */
  ParentProcessName: string;
  /** The ProcessID of that one. */
  ParentProcessID: string;
  /** The outcome of a request to authenticate: `0x0` is success, anything else the code of a failure. */
  Status: string;
  /** Why a logon failed, in words. */
  FailureReason: string;
  /**
   * Where one account is mapped to another, as for a logon with other credentials: the one mapped to
   * UserName.
   */
  SubjectUserName: string;
  /** The domain of SubjectUserName. */
  SubjectDomainName: string;
  /** The LogonID of its session. */
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
  takenBy: 'cmsc sessions --source wls takes',
  fileNames: /^wls.*\.(json|jsonl|gz)$/i,
  resembles: ([time, eventId, logHost]) => isTimeLike(time!) && isDigits(eventId!) && logHost !== '',
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
