import type { RunReport } from '@cmsc/pipeline';
import type { Truth } from './generate-with-progress.js';

/** A session as `cmsc sessions --format jsonl` writes it, with labels. */
export interface SessionRow {
  dst_user: string;
  dst_machine: string;
  start_time: number;
  end_time: number;
  duration: number;
  logons: number;
  logoffs: number;
  origins: string[];
  label: 0 | 1;
  attack_times: number[];
}

/**
 * Compares what came out of a run, and `attacked`, its sessions with label 1, with what is known of the data.
 *
 * @returns what differs, in words; nothing when all is as it should be.
 */
export function truthProblems(
  { ledger, labels }: Pick<RunReport, 'ledger' | 'labels'>,
  attacked: readonly SessionRow[],
  truth: Truth,
): string[] {
  return [
    ...differences('ledger', { ...ledger }, { ...truth.destination.ledger }),
    ...differences('labels', { ...labels }, { ...truth.labels }),
    ...missingAttacks(attacked, truth),
  ];
}

function differences(
  name: string,
  found: Readonly<Record<string, number>>,
  known: Readonly<Record<string, number>>,
): string[] {
  return Object.keys(known)
    .filter((count) => found[count] !== known[count])
    .map((count) => `${name}.${count} is ${found[count]}, and should be ${known[count]}`);
}

/** Attacks that should lie in a session, and lie in none of those with label 1. */
function missingAttacks(attacked: readonly SessionRow[], { attacks }: Truth): string[] {
  const found = new Set(
    attacked.flatMap(({ dst_user, dst_machine, start_time, end_time, attack_times }) =>
      attack_times.map((time) => [dst_user, dst_machine, start_time, end_time, time].join()),
    ),
  );
  return attacks.flatMap(({ src_user, dst_machine, attack_time, fate }) => {
    if (fate.in !== 'session') return [];
    const { start_time, end_time } = fate;
    if (found.has([src_user, dst_machine, start_time, end_time, attack_time].join())) return [];
    return [`the session of ${src_user} on ${dst_machine} at ${attack_time} is not marked as attacked`];
  });
}
