/**
 * The screens and their titles, in the order of their number keys. Nothing is imported here, so that a command can name
 * the screens without loading the dashboard.
 */
export const SCREEN_TITLES = {
  overview: 'Overview',
  sessions: 'Sessions',
  session: 'Session',
  redteam: 'Red team',
  user: 'User',
  computer: 'Computer',
  processes: 'Processes',
  data: 'Data',
} as const;

/** Name of a screen, as `--screen` takes it. */
export type ScreenName = keyof typeof SCREEN_TITLES;

/** Whether a screen shows one session, user or computer. */
export function isOfSubject(screen: string): boolean {
  return ['session', 'user', 'computer'].includes(screen);
}

/** The screens, in the order of their number keys. */
export const SCREENS = Object.keys(SCREEN_TITLES) as readonly ScreenName[];
