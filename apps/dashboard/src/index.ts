export { runDashboard } from './run-dashboard.js';
export type { DashboardOptions } from './options.js';
export type { BuildUpdate, DashboardSource, LiveBuild, RedTeamHit } from './source.js';
export { SCREENS, type ScreenName } from './lists/target.js';
