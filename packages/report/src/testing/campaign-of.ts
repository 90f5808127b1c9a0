import { Campaign, type CampaignScores, type CampaignWindow } from '../campaign.js';

/** A campaign without a database: what sections say of numbers that a test makes up. */
export function campaignOf({
  hasRedTeam = true,
  scores,
  window = {},
}: {
  hasRedTeam?: boolean;
  scores?: CampaignScores;
  window?: CampaignWindow;
} = {}): Promise<Campaign> {
  const rows = async (sql: string) => ({ rows: sql.includes('count(*)') ? [[hasRedTeam ? 1 : 0]] : [] });
  return Campaign.open({ rows }, { database: 'X.duckdb', scores, window });
}
