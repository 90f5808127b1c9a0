import type {
  AccountDetail,
  DashboardData,
  Defaults,
  NearNames,
  SessionDetail,
  SessionSteps,
} from '../data/dashboard-data.js';
import type { Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import type { Prompt } from './state.js';

/** Rows that are asked for at once: two screens full. */
export const BLOCK_ROWS = 100;

/** A question that a screen has for the data. Two with the same JSON are the same question. */
export type Need =
  | { kind: 'rows'; query: ListQuery; block: number }
  | { kind: 'count'; query: ListQuery }
  /** Of a list without rows: the names in its filter that there are none of. */
  | { kind: 'near'; query: ListQuery }
  /** Users or computers with such a name, the nearest first. */
  | { kind: 'names'; by: 'user' | 'computer'; text: string }
  | { kind: 'session'; id: number }
  | { kind: 'account'; by: 'user' | 'computer'; name: string }
  | { kind: 'session-steps'; seconds: number }
  | { kind: 'defaults' };

/** What each kind of question is answered with. */
export interface Answers {
  rows: readonly Row[];
  count: number;
  near: readonly NearNames[];
  names: readonly string[];
  session: SessionDetail | null;
  account: AccountDetail;
  'session-steps': SessionSteps;
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
    case 'near':
      return data.near(need.query, signal);
    case 'names':
      return data.names(need.by, need.text, signal);
    case 'session':
      return data.session(need.id, signal);
    case 'account':
      return data.account(need.by, need.name, signal);
    case 'session-steps':
      return data.sessionSteps(need.seconds, signal);
    case 'defaults':
      return data.defaults(signal);
  }
}

/** The palette's commands that take the name of a user or a computer, and what of it is typed. */
const NAMING = /^\s*(user|computer)\s+(\S.*)$/;

/** The question for the names that what is typed in the palette may be the beginning of; null when it is no name. */
export function typedNameNeed(prompt: Prompt | null): Extract<Need, { kind: 'names' }> | null {
  const [, by, text = ''] = (prompt?.kind === 'palette' && NAMING.exec(prompt.text)) || [];
  return by === undefined ? null : { kind: 'names', by: by as 'user' | 'computer', text: text.trim() };
}
