import { compareBytes } from '@cmsc/core';
import type { RedTeamIndex } from './red-team-index.js';
import type { RedTeamTuple } from '@cmsc/core';

/** All attacks of one user from one source on one destination. */
export interface RedTeamTimes {
  /** The user whose account was used, as `U620@DOM1`. */
  src_user: string;
  /** The computer that the attacks came from. */
  src_machine: string;
  /** The computer that they went to. */
  dst_machine: string;
  /** Attack times in file order; a time that the file repeats is repeated. */
  times: number[];
}

/**
 * The origin notebook's table of the red team: its times by user, source and destination.
 * Keys are sorted by the bytes of their columns.
 */
export function timesByKey(index: RedTeamIndex): RedTeamTimes[] {
  const keys = new Map<string, RedTeamTimes>();
  for (const number of index.rowTuples) {
    const { attack_time, src_user, src_machine, dst_machine } = index.tuples[number] as RedTeamTuple;
    const name = JSON.stringify([src_user, src_machine, dst_machine]);
    const key = keys.get(name) ?? { src_user, src_machine, dst_machine, times: [] };
    key.times.push(attack_time);
    keys.set(name, key);
  }
  return [...keys.values()].sort(
    (a, b) =>
      compareBytes(a.src_user, b.src_user) ||
      compareBytes(a.src_machine, b.src_machine) ||
      compareBytes(a.dst_machine, b.dst_machine),
  );
}
