import { column, type Column } from './column.js';
import type { PlainRef } from './list-ref.js';
import type { ListSpec } from './list-spec.js';

/** Seconds before and after a session in which flows and dns rows belong to what happened around it. */
export const AROUND_SECONDS = 60;

/** Rows that are read at most, the earliest ones: a server may have millions. */
export const MOST_TRAFFIC = 100_000;

const RED_TEAM_HOST = column('redteam_host', 'text', 4);
const ENTRY = column('entry', 'number', 5);

/** Flows from or to a computer; of a session those around it, of its computer and of those that it came from. */
export function flowsSpec(ref: PlainRef): ListSpec {
  return trafficSpec(ref, 'flows', [
    column('time', 'time', 10),
    column('duration', 'seconds', 8),
    column('src_machine', 'text', 8, 1),
    column('src_port', 'text', 6),
    column('dst_machine', 'text', 8, 1),
    column('dst_port', 'text', 6),
    column('protocol', 'text', 2),
    column('packets', 'number', 6),
    column('bytes', 'bytes', 8),
  ]);
}

/** Names that a computer looked up, and who looked it up; of a session those around it. */
export function dnsSpec(ref: PlainRef): ListSpec {
  return trafficSpec(ref, 'dns', [
    column('time', 'time', 10),
    column('src_machine', 'text', 12, 1),
    column('resolved_machine', 'text', 12, 1),
  ]);
}

function trafficSpec(ref: PlainRef, title: string, columns: readonly Column[]): ListSpec {
  return {
    ref,
    title: ref.scope?.by === 'session' ? `${title} ±${AROUND_SECONDS} s` : title,
    columns: [...columns, RED_TEAM_HOST, ENTRY],
    id: 'entry',
    sort: { column: 'time', descending: false },
    part: { fromRows: MOST_TRAFFIC, says: 'no more are read' },
  };
}
