import { COMPUTERS, ORIGINS, REACHED, USERS } from './account-lists.js';
import { anomalies, INPUTS, LEDGER, OPTIONS, REJECTED } from './data-lists.js';
import type { Facts } from './facts.js';
import { frequencySpec } from './frequency-list.js';
import type { ListName, ListRef, PlainRef } from './list-ref.js';
import { specIn, type DescribedList, type ListSpec, type ListWriter } from './list-spec.js';
import { NGRAMS } from './ngram-list.js';
import { PROCESSES, SESSION_PROCESSES } from './process-lists.js';
import { REDTEAM, REDTEAM_DESTINATIONS, REDTEAM_SOURCES, REDTEAM_USERS } from './red-team-lists.js';
import { rejects } from './reject-list.js';
import { alerts, openSessions, sessions } from './session-lists.js';
import { DNS, FLOWS } from './traffic-lists.js';
import { WINDOWS_OPEN, windowsSessions } from './windows-lists.js';

/** Every list by its name: what it shows, and where its rows come from. A screen shows it by that name. */
export const LISTS = {
  sessions,
  open: openSessions,
  alerts,
  users: USERS,
  computers: COMPUTERS,
  origins: ORIGINS,
  reached: REACHED,
  redteam: REDTEAM,
  'redteam-users': REDTEAM_USERS,
  'redteam-sources': REDTEAM_SOURCES,
  'redteam-destinations': REDTEAM_DESTINATIONS,
  'session-processes': SESSION_PROCESSES,
  flows: FLOWS,
  dns: DNS,
  processes: PROCESSES,
  ngrams: NGRAMS,
  inputs: INPUTS,
  ledger: LEDGER,
  rejected: REJECTED,
  rejects,
  anomalies,
  options: OPTIONS,
} satisfies Record<string, ListWriter>;

/** What stands in the place of some of them where a database is of Windows events. */
const OF_WINDOWS: Partial<Record<ListName, ListWriter>> = { sessions: windowsSessions, open: WINDOWS_OPEN };

/** A list as it is written down for this database. */
export function describedList({ list, scope }: PlainRef, facts: Facts): DescribedList {
  const written: ListWriter = (facts.windows ? OF_WINDOWS[list] : undefined) ?? LISTS[list];
  return typeof written === 'function' ? written(facts, scope) : written;
}

/** The spec of a list in this database. */
export function specOf(ref: ListRef, facts: Facts): ListSpec {
  if (ref.list === 'frequency') return frequencySpec(ref, specOf(ref.of, facts));
  return specIn(facts, describedList(ref, facts));
}
