import type { FailedLogons, LabelLedger, Ledger, RedTeamTuple, TieRule } from '@cmsc/core';

/** What a preset must make of auth. */
export interface PresetTruth {
  /** Names of the columns of its key. */
  key: readonly string[];
  /** How it orders the rows of one key in one second. */
  ties: TieRule;
  /** What becomes of failed logons under it. */
  failedLogons: FailedLogons;
  /** Where every row goes. Its `sessions` are the complete ones. */
  ledger: Ledger;
  /** LineDigest over one line a complete session: the key's columns, start, end, logons, logoffs. */
  sessionsDigest: string;
  /** Complete sessions with at least one red-team tuple in them. */
  attackedSessions: number;
}

/** Where a red-team tuple ends up under preset destination. Session times are whole seconds. */
export type AttackFate =
  | { in: 'session'; start_time: number; end_time: number }
  /** No LogOff followed: the session is open at the end of the data. */
  | { in: 'open session' }
  /** auth has the logon under another destination: the tuple's own (user, destination) has no session at that time. */
  | { in: 'none'; reason: 'other destination' };

/** A distinct red-team tuple. */
export interface AttackTruth extends RedTeamTuple {
  /** `exact`: auth has one row with its time, user, source and destination. `origin`: one with another destination. */
  match: 'exact' | 'origin';
  /** Where it ends up. */
  fate: AttackFate;
}

/** Process starts by where they fall under preset destination: `starts` is the sum of `inSessions`, `inOpenSessions`, `outside`. */
export interface ProcessTruth {
  /** All Start rows of proc. */
  starts: number;
  /** Within a complete session (both ends included) of the same user on the same computer. */
  inSessions: number;
  /** Of those, within an attacked one. Of two sessions that share the second, the one that began later counts. */
  inAttackedSessions: number;
  /** Within no complete session, but in one that is open at the end of the data. */
  inOpenSessions: number;
  /** All others. */
  outside: number;
}

/** truth.json: what is known of a made-up data set because it was made so. */
export interface Truth {
  /** Version of this schema. */
  version: 1;
  /** What the rows were made from, as text; the same seed and sizes give the same rows. */
  seed: string;
  /** The last second that may have rows. */
  lastSecond: number;
  /** Distinct users in auth whose name begins with `U`: people, and programs; computers' own accounts are not among them. */
  users: number;
  /** Distinct computers in auth, as source or destination. */
  machines: number;
  /** Rows of each file, all parts of auth together. */
  rows: { auth: number; proc: number; flows: number; dns: number; redteam: number };
  /** Rows of flows that are equal to one before them. The other files but redteam have none. */
  flowsDuplicates: number;
  /** What preset `destination` makes of auth. */
  destination: PresetTruth;
  /** What preset `notebook` makes of auth. */
  notebook: PresetTruth;
  /** Under preset destination. */
  labels: LabelLedger;
  /** In the order of redteam.txt. */
  attacks: AttackTruth[];
  /** Where the starts of proc fall. */
  processes: ProcessTruth;
}

/** Counts the label ledger from where each tuple ended up. */
export function labelTruth(attacks: readonly AttackTruth[], attackedSessions: number): LabelLedger {
  const count = (test: (attack: AttackTruth) => boolean) => attacks.filter(test).length;
  return {
    redteamRows: attacks.reduce((sum, { rows }) => sum + rows, 0),
    distinct: attacks.length,
    matchedExact: count(({ match }) => match === 'exact'),
    matchedOrigin: count(({ match }) => match === 'origin'),
    unmatched: 0,
    inSession: count(({ fate }) => fate.in === 'session'),
    inOpenSession: count(({ fate }) => fate.in === 'open session'),
    withoutSession: count(({ fate }) => fate.in === 'none'),
    nowhere: 0,
    attackedSessions,
  };
}
