import { Box, Text, Transform } from 'ink';
import { createContext, memo, useContext } from 'react';
import { THEMES, type ThemeName } from '../terminal/theme.js';
import type { LinePool } from '../terminal/line-pool.js';
import { styled } from '../terminal/styled.js';
import type { Line } from '../text/line.js';

/** The theme that everything below is shown in. */
export const ThemeContext = createContext<ThemeName>('dark');

/** Where lines go round Ink; without one they go through it. */
export const LinePoolContext = createContext<LinePool | null>(null);

/** Lines of text, one below the other. They fit the width they are shown in. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  const looks = THEMES[useContext(ThemeContext)];
  return (
    <Box flexDirection="column">
      {lines.map((segments, row) => (
        <TextLine key={row} text={styled(segments, looks)} />
      ))}
    </Box>
  );
}

/**
 * One line. Ink measures every text that it is given, and remembers each one for ever: with a new one in every row of
 * every page that would be a leak. So it is given a blank, and the line as what the blank is transformed into.
 */
const TextLine = memo(function TextLine({ text }: { text: string }) {
  const pool = useContext(LinePoolContext);
  return (
    <Transform transform={() => pool?.put(text) ?? text}>
      <Text> </Text>
    </Transform>
  );
});
