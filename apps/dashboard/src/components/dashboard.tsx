import { Box } from 'ink';
import { buildLines } from '../screens/build/build-lines.js';
import { screenOf } from '../screens/screens.js';
import { viewOf } from '../screens/views.js';
import { answerTo, currentPlace, currentRow, FRAME_LINES } from '../state/selectors.js';
import type { State } from '../state/state.js';
import { line } from '../text/line.js';
import { crumbsLine, hintsLine, statusLine, tabsLine } from './frame-lines.js';
import { helpLines, paletteLines } from './help-lines.js';
import { Lines, ThemeContext } from './lines.js';
import { recordLines } from './record-lines.js';

/** Least size that everything is laid out for. */
const LEAST = { columns: 60, rows: 16 };

/** The whole screen. It is a function of the state alone. */
export function Dashboard({ state }: { state: State }) {
  const { columns, rows } = state.size;
  if (columns < LEAST.columns || rows < LEAST.rows) {
    return <Lines lines={[line(`${columns}×${rows} is too small:`), line('80×24 is needed')]} />;
  }
  return (
    <ThemeContext.Provider value={state.theme}>
      <Box flexDirection="column" width={columns} height={rows}>
        <Lines lines={[tabsLine(state), crumbsLine(state)]} />
        <Box flexDirection="column" height={rows - FRAME_LINES}>
          <Body state={state} />
        </Box>
        <Lines lines={[statusLine(state), hintsLine(state)]} />
      </Box>
    </ThemeContext.Provider>
  );
}

function Body({ state }: { state: State }) {
  const { columns, rows } = state.size;
  const height = rows - FRAME_LINES;
  const { prompt, help, facts, build } = state;
  if (help !== null) return <Lines lines={helpLines(columns, height, help)} />;
  if (prompt?.kind === 'palette') return <Lines lines={paletteLines(prompt, columns, height)} />;
  const place = currentPlace(state);
  if (place !== null && facts !== null) {
    if (screenOf(place.screen).ofSubject === true && place.subject === null)
      return <NoSubject state={state} />;
    const current = state.record ? currentRow(state, place, facts) : null;
    if (current !== null) {
      const room = { columns, rows: height };
      return <Lines lines={recordLines(current.spec, current.row, room, state.clock)} />;
    }
    const View = viewOf(place.screen);
    return <View state={state} place={place} facts={facts} />;
  }
  return <Lines lines={build === null ? [] : buildLines(build, columns, height)} />;
}

function NoSubject({ state }: { state: State }) {
  const looked = answerTo(state, { kind: 'defaults' }) !== undefined;
  return <Lines lines={[line(looked ? 'there is none in this database' : '…', 'dim')]} />;
}
