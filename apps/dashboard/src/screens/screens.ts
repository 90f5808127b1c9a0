import { listRef } from '../lists/list-ref.js';
import type { Place } from '../state/place.js';
import { COMPUTER_SCREEN, USER_SCREEN } from './account.js';
import { OVERVIEW_SCREEN } from './overview.js';
import { RED_TEAM_SCREEN } from './red-team.js';
import type { Screen } from './screen.js';
import { SESSION_SCREEN } from './session.js';
import { SESSIONS_SCREEN } from './sessions.js';

/** Every screen by its name; those that are nothing but their lists stand here themselves. */
const ALL: Readonly<Record<Place['screen'], Screen>> = {
  overview: OVERVIEW_SCREEN,
  sessions: SESSIONS_SCREEN,
  session: SESSION_SCREEN,
  redteam: RED_TEAM_SCREEN,
  user: USER_SCREEN,
  computer: COMPUTER_SCREEN,
  /** Process names by their runs, and what follows on what inside sessions. */
  processes: { lists: () => [listRef('processes'), listRef('ngrams')] },
  /** Where it all comes from: inputs with their hashes, every counter, bad rows, what was left out, the options. */
  data: {
    lists: (_, { rejectsPath }) => [
      ...(['inputs', 'ledger', 'rejected', 'anomalies', 'options'] as const).map((name) => listRef(name)),
      ...(rejectsPath === null ? [] : [listRef('rejects')]),
    ],
  },
  /** How often each value of a column stands in a list. It is opened with its list. */
  frequency: { lists: () => [] },
};

/** The screen of that name. */
export function screenOf(name: Place['screen']): Screen {
  return ALL[name];
}
