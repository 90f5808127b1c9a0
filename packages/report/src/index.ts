export { renderChart, type Chart } from './charts/render-chart.js';
export { evaluationChart, type EvaluatedDetector, type EvaluationFacts } from './charts/evaluation-chart.js';
export type { CampaignDatabase, CampaignScores, CampaignWindow, ScoredDetector } from './campaign.js';
export type { DrawnCharts } from './page/blocks.js';
export type { Theme } from './page/layout.js';
export { campaignReport, type CampaignOptions, type CampaignReport } from './report.js';
