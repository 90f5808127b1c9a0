import type { RedTeamTimes } from '@cmsc/labeling';
import { compareKeys, type KeySessions } from './sessions-by-key.js';

/** A row of auth_redteam.jsonl. */
export interface OuterJoinRow {
  dst_user: string;
  src_machine: string;
  dst_machine: string;
  /** Null for a key that has red-team logons only. */
  sessions: KeySessions['spans'] | null;
  /** Null for a key that has sessions only. */
  times: number[] | null;
}

/** Joins sessions and red-team times by (user, source, destination); both are sorted by it, and so are the rows. */
export function* outerJoin(
  sessions: readonly KeySessions[],
  times: readonly RedTeamTimes[],
): Generator<OuterJoinRow> {
  let [s, t] = [0, 0];
  while (s < sessions.length || t < times.length) {
    const left = sessions[s];
    const right = times[t];
    const order = compareSides(left?.key, right && keyOf(right));
    const [dst_user, src_machine, dst_machine] = (order <= 0 ? left?.key : right && keyOf(right)) as [
      string,
      string,
      string,
    ];
    yield {
      dst_user,
      src_machine,
      dst_machine,
      sessions: order <= 0 ? (left?.spans ?? null) : null,
      times: order >= 0 ? (right?.times ?? null) : null,
    };
    if (order <= 0) s++;
    if (order >= 0) t++;
  }
}

/** A side that is at its end comes last. */
function compareSides(left: readonly string[] | undefined, right: readonly string[] | undefined): number {
  if (!left) return 1;
  return right ? compareKeys(left, right) : -1;
}

function keyOf({ src_user, src_machine, dst_machine }: RedTeamTimes): string[] {
  return [src_user, src_machine, dst_machine];
}
