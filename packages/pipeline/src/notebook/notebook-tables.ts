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

/** A row of processes_by_computer.jsonl. */
export interface ComputerProcesses {
  user_domain: string;
  computer: string;
  /** Each process with its runs. */
  processes: [process_name: string, runs: KeySessions['spans']][];
}

/** Gathers the runs of each user on each computer. The runs are sorted by user, computer and process, and so are the rows. */
export function* processesByComputer(runs: Iterable<KeySessions>): Generator<ComputerProcesses> {
  let row: ComputerProcesses | undefined;
  for (const { key, spans } of runs) {
    const [user_domain, computer, process_name] = key as [string, string, string];
    if (row?.user_domain !== user_domain || row.computer !== computer) {
      if (row) yield row;
      row = { user_domain, computer, processes: [] };
    }
    row.processes.push([process_name, spans]);
  }
  if (row) yield row;
}
