import type { Place } from '../state/place.js';
import { COMPUTER_SCREEN, USER_SCREEN } from './account/account-state.js';
import { DATA_SCREEN } from './data/data-state.js';
import { FREQUENCY_SCREEN } from './frequency/frequency-state.js';
import { OVERVIEW_SCREEN } from './overview/overview-state.js';
import { PROCESSES_SCREEN } from './processes/processes-state.js';
import { RED_TEAM_SCREEN } from './redteam/redteam-state.js';
import type { Screen } from './screen.js';
import { SESSION_SCREEN } from './session/session-state.js';
import { SESSIONS_SCREEN } from './sessions/sessions-state.js';

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

/** The state side of a screen. */
export function screenOf(name: Place['screen']): Screen {
  return ALL[name];
}
