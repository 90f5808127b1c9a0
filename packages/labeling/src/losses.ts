import { fateOf, matchOf, type RedTeamEvent, type TupleTally } from '@cmsc/core';

/** Why a tuple is not matched exactly, or lies in no complete session. */
export type LossCode =
  // not matched exactly
  | 'OTHER_DESTINATION'
  | 'KEPT_OUT'
  | 'OUTSIDE_SPAN'
  | 'NOT_IN_AUTH'
  // in no complete session, although matched or in an open one
  | 'REMOTE_LOGON'
  | 'NO_LOGOFF'
  | 'FAILED_LOGON'
  | 'NOT_A_LOGON'
  | 'NO_SESSION';

/** What each code means, whatever the event: {@link Loss.text} says it of one. */
export const LOSS_REASONS: Readonly<Record<LossCode, string>> = {
  OTHER_DESTINATION: 'auth has the time, user and source with another destination only',
  KEPT_OUT: 'a filter kept the row out',
  OUTSIDE_SPAN: 'earlier or later than all rows read',
  NOT_IN_AUTH: 'no row read has the time, user and source',
  REMOTE_LOGON: 'a remote logon, which no logoff closes under a key with the source',
  NO_LOGOFF: 'no logoff was seen before the end of what was read',
  FAILED_LOGON: 'the logon that matches failed',
  NOT_A_LOGON: 'the row that matches is no LogOn row',
  NO_SESSION: 'no session was made of the logon that matches',
};

/** A reason, as a stable code and as a sentence for people. */
export interface Loss {
  /** Why, for programs. */
  code: LossCode;
  /** Why, for people. */
  text: string;
}

/** First and last time of the rows read, in seconds. */
export interface TimeSpan {
  /** Seconds. */
  first: number;
  /** Seconds; inside. */
  last: number;
}

/** What a run was like, as far as it explains losses. */
export interface RunFacts {
  /** Columns of the sessions' key; without it, no loss is put down to the key. */
  key?: readonly string[];
  /** Whether a filter kept the rows of a tuple out of the run. */
  isFiltered?: (tuple: RedTeamEvent) => boolean;
}

const MOST_NAMES = 3;

/** The reasons why a tuple got lost on its way into a complete session: none for one that is matched exactly and in. */
export function lossesOf(tally: TupleTally, span: TimeSpan | null, run: RunFacts): Loss[] {
  const losses = [matchLoss(tally, span, run), sessionLoss(tally, span, run)];
  return losses.filter((loss) => loss !== undefined);
}

function matchLoss(tally: TupleTally, span: TimeSpan | null, run: RunFacts): Loss | undefined {
  const match = matchOf(tally);
  if (match === 'exact') return undefined;
  if (match === 'origin')
    return {
      code: 'OTHER_DESTINATION',
      text: `auth has this time, user and source with another destination: ${listed(tally.otherDestinations)}`,
    };
  if (run.isFiltered?.(tally)) return { code: 'KEPT_OUT', text: 'a filter kept its rows out' };
  if (span === null) return { code: 'OUTSIDE_SPAN', text: 'no auth row was read' };
  if (tally.attack_time < span.first || tally.attack_time > span.last)
    return { code: 'OUTSIDE_SPAN', text: `outside the time span read, ${span.first} to ${span.last}` };
  return { code: 'NOT_IN_AUTH', text: 'no auth row read has this time, user and source' };
}

/** A tuple that is in no session for want of an exact match has its reason already. */
function sessionLoss(tally: TupleTally, span: TimeSpan | null, run: RunFacts): Loss | undefined {
  const fate = fateOf(tally);
  if (fate === 'open') return openLoss(tally, span, run);
  if (fate !== 'event' || matchOf(tally) !== 'exact') return undefined;
  if (tally.logonRows === 0 && tally.failedLogonRows > 0)
    return { code: 'FAILED_LOGON', text: 'the logon that matches it failed, so it starts no session' };
  if (tally.logonRows === 0)
    return {
      code: 'NOT_A_LOGON',
      text: 'the rows that match it are no LogOn rows, so they start no session',
    };
  return { code: 'NO_SESSION', text: 'no session was made of the logon that matches it' };
}

/**
 * In all 17,418 LogOff rows looked at, source and destination were the same machine: under a key with the source, none
 * of them can close a remote logon.
 */
function openLoss(tuple: RedTeamEvent, span: TimeSpan | null, { key }: RunFacts): Loss {
  if (key?.includes('src_machine') && tuple.src_machine !== tuple.dst_machine)
    return {
      code: 'REMOTE_LOGON',
      text: 'a remote logon: the LogOff rows never name where it came from, so under a key with the source it stays open',
    };
  const until = span === null ? '' : `, at ${span.last}`;
  return { code: 'NO_LOGOFF', text: `no logoff seen before the end of what was read${until}` };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
