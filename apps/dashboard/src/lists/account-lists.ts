import type { Facts } from './facts.js';
import type { PlainRef } from './list-ref.js';
import type { ListSpec } from './list-spec.js';
import { ATTACKED, attackedFirst, FIRST, LAST, NAME, SESSIONS } from './column.js';

/** Users or computers with their sessions; on a user's screen the computers that it logged on to, and the like. */
export function accountsSpec(
  ref: PlainRef,
  { labelled }: Facts,
  title: string,
  opens: 'user' | 'computer',
): ListSpec {
  const first = labelled ? attackedFirst('attacked', 'sessions', true) : null;
  return {
    ref,
    title,
    columns: [
      NAME,
      SESSIONS,
      ...(labelled ? [ATTACKED] : []),
      FIRST,
      LAST,
      ...(first === null ? [] : [first]),
    ],
    id: 'name',
    sort: { column: first?.name ?? 'sessions', descending: true },
    ...(labelled ? { mark: 'attacked' } : {}),
    open: (cell) => ({ to: opens, name: String(cell('name')) }),
  };
}
