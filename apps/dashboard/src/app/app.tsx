import { Box, render, Text, Transform } from 'ink';
import { memo, useEffect, useState } from 'react';
import { screenLines } from '../draw/screen-lines.js';
import { pendingNeeds } from '../screens/shown.js';
import type { State } from '../state/state.js';
import type { Store } from './store.js';
import { FrameStream, type LinePool } from '../terminal/frame-stream.js';
import type { Painter } from '../terminal/painter.js';
import type { Terminal } from '../terminal/terminal.js';
import { styled, THEMES } from '../terminal/theme.js';

/** What {@link mount} gives back. */
export interface Mounted {
  /** Takes the dashboard off the screen. */
  unmount: () => void;
  /** Rejects when drawing fails: a bug. */
  failed: Promise<never>;
}

/** Puts the dashboard of a store on the terminal. */
export function mount(store: Store, terminal: Terminal, painter: Painter): Mounted {
  terminal.onKey((key) => store.dispatch({ type: 'key', key }));
  const frames = new FrameStream(store.state.size, (frame) => painter.paint(frame));
  terminal.onResize((size) => {
    painter.resize(size.rows);
    frames.columns = size.columns;
    frames.rows = size.rows;
    store.dispatch({ type: 'resized', size });
    frames.resize(size);
  });
  const ink = render(<App store={store} pool={frames.pool} />, {
    stdout: frames as unknown as NodeJS.WriteStream,
    // Every frame whole, see FrameStream; the painter is what limits how often one is shown.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const failed = new Promise<never>((_, reject) => ink.waitUntilExit().catch(reject));
  return { unmount: () => ink.unmount(), failed };
}

// The dashboard of a store: shows its state.
function App({ store, pool }: { store: Store; pool: LinePool }) {
  const state = useStoreState(store);
  return <Dashboard state={state} pool={pool} />;
}

/** Milliseconds that a screen waits for the data it shows, before it is drawn without. */
const WAIT_MS = 60;

// What happens at once is drawn at once: the letters of a pasted word, and a key with the answer to it.
function useStoreState(store: Store): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    let waiting: NodeJS.Timeout | null = null;
    let next: NodeJS.Immediate | null = null;
    const forget = () => {
      if (waiting !== null) clearTimeout(waiting);
      if (next !== null) clearImmediate(next);
      [waiting, next] = [null, null];
    };
    const draw = () => {
      forget();
      setState(store.state);
    };
    draw();
    const unsubscribe = store.subscribe(() => {
      if (pendingNeeds(store.state).length === 0) next ??= setImmediate(draw);
      else waiting ??= setTimeout(draw, WAIT_MS);
    });
    return () => {
      unsubscribe();
      forget();
    };
  }, [store]);
  return state;
}

/** The whole screen, for Ink; with a pool its lines go round Ink. */
export function Dashboard({ state, pool }: { state: State; pool?: LinePool }) {
  return (
    <Box flexDirection="column">
      {screenLines(state).map((segments, row) => (
        <TextLine key={row} text={styled(segments, THEMES[state.theme])} pool={pool} />
      ))}
    </Box>
  );
}

/**
 * One line. Ink measures every text that it is given, and remembers each one for ever: with a new one in every row of
 * every page that would be a leak. So it is given a blank, and the line as what the blank is transformed into.
 */
const TextLine = memo(function TextLine({ text, pool }: { text: string; pool: LinePool | undefined }) {
  return (
    <Transform transform={() => pool?.put(text) ?? text}>
      <Text> </Text>
    </Transform>
  );
});
