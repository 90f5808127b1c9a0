import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';

/** Lines of the campaign's histogram, above the lists. */
export const CAMPAIGN_LINES = 4;

/** The campaign in time order; by user, by source, by destination; and where each tuple landed. */
export const RED_TEAM_SCREEN: Screen = {
  title: SCREEN_TITLES.redteam,
  lists: () => [
    listRef('redteam'),
    listRef('redteam-users'),
    listRef('redteam-sources'),
    listRef('redteam-destinations'),
  ],
  needs: NO_NEEDS,
  linesAbove: () => CAMPAIGN_LINES + 2,
};
