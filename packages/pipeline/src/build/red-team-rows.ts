import type { TupleRecord } from '@cmsc/labeling';
import type { DatabaseRow } from '@cmsc/store';

/** Rows of the table `redteam`: where each tuple went, and why it got lost. */
export function redTeamRows(records: readonly TupleRecord[]): DatabaseRow[] {
  return records.map((record, number) => {
    const { attack_time, src_user, src_machine, dst_machine, rows } = record;
    const { match, fate, exactRows, originRows, sessions, losses } = record;
    const codes = losses.map(({ code }) => code);
    const reasons = losses.map(({ text }) => text);
    const tuple = [number + 1, attack_time, src_user, src_machine, dst_machine, rows];
    return [...tuple, match, fate, exactRows, originRows, sessions, codes, reasons];
  });
}

/** The machines that the red team came from. Where it went to are its victims, machines of others. */
export function redTeamHosts(records: readonly TupleRecord[]): Set<string> {
  return new Set(records.map(({ src_machine }) => src_machine));
}
