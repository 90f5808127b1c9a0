import { COMPUTER_SCREEN, USER_SCREEN } from './account.js';
import { DATA_SCREEN } from './data.js';
import { OVERVIEW_SCREEN } from './overview.js';
import { PROCESSES_SCREEN } from './processes.js';
import { RED_TEAM_SCREEN } from './red-team.js';
import type { Screen } from './screen.js';
import { SESSION_SCREEN } from './session.js';
import { SESSIONS_SCREEN } from './sessions.js';
import type { Place } from '../state/place.js';

/** How often each value of a column stands in a list. It is opened with its list. */
const FREQUENCY_SCREEN: Screen = { title: 'Counts', lists: () => [] };

const ALL: Readonly<Record<Place['screen'], Screen>> = {
  overview: OVERVIEW_SCREEN,
  sessions: SESSIONS_SCREEN,
  session: SESSION_SCREEN,
  redteam: RED_TEAM_SCREEN,
  user: USER_SCREEN,
  computer: COMPUTER_SCREEN,
  processes: PROCESSES_SCREEN,
  data: DATA_SCREEN,
  frequency: FREQUENCY_SCREEN,
};

/** The screen of that name. */
export function screenOf(name: Place['screen']): Screen {
  return ALL[name];
}
