import { column, type Column } from './column.js';
import type { Facts } from './facts.js';
import type { Scope } from './list-ref.js';
import type { DescribedList } from './list-spec.js';

/** Seconds before and after a session in which flows and dns rows belong to what happened around it. */
export const AROUND_SECONDS = 60;

/** Rows that are read at most, the earliest ones: a server may have millions. */
export const MOST_TRAFFIC = 100_000;

/** The network of a computer; of a session what was around it, of its computer and of those that it came from. */
export const TRAFFIC_LISTS = {
  /** Flows from or to it. */
  flows: traffic('flows', [
    column('time', 'time', 10),
    column('duration', 'seconds', 8),
    column('src_machine', 'text', 8, 1),
    column('src_port', 'text', 6),
    column('dst_machine', 'text', 8, 1),
    column('dst_port', 'text', 6),
    column('protocol', 'text', 2),
    column('packets', 'number', 6),
    column('bytes', 'bytes', 8),
  ]),
  /** Names that it looked up, and who looked it up. */
  dns: traffic('dns', [
    column('time', 'time', 10),
    column('src_machine', 'text', 12, 1),
    column('resolved_machine', 'text', 12, 1),
  ]),
};

function traffic(title: string, columns: readonly Column[]) {
  return (_: Facts, scope: Scope | null): DescribedList => ({
    title: scope?.by === 'session' ? `${title} ±${AROUND_SECONDS} s` : title,
    columns: [...columns, column('redteam_host', 'text', 4), column('entry', 'number', 5)],
    id: 'entry',
    sort: { column: 'time', descending: false },
    part: { fromRows: MOST_TRAFFIC, says: 'no more are read' },
  });
}
