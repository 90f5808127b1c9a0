import { ATTACKED, FIRST, LAST, NAME, SESSIONS } from './column.js';
import type { DescribedList } from './list-spec.js';

/** Users or computers with their sessions; on a user's screen the computers that it logged on to, and the like. */
export const ACCOUNT_LISTS = {
  users: accounts('users', 'user'),
  computers: accounts('computers', 'computer'),
  origins: accounts('came from', 'computer'),
  reached: accounts('went on to', 'computer'),
};

function accounts(title: string, opens: 'user' | 'computer'): DescribedList {
  return {
    title,
    columns: [NAME, SESSIONS, ATTACKED, FIRST, LAST],
    id: 'name',
    sort: { column: 'sessions', descending: true },
    mark: 'attacked',
    markedFirst: true,
    open: (cell) => ({ to: opens, name: String(cell('name')) }),
  };
}
