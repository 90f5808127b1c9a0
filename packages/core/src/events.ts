/**
 * The rows of the five CMSC files as objects, with the data's own column names (Kent 2015, doi:10.17021/1179829).
 * Times and durations are whole seconds; `?` stands for a value that is not known.
 */

/** A row of auth.txt. */
export interface AuthEvent {
  /** Whole seconds from the beginning of the data. */
  time: number;
  /** The account that asks, with its domain: `U66@DOM1`, `C609$@DOM1` for a machine’s own. */
  src_user: string;
  /** The account that is logged on as. */
  dst_user: string;
  /** Where it comes from; on a LogOff the same as `dst_machine`. */
  src_machine: string;
  /** Where the logon is. */
  dst_machine: string;
  /** Kerberos, NTLM, Negotiate, …, or `?`. */
  auth_type: string;
  /** Network, Service, Batch, Interactive, …, or `?`. */
  logon_type: string;
  /** LogOn, LogOff, TGS, TGT, AuthMap, ScreenLock or ScreenUnlock. */
  orientation: string;
  /** Success or Fail. */
  result: string;
}

/** A column of auth.txt whose values are names: all but the time. */
export type AuthColumn = Exclude<keyof AuthEvent, 'time'>;

/** All of them, in the order of the file. */
export const AUTH_COLUMNS: readonly AuthColumn[] = [
  'src_user',
  'dst_user',
  'src_machine',
  'dst_machine',
  'auth_type',
  'logon_type',
  'orientation',
  'result',
];

/** A row of proc.txt. */
export interface ProcEvent {
  /** Whole seconds from the beginning of the data. */
  time: number;
  /** The account, with its domain. */
  user_domain: string;
  /** Where the process runs. */
  computer: string;
  /** Name of the program; the data has no process id. */
  process_name: string;
  /** Whether the process starts or ends. */
  action: 'Start' | 'End';
}

/** The columns of proc.txt whose values are names, in the order of the file. */
export const PROC_COLUMNS: readonly Exclude<keyof ProcEvent, 'time'>[] = [
  'user_domain',
  'computer',
  'process_name',
  'action',
];

/** A row of flows.txt. Ports are numbers, or `N…` where they were de-identified. */
export interface FlowEvent {
  /** Whole seconds from the beginning of the data. */
  time: number;
  /** Seconds. */
  duration: number;
  /** Who sent. */
  src_machine: string;
  /** A number, or `N…`. */
  src_port: string;
  /** Who received. */
  dst_machine: string;
  /** A number, or `N…`. */
  dst_port: string;
  /** Number of the IP protocol: 6 for TCP. */
  protocol: string;
  /** How many packets. */
  packets: number;
  /** How many bytes. */
  bytes: number;
}

/** A row of dns.txt. */
export interface DnsEvent {
  /** Whole seconds from the beginning of the data. */
  time: number;
  /** Who looked up. */
  src_machine: string;
  /** Who was looked up. */
  resolved_machine: string;
}

/** A row of redteam.txt: a logon of the red team. Rows repeat (749 rows, 715 distinct in the published file). */
export interface RedTeamEvent {
  /** Whole seconds from the beginning of the data. */
  attack_time: number;
  /** The account that the red team used: the `dst_user` of auth. */
  src_user: string;
  /** Where it came from. */
  src_machine: string;
  /** Where it went. */
  dst_machine: string;
}
