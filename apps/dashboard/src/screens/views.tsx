import type { FunctionComponent } from 'react';
import { ListPane, type ViewProps } from '../components/list-pane.js';
import type { Place } from '../state/place.js';
import { AccountView } from './account/account-view.js';
import { OverviewView } from './overview/overview-view.js';
import { RedTeamView } from './redteam/redteam-view.js';
import { SessionView } from './session/session-view.js';

const VIEWS: Partial<Record<Place['screen'], FunctionComponent<ViewProps>>> = {
  overview: OverviewView,
  session: SessionView,
  redteam: RedTeamView,
  user: AccountView,
  computer: AccountView,
};

/** The view of a screen; the screens that are nothing but lists share one. */
export function viewOf(name: Place['screen']): FunctionComponent<ViewProps> {
  return VIEWS[name] ?? ListPane;
}
