export { runDashboard } from './run-dashboard.js';
export type { DashboardOptions } from './options.js';
export type { BuildOrder } from './build/messages.js';
export { startBuild, type LiveOrder } from './build/start-build.js';
export type { BuildUpdate, DashboardSource, LiveBuild } from './source.js';
export { SCREEN_TITLES, SCREENS, type ScreenName } from './screens/screen-names.js';
export { THEME_NAMES, type ThemeName } from './terminal/theme.js';
