import { render } from 'ink';
import { LinePoolContext } from '../components/lines.js';
import { FrameStream } from '../terminal/frame-stream.js';
import type { Painter } from '../terminal/painter.js';
import type { Terminal } from '../terminal/terminal.js';
import { App } from './app.js';
import type { Store } from './store.js';

/** What {@link mount} gives back. */
export interface Mounted {
  /** Takes the dashboard off the screen. */
  unmount: () => void;
  /** Rejects when drawing fails: a bug. */
  failed: Promise<never>;
}

/** Puts the dashboard of a store on the terminal. */
export function mount(store: Store, terminal: Terminal, painter: Painter, stdin: NodeJS.ReadStream): Mounted {
  const frames = new FrameStream(store.state.size, (frame) => painter.paint(frame));
  terminal.onResize((size) => {
    painter.resize(size.rows);
    frames.columns = size.columns;
    frames.rows = size.rows;
    store.dispatch({ type: 'resized', size });
    frames.resize(size);
  });
  const app = (
    <LinePoolContext.Provider value={frames.pool}>
      <App store={store} />
    </LinePoolContext.Provider>
  );
  const ink = render(app, {
    stdout: frames as unknown as NodeJS.WriteStream,
    stdin,
    // Every frame whole, see FrameStream; the painter is what limits how often one is shown.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const failed = new Promise<never>((_, reject) => ink.waitUntilExit().catch(reject));
  return { unmount: () => ink.unmount(), failed };
}
