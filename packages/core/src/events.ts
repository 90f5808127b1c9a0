/**
 * The rows of the five CMSC files as objects, with the data's own column names (Kent 2015, doi:10.17021/1179829).
 * Times and durations are whole seconds; `?` stands for a value that is not known.
 */

/** A row of auth.txt. */
export interface AuthEvent {
  time: number;
  src_user: string;
  dst_user: string;
  src_machine: string;
  dst_machine: string;
  auth_type: string;
  logon_type: string;
  /** LogOn, LogOff, TGS, TGT, AuthMap, ScreenLock or ScreenUnlock. */
  orientation: string;
  /** Success or Fail. */
  result: string;
}

/** A row of proc.txt. */
export interface ProcEvent {
  time: number;
  user_domain: string;
  computer: string;
  process_name: string;
  action: 'Start' | 'End';
}

/** A row of flows.txt. Ports are numbers, or `N…` where they were de-identified. */
export interface FlowEvent {
  time: number;
  duration: number;
  src_machine: string;
  src_port: string;
  dst_machine: string;
  dst_port: string;
  protocol: string;
  packets: number;
  bytes: number;
}

/** A row of dns.txt. */
export interface DnsEvent {
  time: number;
  src_machine: string;
  resolved_machine: string;
}

/** A row of redteam.txt: a logon of the red team. Rows repeat (749 rows, 715 distinct in the published file). */
export interface RedTeamEvent {
  attack_time: number;
  src_user: string;
  src_machine: string;
  dst_machine: string;
}

/** A distinct row of the red-team file. */
export interface RedTeamTuple extends RedTeamEvent {
  /** How many rows of the file are this tuple: more than 1 where the file repeats itself. */
  rows: number;
}
