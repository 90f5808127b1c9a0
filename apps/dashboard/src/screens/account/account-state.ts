import { SCREEN_TITLES } from '../screen-names.js';
import { listRef, type Scope } from '../../lists/list-ref.js';
import type { Screen } from '../screen.js';

/** Lines of an account's facts and its hours of the day, above its lists. */
export const ACCOUNT_LINES = 6;

/** One user: its sessions, the computers it used, where it came from, its processes. */
export const USER_SCREEN: Screen = {
  title: SCREEN_TITLES.user,
  ofSubject: true,
  lists: (subject) => {
    const scope: Scope = { by: 'user', name: String(subject) };
    const names = ['sessions', 'computers', 'origins', 'processes', 'redteam'] as const;
    return names.map((name) => listRef(name, scope));
  },
  needs: ({ subject }) => [{ kind: 'account', by: 'user', name: String(subject) }],
  linesAbove: () => ACCOUNT_LINES + 2,
};

/** One computer: the sessions on it, its users, where they came from and where they went on to from it. */
export const COMPUTER_SCREEN: Screen = {
  title: SCREEN_TITLES.computer,
  ofSubject: true,
  lists: (subject) => {
    const scope: Scope = { by: 'computer', name: String(subject) };
    const names = ['sessions', 'users', 'origins', 'processes', 'redteam'] as const;
    const here = names.map((name) => listRef(name, scope));
    return [
      ...here.slice(0, 3),
      listRef('reached', { by: 'origin', name: String(subject) }),
      ...here.slice(3),
    ];
  },
  needs: ({ subject }) => [{ kind: 'account', by: 'computer', name: String(subject) }],
  linesAbove: () => ACCOUNT_LINES + 2,
};
