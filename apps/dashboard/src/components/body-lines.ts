import { accountBody } from '../screens/account/account-lines.js';
import { overviewBody } from '../screens/overview/overview-body.js';
import { redTeamBody } from '../screens/redteam/redteam-lines.js';
import { sessionBody } from '../screens/session/session-lines.js';
import type { Place } from '../state/place.js';
import type { Line } from '../text/line.js';
import { listLines, type BodyModel } from './list-lines.js';

const BODIES: Partial<Record<Place['screen'], (model: BodyModel) => Line[]>> = {
  overview: overviewBody,
  session: sessionBody,
  redteam: redTeamBody,
  user: accountBody,
  computer: accountBody,
};

/** What a screen shows between the lines of the frame; the screens that are nothing but lists share one. */
export function bodyLines(model: BodyModel): Line[] {
  return (BODIES[model.place.screen] ?? listLines)(model);
}
