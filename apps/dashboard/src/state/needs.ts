import type { DashboardData } from '../data/dashboard-data.js';
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

/** How each kind of question is asked. */
const QUESTIONS = {
  rows: (data, { query, block }, signal) => data.rows(query, block * BLOCK_ROWS, BLOCK_ROWS, signal),
  count: (data, { query }, signal) => data.count(query, signal),
  near: (data, { query }, signal) => data.near(query, signal),
  names: (data, { by, text }, signal) => data.names(by, text, signal),
  session: (data, { id }, signal) => data.session(id, signal),
  account: (data, { by, name }, signal) => data.account(by, name, signal),
  'session-steps': (data, { seconds }, signal) => data.sessionSteps(seconds, signal),
  defaults: (data, _, signal) => data.defaults(signal),
} satisfies { [K in Need['kind']]: Question<Extract<Need, { kind: K }>> };

type Question<N> = (data: DashboardData, need: N, signal: AbortSignal) => Promise<unknown>;

/** What each kind of question is answered with. */
export type Answers = { [K in Need['kind']]: Awaited<ReturnType<(typeof QUESTIONS)[K]>> };

/** Any answer. */
export type Answer = Answers[Need['kind']];

/** Asks the data. */
export function ask(data: DashboardData, need: Need, signal: AbortSignal): Promise<Answer> {
  const question = QUESTIONS[need.kind] as Question<Need>;
  return question(data, need, signal) as Promise<Answer>;
}

/** The name under which the answer is kept. */
export function needKey(need: Need): string {
  return JSON.stringify(need);
}

/** The palette's commands that take the name of a user or a computer, and what of it is typed. */
const NAMING = /^\s*(user|computer)\s+(\S.*)$/;

/** The question for the names that what is typed in the palette may be the beginning of; null when it is no name. */
export function typedNameNeed(prompt: Prompt | null): Extract<Need, { kind: 'names' }> | null {
  const [, by, text = ''] = (prompt?.kind === 'palette' && NAMING.exec(prompt.text)) || [];
  return by === undefined ? null : { kind: 'names', by: by as 'user' | 'computer', text: text.trim() };
}
