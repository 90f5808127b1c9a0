/** A column, its type, and what it means. */
type Column = readonly [name: string, type: string, meaning: string];

const START: Column = ['start_time', 'TIMESTAMP', 'when it began, UTC'];
const END: Column = ['end_time', 'TIMESTAMP', 'when it ended, UTC; empty for what has no end'];
const HOST: Column = ['host', 'VARCHAR', 'computer that wrote the events'];
const BOOT: Column = ['boot', 'INTEGER', 'how often the computer was started before, in what was read'];
const LABELS: Column = ['labels', 'VARCHAR[]', 'names of the labels that it has (--labels)'];
const SESSION_ID: Column = [
  'session_id',
  'BIGINT',
  'number of the session among all of the run, those without an end too, from 1 on, by host and start',
];

/** Columns of the logon sessions of Windows events. */
export const WINDOWS_SESSION_COLUMNS: readonly Column[] = [
  SESSION_ID,
  HOST,
  ['logon_id', 'VARCHAR', 'id of the logon on its host: 0x2f155'],
  BOOT,
  START,
  END,
  ['duration', 'DOUBLE', 'end_time minus start_time, seconds'],
  ['ended_by', 'VARCHAR', 'event that ended it: 4634, 4647; or boot, reuse of its id, or open'],
  [
    'end_latest',
    'TIMESTAMP',
    'of one that a boot or a new logon ended: the last event kept of the host before that',
  ],
  ['user_logoff', 'TIMESTAMP', 'when its user logged off (4647)'],
  ['logon_type', 'INTEGER', 'kind of logon: 2 at the computer, 3 over the network, 10 by remote desktop, …'],
  ['user', 'VARCHAR', 'account that is logged on as'],
  ['domain', 'VARCHAR', 'domain of the account'],
  ['user_kind', 'VARCHAR', 'user, machine, virtual or anonymous'],
  ['source_ip', 'VARCHAR', 'address that the logon came from'],
  ['source_host', 'VARCHAR', 'computer that the logon came from, as it called itself'],
  ['auth_package', 'VARCHAR', 'Kerberos, NTLM, Negotiate, …'],
  ['outbound_user', 'VARCHAR', 'account that it is to others (logon type 9)'],
  ['linked_logon_id', 'VARCHAR', 'logon_id of the other session of the logon, one of them elevated'],
  ['elevated', 'BOOLEAN', 'whether it has all rights of its user; empty before Windows 10'],
  ['privileged', 'BOOLEAN', 'whether it got special privileges (4672)'],
  ['reconnects', 'INTEGER', 'reconnections to it (4778)'],
  ['disconnects', 'INTEGER', 'disconnections from it (4779)'],
  ['locks', 'INTEGER', 'locks of its screen (4800)'],
  ['unlocks', 'INTEGER', 'unlocks of its screen (4801)'],
  ['processes', 'INTEGER', 'processes that were started in it'],
  LABELS,
  ['label', 'INTEGER', 'in a database: 1 when it has a label, else 0; empty without labels'],
];

/** Columns of the process runs of Windows events. */
export const WINDOWS_PROCESS_COLUMNS: readonly Column[] = [
  ['run_id', 'BIGINT', 'in a database: number of the run, from 1 on, by host and start'],
  ['session', 'INTEGER', 'session_id of its session; empty when that was not read'],
  HOST,
  BOOT,
  ['pid', 'BIGINT', 'number of the process on its host'],
  START,
  END,
  ['ended_by', 'VARCHAR', 'event that ended it: 4689, 5; or boot, reuse of its pid, or open'],
  ['process_name', 'VARCHAR', 'path of the program'],
  ['parent_pid', 'BIGINT', 'pid of the process that started it'],
  ['parent_name', 'VARCHAR', 'path of that one’s program'],
  ['logon_id', 'VARCHAR', 'id of the logon that it runs in'],
  ['creator_logon_id', 'VARCHAR', 'id of the logon that started it'],
  ['user', 'VARCHAR', 'account that it runs as'],
  ['where', 'VARCHAR', 'inSession, inService, withoutLogon or withoutId'],
  ['exit_status', 'BIGINT', 'its exit status, 32 bits without sign'],
  LABELS,
];

/** Columns of the processes inside sessions of Windows events. */
export const WINDOWS_SESSION_PROCESS_COLUMNS: readonly Column[] = [
  SESSION_ID,
  ['position', 'INTEGER', 'place of the process in its session, from 1 on, by time'],
  ['time', 'TIMESTAMP', 'when it was started, UTC'],
  ['gap', 'INTEGER', 'whole seconds since the process before; of the first, since the session began'],
  ['process_name', 'VARCHAR', 'path of the program'],
];
