import { anyGlobMatcher, type RedTeamEvent } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import type { RunContext } from './run-output.js';

/** The filters that a run keeps rows of auth out with. */
export interface KeptOutOptions {
  from?: number;
  to?: number;
  user?: string;
  computer?: string;
}

/** Where each red-team tuple went in a run, and why it got lost; none without a red team. */
export function tupleRecords({ plan, pass }: RunContext, filters: KeptOutOptions): TupleRecord[] {
  return pass.book?.records({ key: plan.rule.key, keptOut: keptOutBy(filters) }) ?? [];
}

/** Whether filters keep the row of a tuple out. */
export function keptOutBy({
  from = 0,
  to = Infinity,
  user = '*',
  computer = '*',
}: KeptOutOptions): (tuple: RedTeamEvent) => boolean {
  const isUser = anyGlobMatcher(user);
  const isComputer = anyGlobMatcher(computer);
  return ({ attack_time, src_user, dst_machine }) =>
    attack_time < from || attack_time > to || !isUser(src_user) || !isComputer(dst_machine);
}
