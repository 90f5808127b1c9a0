import { column, ofLabels } from './column.js';
import type { Facts } from './facts.js';
import type { Scope } from './list-ref.js';
import type { DescribedList } from './list-spec.js';
import { plainRelation } from './relation.js';
import { completeSessions } from './session-lists.js';

/** Columns of a session of Windows events that say which one it is, the most telling first. */
export const WINDOWS_KEY = [
  ...['user', 'host', 'logon_type'],
  ...['labels', 'ended_by', 'logon_id', 'linked_logon_id', 'domain'],
];

/** What the numbers of `logon_type` mean (documentation of event 4624). */
export const LOGON_TYPES: Readonly<Record<string, string>> = {
  2: 'interactive',
  3: 'network',
  4: 'batch',
  5: 'service',
  7: 'unlock',
  8: 'network, in clear text',
  9: 'new credentials',
  10: 'remote interactive',
  11: 'cached interactive',
};

const WHO = [column('user', 'text', 12, 2), column('host', 'text', 12, 2)];
const FROM = [
  column('logon_type', 'text', 2),
  column('source_ip', 'text', 9, 1),
  column('source_host', 'text', 9, 1),
];
const LABELS = [column('label', 'flag', 6), column('labels', 'texts', 8, 1)].map(ofLabels);
const MORE = [
  column('user_kind', 'text', 7),
  column('domain', 'text', 8, 1),
  column('logon_id', 'text', 8),
  column('linked_logon_id', 'text', 8),
  column('elevated', 'text', 3),
  column('privileged', 'text', 3),
  column('processes', 'number', 6),
];

/** Sessions of Windows events without an end: why, and until when they are known to have lived at most. */
export const WINDOWS_OPEN: DescribedList = {
  title: 'without an end',
  columns: [
    column('session_id', 'number', 10),
    ...WHO,
    column('start_time', 'time', 10),
    column('ended_by', 'text', 5),
    column('end_latest', 'time', 10),
    ...FROM,
    ...LABELS,
    ...MORE,
  ],
  id: 'session_id',
  rows: { inPlace: (spec) => plainRelation(spec, 'db.open_sessions') },
  sort: { column: 'start_time', descending: false },
  mark: 'label',
  open: (cell) => ({ to: 'user', name: String(cell('user')) }),
};

/** Complete sessions of Windows events. */
export function windowsSessions(facts: Facts, scope: Scope | null): DescribedList {
  const own = { user: 'user', computer: 'host' }[scope?.by as 'user' | 'computer'];
  return completeSessions(facts, scope, [
    column('session_id', 'number', 10),
    ...WHO.filter(({ name }) => name !== own),
    column('start_time', 'time', 10),
    column('duration', 'seconds', 8),
    ...FROM,
    ...LABELS,
    column('end_time', 'time', 10),
    column('ended_by', 'text', 5),
    ...MORE,
    ...WHO.filter(({ name }) => name === own),
    // Its logons' origins, by which computers are shown; in the list they stand by themselves.
    { ...column('origins', 'texts', 0), hidden: true },
  ]);
}
