import type { Preparation, SaveRequest, SearchStart } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import type { ListQuery } from '../lists/list-ref.js';
import type { ScreenName } from './screen-names.js';
import type { BuildUpdate } from '../build/source.js';
import { showable } from '@cmsc/core';
import type { Size } from '../terminal/cells.js';
import type { ThemeName } from '../terminal/theme.js';
import type { Answer } from './needs.js';
import type { Place, Subject } from './place.js';

/** What is typed on the lowest line. */
export interface Prompt {
  kind: 'filter' | 'search' | 'palette' | 'save' | 'replace';
  text: string;
  /** Characters before the caret. */
  caret: number;
  /** Index of the chosen entry of the palette, or of the line of the history that is shown (-1: none). */
  choice: number;
}

/** A line that says what happened. It goes away with the next key. */
export interface Notice {
  tone: 'good' | 'plain' | 'error';
  text: string;
}

/** The build that is under way. */
export interface BuildState {
  update: BuildUpdate;
  /** Seconds since its start, at the newest update. */
  seconds: number;
  phase: 'running' | 'cancelling' | 'failed';
  /** Why it failed. */
  failure: string;
}

/** An answer, or why there is none. */
export type Result = { value: Answer } | { failure: string };

/** Everything that is shown, and nothing else: the screen is a function of this. */
export interface State {
  size: Size;
  /** Name of what is being opened, until there are facts. */
  opening: string;
  facts: Facts | null;
  /** Keys that were pressed before there was anything to press them for. */
  early: readonly string[];
  /** The way here; the last one is shown. Empty until there are facts. */
  places: readonly Place[];
  /** Places that were left by a number key, to come back to. */
  parked: Readonly<Partial<Record<Place['screen'], Place>>>;
  /** What was shown last on the screens that show one thing. */
  visited: Readonly<Partial<Record<ScreenName, Subject>>>;
  prompt: Prompt | null;
  /** What was typed before, newest first, by the kind of prompt. */
  typed: Readonly<Partial<Record<Prompt['kind'], readonly string[]>>>;
  /** First line of the help that is shown; null while it isn't. */
  help: number | null;
  /** All of the row under the cursor is shown. */
  record: boolean;
  notice: Notice | null;
  results: ReadonlyMap<string, Result>;
  preparation: Preparation | null;
  build: BuildState | null;
  /** The database goes away at the end, unless it is kept. */
  temporary: boolean;
  /** A search that is under way. */
  working: 'searching' | null;
  /** What is being written: one file at a time, and none is given up unless somebody says so. */
  writing: 'saving' | 'keeping' | null;
  /** The dashboard is left as soon as what is being written is done. */
  leaving: boolean;
  /** The terminal is one of tmux, which keeps what is copied to itself unless it is told otherwise. */
  inTmux: boolean;
  /** Nobody presses keys: no cursor is shown. */
  still: boolean;
  /** Times as day and clock. */
  clock: boolean;
  theme: ThemeName;
}

/** What happens to the state. */
export type Action =
  | { type: 'key'; key: string }
  | { type: 'resized'; size: Size }
  | { type: 'opened'; facts: Facts; start: StartPlace; temporary?: boolean }
  | { type: 'answered'; need: string; result: Result }
  | { type: 'found'; query: ListQuery; text: string; start: SearchStart; index: number | null }
  | { type: 'saved'; path: string; rows: number }
  | { type: 'kept'; path: string }
  | { type: 'exists'; path: string }
  | { type: 'failed'; during: 'search' | 'write'; what: string }
  | { type: 'prepared'; preparation: Preparation }
  | { type: 'build-updated'; update: BuildUpdate; seconds: number }
  | { type: 'build-failed'; failure: string };

/** Where the dashboard opens. */
export interface StartPlace {
  screen: ScreenName;
  filter: string;
  /** The session, user or computer to be shown; without it, one is chosen. */
  subject?: Subject;
}

/** What the outside has to do after an action. */
export type Effect =
  | { type: 'find'; query: ListQuery; text: string; start: SearchStart }
  | { type: 'save'; request: SaveRequest }
  | { type: 'keep'; path: string }
  | { type: 'stop-working' }
  | { type: 'stop-writing' }
  | { type: 'copy'; text: string }
  | { type: 'cancel-build' }
  | { type: 'redraw' }
  | { type: 'suspend' }
  | { type: 'quit' };

/** The state after an action, and what is to be done. */
export interface Transition {
  state: State;
  effects: readonly Effect[];
}

/** A transition that only changes the state. */
export function to(state: State, ...effects: Effect[]): Transition {
  return { state, effects };
}

/** `state` with a line that says what happened: names in it may be anything. */
export function saying(state: State, text: string, tone: Notice['tone'] = 'plain'): State {
  return { ...state, notice: { tone, text: showable(text) } };
}

/** `state` with a prompt that has `text` in it. */
export function withPrompt(state: State, kind: Prompt['kind'], text: string): State {
  const choice = kind === 'palette' ? 0 : -1;
  return { ...state, prompt: { kind, text, caret: Array.from(text).length, choice } };
}

/** The state before anything is known. */
export function initialState(opening: string, size: Size, theme: ThemeName): State {
  return {
    size,
    opening,
    facts: null,
    early: [],
    places: [],
    parked: {},
    visited: {},
    prompt: null,
    typed: {},
    help: null,
    record: false,
    notice: null,
    results: new Map(),
    preparation: null,
    build: null,
    temporary: false,
    working: null,
    writing: null,
    leaving: false,
    inTmux: false,
    still: false,
    clock: false,
    theme,
  };
}
