/** What an event is to sessions and process runs. The names are those of the ledger where it counts such events. */
export type WindowsEventKind =
  | 'start'
  | 'end'
  | 'processStart'
  | 'processEnd'
  | 'bootMarkers'
  | 'shutdownMarkers'
  | 'clockChanges'
  | 'failedLogons'
  | 'explicitCredentials'
  | 'privileges'
  | 'reconnects'
  | 'disconnects'
  | 'locks'
  | 'unlocks'
  | 'logCleared'
  | 'sysmon'
  | 'security'
  | 'elsewhere';

/** All kinds; their places are the numbers that stand for them. */
export const EVENT_KINDS: readonly WindowsEventKind[] = [
  'start',
  'end',
  'processStart',
  'processEnd',
  'bootMarkers',
  'shutdownMarkers',
  'clockChanges',
  'failedLogons',
  'explicitCredentials',
  'privileges',
  'reconnects',
  'disconnects',
  'locks',
  'unlocks',
  'logCleared',
  'sysmon',
  'security',
  'elsewhere',
];

/** Where process runs come from: 4688 and 4689 of the log Security, or 1 and 5 of Sysmon. */
export type ProcessSource = 'security' | 'sysmon';

const SECURITY_KINDS: ReadonlyMap<number, WindowsEventKind> = new Map([
  [1100, 'shutdownMarkers'],
  // Events were lost while the computer went down: it counts as any other, but it is the last that is known of some sessions.
  [1101, 'security'],
  [1102, 'logCleared'],
  [4608, 'bootMarkers'],
  [4609, 'shutdownMarkers'],
  [4616, 'clockChanges'],
  [4624, 'start'],
  [4625, 'failedLogons'],
  [4634, 'end'],
  [4647, 'end'],
  [4648, 'explicitCredentials'],
  [4672, 'privileges'],
  [4688, 'processStart'],
  [4689, 'processEnd'],
  [4778, 'reconnects'],
  [4779, 'disconnects'],
  [4800, 'locks'],
  [4801, 'unlocks'],
]);
const CREATION = 4688;
const SYSMON_START = 1;
const SYSMON_END = 5;

const SECURITY = 'security';
const SYSMON = 'microsoft-windows-sysmon/operational';
/** Others write into the log Security, too, such as AD FS. */
const PROVIDERS = ['microsoft-windows-security-auditing', 'microsoft-windows-eventlog', ''];

/** The log that a provider writes its events into, of those that are looked at; '' for any other. */
export function channelOf(provider: string): string {
  const name = provider.toLowerCase();
  if (name === 'microsoft-windows-sysmon') return SYSMON;
  return name !== '' && PROVIDERS.includes(name) ? SECURITY : '';
}

/** Whether events of this id may matter, whatever the log. */
export function mayMatter(id: number): boolean {
  return SECURITY_KINDS.has(id) || id === SYSMON_START || id === SYSMON_END;
}

/** The kind of events of an id that does not matter, by their log. */
export function kindOfOther(channel: string): 'security' | 'elsewhere' {
  return channel.toLowerCase() === SECURITY ? 'security' : 'elsewhere';
}

/** The kind of an event. */
export function kindOf(
  id: number,
  channel: string,
  provider: string,
  processes: ProcessSource,
): WindowsEventKind {
  const log = channel.toLowerCase();
  if (log === SYSMON) return kindOfSysmon(id, processes);
  if (log !== SECURITY) return 'elsewhere';
  const kind = PROVIDERS.includes(provider.toLowerCase()) ? SECURITY_KINDS.get(id) : undefined;
  const isProcess = kind === 'processStart' || kind === 'processEnd';
  return kind === undefined || (isProcess && processes === 'sysmon') ? 'security' : kind;
}

/** Whether an event is the start of a process. A 4688 is one, too, where runs are made of Sysmon's events: it may tell a restart. */
export function startsProcess(kind: WindowsEventKind, id: number): boolean {
  return kind === 'processStart' || (kind === 'security' && id === CREATION);
}

function kindOfSysmon(id: number, processes: ProcessSource): WindowsEventKind {
  if (id !== SYSMON_START && id !== SYSMON_END) return 'elsewhere';
  if (processes === 'security') return 'sysmon';
  return id === SYSMON_START ? 'processStart' : 'processEnd';
}
