import { ACCOUNT_LISTS } from './account-lists.js';
import { DATA_LISTS } from './data-lists.js';
import type { Facts } from './facts.js';
import { frequencySpec } from './frequency-list.js';
import type { ListName, ListRef } from './list-ref.js';
import { specIn, type ListSpec, type ListWriter } from './list-spec.js';
import { PROCESS_LISTS } from './process-lists.js';
import { RED_TEAM_LISTS } from './red-team-lists.js';
import { SESSION_LISTS } from './session-lists.js';
import { TRAFFIC_LISTS } from './traffic-lists.js';
import { WINDOWS_LISTS } from './windows-lists.js';

const LISTS: Readonly<Record<ListName, ListWriter>> = {
  ...SESSION_LISTS,
  ...ACCOUNT_LISTS,
  ...RED_TEAM_LISTS,
  ...PROCESS_LISTS,
  ...TRAFFIC_LISTS,
  ...DATA_LISTS,
};

/** The spec of a list in this database. */
export function specOf(ref: ListRef, facts: Facts): ListSpec {
  if (ref.list === 'frequency') return frequencySpec(ref, specOf(ref.of, facts));
  const lists: typeof LISTS = facts.windows ? { ...LISTS, ...WINDOWS_LISTS } : LISTS;
  const list = lists[ref.list];
  return specIn(facts, typeof list === 'function' ? list(facts, ref.scope) : list);
}
