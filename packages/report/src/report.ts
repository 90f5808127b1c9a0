import { Campaign, type CampaignDatabase, type CampaignScores, type CampaignWindow } from './campaign.js';
import { renderChart } from './charts/render-chart.js';
import { blocksMarkup, type DrawnCharts } from './page/blocks.js';
import { page, type Theme } from './page/layout.js';
import type { Block } from './section.js';
import { SECTIONS } from './sections/sections.js';

/** What a report can be told. */
export interface CampaignOptions extends CampaignWindow {
  /** The name of the database, as readers of the report know it. */
  database: string;
  /** The heading. */
  title: string;
  /** What made the report, in a line: nothing that changes from one run to the next. */
  about: string;
  /** `auto` when left out. */
  theme?: Theme | undefined;
  scores?: CampaignScores | undefined;
}

/** A report. */
export interface CampaignReport {
  /** The numbers of each section, by its name. */
  numbers: Record<string, unknown>;
  /** The page. Charts are drawn when it is asked for. */
  page(): Promise<string>;
  /** The charts alone: SVG by name. */
  charts(): Promise<DrawnCharts>;
}

/**
 * Makes the report of a campaign: a page of HTML that holds all it needs, the same bytes for the same database and options.
 *
 * @throws what the database does when a table or column is not as `cmsc build` makes it.
 */
export async function campaignReport(
  source: CampaignDatabase,
  { title, about, theme = 'auto', ...options }: CampaignOptions,
): Promise<CampaignReport> {
  const { database, from, to, scores } = options;
  const campaign = await Campaign.open(source, { database, scores, window: { from, to } });
  const numbers: Record<string, unknown> = {};
  const shown: { id: string; title: string; blocks: Block[] }[] = [];
  for (const { id, title, read, show } of SECTIONS) {
    numbers[id] = await read(campaign);
    shown.push({ id, title, blocks: show(numbers[id], campaign) });
  }
  let drawn: Promise<DrawnCharts> | undefined;
  const charts = () => (drawn ??= drawAll(shown.flatMap(({ blocks }) => blocks)));
  return {
    numbers,
    charts,
    async page() {
      const pictures = await charts();
      const sections = shown.map(({ id, title, blocks }) => ({
        ...{ id, title, content: blocksMarkup(blocks, pictures, campaign) },
      }));
      return page({ title, about, theme, sections });
    },
  };
}

async function drawAll(blocks: readonly Block[]): Promise<DrawnCharts> {
  const charts = new Map<string, string>();
  for (const block of blocks)
    if (block.kind === 'figure') charts.set(block.name, await renderChart(block.chart));
  return charts;
}
