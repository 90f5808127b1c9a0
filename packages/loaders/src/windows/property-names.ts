const SUBJECT = ['SubjectUserSid', 'SubjectUserName', 'SubjectDomainName', 'SubjectLogonId'];
const TARGET = ['TargetUserSid', 'TargetUserName', 'TargetDomainName', 'TargetLogonId'];

const LOGON_0 = [
  ...[...SUBJECT, ...TARGET, 'LogonType', 'LogonProcessName', 'AuthenticationPackageName'],
  ...['WorkstationName', 'LogonGuid', 'TransmittedServices', 'LmPackageName', 'KeyLength'],
  ...['ProcessId', 'ProcessName', 'IpAddress', 'IpPort'],
];
const LOGON_1 = [...LOGON_0, 'ImpersonationLevel'];
const OUTBOUND = ['TargetOutboundUserName', 'TargetOutboundDomainName'];
const TOKEN = ['VirtualAccount', 'TargetLinkedLogonId', 'ElevatedToken'];
const LOGON_2 = [...LOGON_1, 'RestrictedAdminMode', ...OUTBOUND, ...TOKEN];
const LOGON_3 = [...LOGON_1, 'RestrictedAdminMode', 'RemoteCredentialGuard', ...OUTBOUND, ...TOKEN];

const CREATION_0 = [...SUBJECT, 'NewProcessId', 'NewProcessName', 'TokenElevationType', 'ProcessId'];
const CREATION_1 = [...CREATION_0, 'CommandLine'];
const CREATION_2 = [...CREATION_1, ...TARGET, 'ParentProcessName', 'MandatoryLabel'];

const RECONNECTION = [
  'AccountName',
  'AccountDomain',
  'LogonID',
  'SessionName',
  'ClientName',
  'ClientAddress',
];
const LOCK = [...TARGET, 'SessionId'];

const SYSMON_START = [
  ...['RuleName', 'UtcTime', 'ProcessGuid', 'ProcessId', 'Image', 'FileVersion', 'Description', 'Product'],
  ...['Company', 'OriginalFileName', 'CommandLine', 'CurrentDirectory', 'User', 'LogonGuid', 'LogonId'],
  ...['TerminalSessionId', 'IntegrityLevel', 'Hashes', 'ParentProcessGuid', 'ParentProcessId'],
  ...['ParentImage', 'ParentCommandLine', 'ParentUser'],
];
const SYSMON_END = ['RuleName', 'UtcTime', 'ProcessGuid', 'ProcessId', 'Image', 'User'];

/**
 * The names of an event's values by their position, for each version of the event from the first that is given on: what
 * `Get-WinEvent` leaves to its reader. After the event pages of Microsoft's documentation of audit events, and Sysmon's schema.
 */
const NAMES: Readonly<Record<number, { first: number; versions: readonly (readonly string[])[] }>> = {
  4616: { first: 1, versions: [[...SUBJECT, 'PreviousTime', 'NewTime', 'ProcessId', 'ProcessName']] },
  4624: { first: 0, versions: [LOGON_0, LOGON_1, LOGON_2, LOGON_3] },
  4634: { first: 0, versions: [[...TARGET, 'LogonType']] },
  4647: { first: 0, versions: [TARGET] },
  4672: { first: 0, versions: [[...SUBJECT, 'PrivilegeList']] },
  4688: { first: 0, versions: [CREATION_0, CREATION_1, CREATION_2] },
  4689: { first: 0, versions: [[...SUBJECT, 'Status', 'ProcessId', 'ProcessName']] },
  4778: { first: 0, versions: [RECONNECTION] },
  4779: { first: 0, versions: [RECONNECTION] },
  4800: { first: 0, versions: [LOCK] },
  4801: { first: 0, versions: [LOCK] },
};

/** Sysmon's versions differ by what they add at the end, of those that have a RuleName. */
const SYSMON_NAMES: Readonly<Record<number, readonly string[]>> = { 1: SYSMON_START, 5: SYSMON_END };

/**
 * The names of the values of an event; `unknown` for a version that nobody has described; undefined for an event whose values are not
 * looked at. A version of -1 is not said: it is the one with as many values.
 */
export function propertyNames(
  id: number,
  version: number,
  values: number,
  isSysmon = false,
): readonly string[] | 'unknown' | undefined {
  if (isSysmon) return SYSMON_NAMES[id];
  const known = NAMES[id];
  if (known === undefined) return undefined;
  const alike = version < 0 && known.versions.find(({ length }) => length === values);
  if (alike) return alike;
  const place = Math.max(version, 0) - known.first;
  return place < 0 ? undefined : (known.versions[place] ?? 'unknown');
}
