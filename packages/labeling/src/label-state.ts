import { CmscError, type RedTeamEvent, type RedTeamTuple, type TupleTally } from '@cmsc/core';
import type { TimeSpan } from './losses.js';
import type { RedTeamIndex } from './red-team-index.js';

/** What a run knows of one tuple and hands on to the next. */
export type TupleState = Omit<TupleTally, 'openSessions'>;

/** Label outcomes as plain JSON. Open sessions are left out: the next run carries them on and meets them again. */
export interface LabelState {
  /** Of this shape: a state of another version is refused. */
  version: 2;
  /** Complete sessions with at least one tuple in them. */
  attackedSessions: number;
  /** First and last time read so far; null before the first row. */
  span: TimeSpan | null;
  /** One for each distinct tuple of the red-team file, in the order of the index that it was made with. */
  tuples: TupleState[];
}

const COUNTS = ['exactRows', 'logonRows', 'failedLogonRows', 'originRows', 'sessions'] as const;

/**
 * Checks a state that was read from somewhere, and gives its tuples in the order of the index.
 *
 * @throws CmscError BAD_STATE_FILE when it is no label state, or one of another red-team file.
 */
export function checkLabelState(index: RedTeamIndex, value: unknown): LabelState {
  if (!isLabelState(value))
    throw new CmscError(
      'data',
      'BAD_STATE_FILE',
      'the labels in the state are damaged or of another version',
    );
  const byName = new Map(value.tuples.map((tuple) => [nameOf(tuple), tuple]));
  const tuples = index.tuples.map((tuple) => byName.get(nameOf(tuple)));
  if (byName.size !== index.distinct || tuples.includes(undefined))
    throw new CmscError('data', 'BAD_STATE_FILE', 'the state was made with another red-team file', {
      hint: 'give the one that the earlier run had',
    });
  return { ...value, tuples: tuples as TupleState[] };
}

function nameOf({ attack_time, src_user, src_machine, dst_machine, rows }: RedTeamTuple): string {
  return JSON.stringify([attack_time, src_user, src_machine, dst_machine, rows]);
}

function isLabelState(value: unknown): value is LabelState {
  if (!isRecord(value)) return false;
  const { version, attackedSessions, span, tuples } = value;
  return (
    version === 2 &&
    isCount(attackedSessions) &&
    isSpan(span) &&
    Array.isArray(tuples) &&
    tuples.every(isTupleState)
  );
}

function isTupleState(value: unknown): value is TupleState {
  if (!isRecord(value)) return false;
  const names: (keyof RedTeamEvent)[] = ['src_user', 'src_machine', 'dst_machine'];
  const { otherDestinations } = value;
  return (
    names.every((name) => typeof value[name] === 'string') &&
    ['attack_time', 'rows', ...COUNTS].every((name) => isCount(value[name])) &&
    Array.isArray(otherDestinations) &&
    otherDestinations.every((name) => typeof name === 'string')
  );
}

function isSpan(value: unknown): value is TimeSpan | null {
  return value === null || (isRecord(value) && isCount(value['first']) && isCount(value['last']));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
