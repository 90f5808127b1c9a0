import { sqlIdentifier } from '@cmsc/core';
import { column, type Column } from './column.js';
import type { Facts } from './facts.js';
import type { Scope } from './list-ref.js';
import type { ListWriter } from './list-spec.js';
import { ENTRY, type Parameters } from './statement.js';

/** Seconds before and after a session in which flows and dns rows belong to what happened around it. */
const AROUND_SECONDS = 60;

/** Rows that are read at most, the earliest ones: a server may have millions. */
const MOST_TRAFFIC = 100_000;

/** Flows from or to a computer; of a session those of its computer and of those that it came from. */
export const FLOWS = traffic({
  table: 'flows',
  columns: [
    column('time', 'time', 10),
    column('duration', 'seconds', 8),
    column('src_machine', 'text', 8, 1),
    column('src_port', 'text', 6),
    column('dst_machine', 'text', 8, 1),
    column('dst_port', 'text', 6),
    column('protocol', 'text', 2),
    column('packets', 'number', 6),
    column('bytes', 'bytes', 8),
  ],
  machines: ['src_machine', 'dst_machine'],
  // What lasts is around a session as long as any of it is.
  until: 'time + coalesce(duration, 0)',
});

/** Names that a computer looked up, and who looked it up; of a session as flows are. */
export const DNS = traffic({
  table: 'dns',
  columns: [
    column('time', 'time', 10),
    column('src_machine', 'text', 12, 1),
    column('resolved_machine', 'text', 12, 1),
  ],
  machines: ['src_machine', 'resolved_machine'],
  until: 'time',
});

/** A table of rows between computers. */
interface Traffic {
  table: string;
  columns: readonly Column[];
  /** The columns that name computers. */
  machines: readonly string[];
  /** SQL of the end of a row. */
  until: string;
}

function traffic(of: Traffic): ListWriter {
  return (facts, scope) => ({
    title: scope?.by === 'session' ? `${of.table} ±${AROUND_SECONDS} s` : of.table,
    columns: [...of.columns, column('redteam_host', 'text', 4), column('entry', 'number', 5)],
    id: 'entry',
    rows: { kept: (parameters) => trafficSql(of, facts, scope, parameters) },
    sort: { column: 'time', descending: false },
    part: { fromRows: MOST_TRAFFIC, says: 'no more are read' },
  });
}

// Of rows of one second the order is that of the database.
function trafficSql(of: Traffic, facts: Facts, scope: Scope | null, parameters: Parameters): string {
  const { table, machines, until } = of;
  const names = of.columns.map(({ name }) => name).join(', ');
  const any = (test: (machine: string) => string) => machines.map(test).join(' OR ');
  const rows =
    scope?.by === 'session'
      ? `db.${table}, (${aroundSql(scope.id, facts, parameters)})
        WHERE (${any((machine) => `list_contains(machines, ${machine})`)}) AND time <= last AND ${until} >= first`
      : `db.${table}
        WHERE ${any((machine) => `${machine} = ${parameters.add(scope?.by === 'computer' ? scope.name : '')}`)}`;
  return `SELECT ${names}, CASE WHEN redteam_host THEN 'yes' ELSE '' END AS redteam_host, ${ENTRY} FROM (
    SELECT ${names}, redteam_host FROM ${rows} ORDER BY time LIMIT ${MOST_TRAFFIC})`;
}

// The time around a session, and the computers that it was on and came from.
function aroundSql(id: number, { computerColumn, originColumn }: Facts, parameters: Parameters): string {
  const computer = computerColumn === null ? 'NULL' : sqlIdentifier(computerColumn);
  const origins =
    originColumn === 'origins'
      ? 'origins'
      : `[${originColumn === null ? 'NULL' : sqlIdentifier(originColumn)}]`;
  return `SELECT start_time - ${AROUND_SECONDS} AS first, end_time + ${AROUND_SECONDS} AS last,
    list_append(${origins}, ${computer}) AS machines FROM db.sessions WHERE session_id = ${parameters.add(id)}`;
}
