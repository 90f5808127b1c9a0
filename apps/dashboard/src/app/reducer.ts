import { formatMany } from '@cmsc/core';
import type { Defaults } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { commandAt, type Command } from '../keys/command.js';
import { COMMANDS, runCommand, waitsForRow } from '../keys/commands.js';
import { fillSubject, newPlace } from '../keys/going.js';
import { HELP } from '../keys/help.js';
import { moveTo } from '../keys/moving.js';
import { typeKey } from '../keys/typing.js';
import { FilterError, filterOrError } from '../lists/filter-terms.js';
import { pastedText } from '../terminal/key-decoder.js';
import { typedNameNeed, needKey, type Need } from '../state/needs.js';
import { FRAME_LINES, shownNeeds } from '../screens/shown.js';
import { answered as isAnswered, currentList, currentPlace, queryOf } from '../state/answers.js';
import type { Place, Subject } from '../state/place.js';
import type { ScreenName } from '../state/screen-names.js';
import {
  saying,
  to,
  withPrompt,
  type Action,
  type Result,
  type State,
  type Transition,
} from '../state/state.js';

/** Answers that are kept at most. */
const MOST_RESULTS = 60;

type Found = Extract<Action, { type: 'found' }>;
type Opened = Extract<Action, { type: 'opened' }>;

const DEFAULTS_KEY = needKey({ kind: 'defaults' } satisfies Need);

/** The state after an action, and what the outside has to do: all that the dashboard does goes through here. */
export function reduce(state: State, action: Action): Transition {
  switch (action.type) {
    case 'key':
      return withoutFailures(state, pressed({ ...state, notice: null }, action.key));
    case 'resized':
      return to({ ...state, size: action.size });
    case 'opened':
      return opened(state, action);
    case 'answered':
      return typedAhead(answered(state, action.need, action.result));
    case 'found':
      return found({ ...state, working: null }, action);
    case 'saved':
      return written(state, `${formatMany(action.rows, 'row')} saved to ${action.path}`);
    case 'kept':
      return written({ ...state, temporary: false }, `kept as ${action.path}`);
    case 'exists':
      return to(withPrompt({ ...state, writing: null, leaving: false }, 'replace', action.path));
    case 'failed': {
      const ended: Partial<State> =
        action.during === 'search' ? { working: null } : { writing: null, leaving: false };
      return to(saying({ ...state, ...ended }, action.what, 'error'));
    }
    case 'prepared':
      return to({ ...state, preparation: action.preparation });
    case 'build-updated': {
      const { update, seconds } = action;
      const { phase, failure } = state.build ?? { phase: 'running' as const, failure: '' };
      return to({ ...state, build: { update, seconds, phase, failure } });
    }
    case 'build-failed':
      return to(
        state.build === null
          ? state
          : { ...state, build: { ...state.build, phase: 'failed', failure: action.failure } },
      );
  }
}

const PASTED_NOWHERE = 'a pasted text goes where something is typed: f filters, / searches, : commands';

function pressed(state: State, key: string): Transition {
  if (pastedText(key) !== null && state.prompt === null && state.facts !== null)
    return to(saying(state, PASTED_NOWHERE));
  const command = commandAt<Command>(COMMANDS, key);
  if (isTooEarly(state, key, command)) return to({ ...state, early: [...state.early, key] });
  if (state.help !== null) return helpKey(state, state.help, command);
  if (state.record) return to({ ...state, record: false });
  if (state.prompt !== null) return typeKey(state, state.prompt, key);
  return command === null ? to(state) : runCommand(state, command);
}

// What could not be read is asked for again by who comes to it anew, or has the screen drawn anew.
function withoutFailures(before: State, { state, effects }: Transition): Transition {
  const [left, come] = [currentPlace(before), currentPlace(state)];
  const isSame = (['screen', 'subject', 'pane'] as const).every((part) => left?.[part] === come?.[part]);
  const isThere = isSame && before.places.length === state.places.length;
  if (isThere && !effects.some(({ type }) => type === 'redraw')) return { state, effects };
  const answers = [...state.results].filter(([, result]) => 'value' in result);
  return answers.length === state.results.size
    ? { state, effects }
    : { state: { ...state, results: new Map(answers) }, effects };
}

function helpKey(state: State, top: number, command: Command | null): Transition {
  const page = Math.max(1, state.size.rows - FRAME_LINES - 1);
  const steps = new Map<Command | null, number>([
    [COMMANDS.down, 1],
    [COMMANDS.up, -1],
    [COMMANDS['page-down'], page],
    [COMMANDS['page-up'], -page],
    [COMMANDS.first, -Infinity],
    [COMMANDS.last, Infinity],
  ]);
  const step = steps.get(command);
  if (step !== undefined) {
    const last = Math.max(0, HELP.length - page);
    return to({ ...state, help: Math.max(0, Math.min(last, top + step)) });
  }
  const closed: State = { ...state, help: null };
  return command === COMMANDS.quit ? runCommand(closed, command) : to(closed);
}

function opened(state: State, { facts, start, temporary = false }: Opened): Transition {
  const { screen, filter, subject = null } = start;
  const overview = newPlace('overview', null, facts);
  const { place, notice } = firstPlace({ screen, filter, subject }, facts);
  const clock = state.clock || facts.windows;
  const shown: State = {
    ...state,
    facts,
    clock,
    temporary,
    build: null,
    places: [place],
    parked: { overview },
  };
  const next = temporary ? saying(shown, 'this database goes when you quit; :keep FILE keeps it') : shown;
  return typedAhead(notice === null ? next : saying(next, notice, 'error'));
}

function firstPlace(
  { screen, filter, subject }: { screen: ScreenName; filter: string; subject: Subject | null },
  facts: Facts,
): { place: Place; notice: string | null } {
  const place = filterOrError(() => newPlace(screen, subject, facts, filter));
  return place instanceof FilterError
    ? { place: newPlace(screen, subject, facts), notice: place.message }
    : { place, notice: null };
}

// What was typed before there was anything to type it for; of that, what has to wait again waits again.
function typedAhead(state: State): Transition {
  return state.early.reduce<Transition>(
    (before, key) => {
      const after = pressed(before.state, key);
      return { state: after.state, effects: [...before.effects, ...after.effects] };
    },
    to({ ...state, early: [] }),
  );
}

// Keys keep their order, and one that is about a row waits for it: what it would be about without is something else.
// Quitting doesn't wait.
function isTooEarly(state: State, key: string, command: Command | null): boolean {
  if (state.facts === null) return state.build === null && command?.always !== true;
  if (state.early.length > 0) return command?.always !== true;
  if (waitsForNames(state, key)) return true;
  const isTyped = state.prompt !== null || state.help !== null || state.record;
  return command !== null && !isTyped && waitsForRow(state, command);
}

// What the palette offers is chosen among when it is there.
function waitsForNames(state: State, key: string): boolean {
  const need = typedNameNeed(state.prompt);
  return need !== null && !isAnswered(state, need) && ['enter', 'tab', 'up', 'down'].includes(key);
}

function answered(state: State, need: string, result: Result): State {
  const results = new Map(state.results).set(need, result);
  const next = trimmed({ ...state, results });
  if (need !== DEFAULTS_KEY || !('value' in result)) return next;
  return fillSubject(next, { ...(result.value as Defaults) });
}

// The oldest answers go, but for those on the screen.
function trimmed(state: State): State {
  if (state.results.size <= MOST_RESULTS) return state;
  const shown = new Set([...shownNeeds(state).map(needKey), DEFAULTS_KEY]);
  const results = new Map(state.results);
  for (const key of state.results.keys()) {
    if (results.size <= MOST_RESULTS) break;
    if (!shown.has(key)) results.delete(key);
  }
  return { ...state, results };
}

function written(state: State, text: string): Transition {
  const next = saying({ ...state, writing: null }, text, 'good');
  return state.leaving ? to(next, { type: 'quit' }) : to(next);
}

function found(state: State, { query, text, start, index }: Found): Transition {
  const list = currentList(state);
  // By now it may be another list.
  if (list === null || JSON.stringify(queryOf(list)) !== JSON.stringify(query)) return to(state);
  if (index === null) return to(saying(state, `nothing here holds ${text}`, 'error'));
  const moved = moveTo(state, index).state;
  const wentRound = start.backwards ? index >= start.index : index <= start.index;
  return to(wentRound ? saying(moved, 'the search went round') : moved);
}
