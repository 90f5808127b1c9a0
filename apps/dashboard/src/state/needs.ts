import type { AccountDetail, DashboardData, Defaults, SessionDetail, Step } from '../data/dashboard-data.js';
import type { Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';

/** Rows that are asked for at once: two screens full. */
export const BLOCK_ROWS = 100;

/** A question that a screen has for the data. Two with the same JSON are the same question. */
export type Need =
  | { kind: 'rows'; query: ListQuery; block: number }
  | { kind: 'count'; query: ListQuery }
  | { kind: 'session'; id: number }
  | { kind: 'account'; by: 'user' | 'computer'; name: string }
  | { kind: 'session-hours' }
  | { kind: 'defaults' };

/** What each kind of question is answered with. */
export interface Answers {
  rows: readonly Row[];
  count: number;
  session: SessionDetail | null;
  account: AccountDetail;
  'session-hours': readonly Step[];
  defaults: Defaults;
}

/** Any answer. */
export type Answer = Answers[Need['kind']];

/** The name under which the answer is kept. */
export function needKey(need: Need): string {
  return JSON.stringify(need);
}

/** Asks the data. */
export function ask(data: DashboardData, need: Need, signal: AbortSignal): Promise<Answer> {
  switch (need.kind) {
    case 'rows':
      return data.rows(need.query, need.block * BLOCK_ROWS, BLOCK_ROWS, signal);
    case 'count':
      return data.count(need.query, signal);
    case 'session':
      return data.session(need.id, signal);
    case 'account':
      return data.account(need.by, need.name, signal);
    case 'session-hours':
      return data.sessionHours(signal);
    case 'defaults':
      return data.defaults(signal);
  }
}
