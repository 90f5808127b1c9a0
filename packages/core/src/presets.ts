import type { Pairing } from './pairing.js';

/**
 * How events of one key in one second are ordered.
 * - `file`: as the file has them.
 * - `start-first`: starts before ends.
 * - `pair`: alternating; while the key is open an end comes first, while it is not open a start comes first,
 *   and what is left over follows.
 *
 * Under the last two, starts and ends each keep their file order.
 */
export type TieRule = 'pair' | 'file' | 'start-first';

/** The tie rules, as an option names them. */
export const TIE_RULES: readonly TieRule[] = ['pair', 'file', 'start-first'];

/**
 * What becomes of a LogOn whose result is Fail.
 * - `other`: nobody was logged on, so it starts nothing. It counts as a row that is neither start nor end.
 * - `start`: it starts a session as one that succeeded does.
 *
 * A LogOff ends whatever its result.
 */
export type FailedLogons = 'other' | 'start';

/** What can become of failed logons, as an option names it. */
export const FAILED_LOGONS: readonly FailedLogons[] = ['other', 'start'];

/** What a session is a session of, and how its ties are ordered. */
export interface SessionRule {
  /** Names of the key's columns. */
  key: readonly string[];
  /** How events of one second are ordered. */
  ties: TieRule;
  /** Which end belongs to which start. */
  pairing: Pairing;
  /** Whether a start while the key is open begins the next session (machine.ts); only under pairing `merge`. */
  restarts?: boolean;
  /** What becomes of failed logons; absent for a source that has no results. */
  failedLogons?: FailedLogons;
}

/** Names of the presets. */
export type PresetName = 'destination' | 'notebook';

/**
 * `destination` pairs a logon from anywhere with the logoff that its destination writes down: LogOff rows never
 * name where the logon came from, so no key with the source in it can. `notebook` is what the code of the origin
 * notebook does.
 */
export const AUTH_PRESETS: Readonly<Record<PresetName, SessionRule>> = {
  destination: { key: ['dst_user', 'dst_machine'], ties: 'pair', pairing: 'merge', failedLogons: 'other' },
  notebook: {
    key: ['dst_user', 'src_machine', 'dst_machine'],
    ties: 'file',
    pairing: 'merge',
    failedLogons: 'start',
  },
};

/** The same for process runs: both have one key, since a process runs where it runs. */
export const PROC_PRESETS: Readonly<Record<PresetName, SessionRule>> = {
  destination: { key: ['user_domain', 'computer', 'process_name'], ties: 'pair', pairing: 'merge' },
  notebook: { key: ['user_domain', 'computer', 'process_name'], ties: 'file', pairing: 'merge' },
};

/**
 * Windows logons by the id that their host gives them: it names one session while that lives, and is given out again after
 * a restart of the host. A session whose id comes again before a logoff was written ended unseen.
 */
export const LOGON_ID_RULE: SessionRule = {
  key: ['LogHost', 'LogonID'],
  ties: 'pair',
  pairing: 'merge',
  restarts: true,
};
