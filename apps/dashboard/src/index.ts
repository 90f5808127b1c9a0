export { runDashboard, type DashboardOptions } from './app/run-dashboard.js';
export { startBuild, type LiveOrder } from './build/start-build.js';
export type { ScoresOptions } from './data/alerts.js';
export type { BuildOrder, BuildUpdate, DashboardSource, LiveBuild } from './build/source.js';
export { SCREEN_TITLES, SCREENS, type ScreenName } from './state/screen-names.js';
export { THEME_NAMES, type ThemeName } from './terminal/theme.js';
