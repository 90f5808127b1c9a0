import type { State } from '../state/state.js';
import { Lines, ThemeContext } from './lines.js';
import { screenLines } from './screen-lines.js';

/** The whole screen, for Ink. */
export function Dashboard({ state }: { state: State }) {
  return (
    <ThemeContext.Provider value={state.theme}>
      <Lines lines={screenLines(state)} />
    </ThemeContext.Provider>
  );
}
