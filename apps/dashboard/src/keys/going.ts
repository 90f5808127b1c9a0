import type { Facts } from '../lists/facts.js';
import { parseFilter } from '../lists/filter.js';
import { FilterError, filterOrError } from '../lists/filter-terms.js';
import { listRef, type Filter, type ListRef } from '../lists/list-ref.js';
import type { Target } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { screenOf } from '../screens/screens.js';
import { currentRow } from '../state/answers.js';
import { focusedList, newList, type Place, type Subject } from '../state/place.js';
import { isOfSubject, SCREEN_TITLES, SCREENS, type ScreenName } from '../state/screen-names.js';
import { saying, to, type State, type Transition } from '../state/state.js';
import { aboutRow, type Command } from './command.js';
import { addTerm, applyFilter } from './filters.js';
import { subjectFor, targetInCell } from './subject.js';

/** Commands that lead to other screens. */
export const GOING = {
  open: {
    keys: ['enter'],
    help: 'open the name under the cursor, or the row',
    about: aboutRow,
    run: openRow,
  },
  back: { keys: ['escape', 'backspace'], help: 'clear the filter, then go back', run: goBack },
  'next-screen': {
    keys: ['tab'],
    help: 'next screen',
    about: () => 'subject',
    run: (state, place) => stepScreen(state, place, 1),
  },
  'previous-screen': {
    keys: ['shift-tab'],
    help: 'screen before',
    about: () => 'subject',
    run: (state, place) => stepScreen(state, place, -1),
  },
} satisfies Record<string, Command>;

/** The commands that show a screen, by its title; the number keys are theirs, as far as there are keys. */
export const SCREEN_COMMANDS: Readonly<Record<string, Command>> = Object.fromEntries(
  SCREENS.map((screen, index) => [SCREEN_TITLES[screen].toLowerCase(), screenCommand(screen, index + 1)]),
);

function screenCommand(screen: ScreenName, number: number): Command {
  return {
    keys: number < 10 ? [String(number)] : [],
    help: 'show this screen',
    about: (place) => (isOfSubject(screen) && place.screen !== screen ? 'subject' : null),
    run: (state) => switchScreen(state, screen),
  };
}

/**
 * A screen as it is first shown. A filter is of the first list that has what it names, which is the one that keys work on
 * then. A screen that waits for its subject keeps the filter until then.
 * @throws FilterError for a filter that no list takes: why the first one doesn't
 */
export function newPlace(screen: ScreenName, subject: Subject | null, facts: Facts, filter = ''): Place {
  const refs = screenOf(screen).lists(subject, facts);
  const filtered = filter === '' ? null : filteredPane(refs, filter, facts);
  const lists = refs.map((ref, pane) =>
    filtered?.pane === pane ? newList(ref, facts, filter, filtered.conditions) : newList(ref, facts),
  );
  if (isOfSubject(screen) && subject === null) return { screen, subject, pane: 0, lists: [], filter };
  return { screen, subject, pane: filtered?.pane ?? 0, lists };
}

function filteredPane(
  refs: readonly ListRef[],
  filter: string,
  facts: Facts,
): { pane: number; conditions: readonly Filter[] } | null {
  const [why] = refs
    .map((ref, pane) =>
      filterOrError(() => ({ pane, conditions: parseFilter(filter, specOf(ref, facts).columns) })),
    )
    .sort((left, right) => Number(left instanceof FilterError) - Number(right instanceof FilterError));
  if (why instanceof FilterError) throw why;
  return why ?? null;
}

/** Opens a session, a user or a computer, or a list. */
export function openTarget(state: State, target: Target, facts: Facts): Transition {
  switch (target.to) {
    case 'session':
      return to(pushPlace(state, newPlace('session', target.id, facts)));
    case 'user':
    case 'computer':
      return to(pushPlace(state, newPlace(target.to, target.name, facts)));
    case 'sessions': {
      const ref = listRef('sessions', target.scope);
      const conditions = parseFilter(target.filter, specOf(ref, facts).columns);
      const lists = [newList(ref, facts, target.filter, conditions)];
      return to(pushPlace(state, { screen: 'sessions', subject: null, pane: 0, lists }));
    }
    case 'counted':
      if (target.term === null) return to(saying(state, 'nothing can be filtered by that value', 'error'));
      return addTerm({ ...state, places: state.places.slice(0, -1) }, target.term);
    case 'nowhere':
      return to(saying(state, target.why));
  }
}

/** Gives the places that wait for a subject the one that was found; without one they stay empty. */
export function fillSubject(state: State, found: Partial<Record<ScreenName, Subject | null>>): State {
  const { facts } = state;
  if (facts === null) return state;
  const places = state.places.map((place) => {
    if (place.screen === 'frequency' || place.subject !== null) return place;
    const subject = found[place.screen] ?? null;
    return subject === null ? place : newPlace(place.screen, subject, facts, place.filter);
  });
  const place = places.at(-1);
  return place === undefined ? state : visiting({ ...state, places }, place);
}

// Goes on from here: Esc comes back.
function pushPlace(state: State, place: Place): State {
  return visiting({ ...state, places: [...state.places, place] }, place);
}

function visiting(state: State, { screen, subject }: Place): State {
  if (subject === null || screen === 'frequency') return state;
  return { ...state, visited: { ...state.visited, [screen]: subject } };
}

// Shows a screen as it was left, or anew.
function switchScreen(state: State, screen: ScreenName): Transition {
  const { facts } = state;
  const [root] = state.places;
  if (facts === null || root === undefined) return to(state);
  const { subject, named } = subjectFor(state, state.places.at(-1) ?? root, screen, facts);
  const parked = { ...state.parked, [root.screen]: root };
  const before = parked[screen];
  const place = before?.subject === subject ? before : newPlace(screen, subject, facts);
  const next = visiting({ ...state, parked, places: [place] }, place);
  if (named) return to(next);
  const which = subject === null ? 'the first one' : 'the one looked at last';
  return to(saying(next, `nothing there named a ${SCREEN_TITLES[screen].toLowerCase()}: this is ${which}`));
}

function openRow(state: State, place: Place, facts: Facts): Transition {
  const current = currentRow(state, facts);
  if (current === null) return to(state);
  const { open } = current.spec;
  const target = targetInCell(current, facts);
  const isShown = target?.to === place.screen && 'name' in target && target.name === place.subject;
  if (target !== null && !isShown) return openTarget(state, target, facts);
  return open === undefined ? to({ ...state, record: true }) : openTarget(state, open(current.cell), facts);
}

function goBack(state: State, place: Place, facts: Facts): Transition {
  if (state.working !== null)
    return to(saying({ ...state, working: null }, 'stopped'), { type: 'stop-working' });
  if (state.writing !== null) {
    const stopped: State = { ...state, writing: null, leaving: false };
    return to(saying(stopped, `${state.writing} was stopped: there is no file`), { type: 'stop-writing' });
  }
  if ((focusedList(place)?.filter ?? '') !== '') return applyFilter(state, '');
  if (state.places.length > 1) return to({ ...state, places: state.places.slice(0, -1) });
  if (place.screen !== 'overview') return switchScreen(state, 'overview');
  return to(saying(state, facts.sessions === 0 ? 'q quits' : 'this is where it begins: q quits'));
}

function stepScreen(state: State, place: Place, steps: number): Transition {
  const root = state.places.find(({ screen }) => screen !== 'frequency') ?? place;
  const shown = SCREENS.indexOf((place.screen === 'frequency' ? root.screen : place.screen) as ScreenName);
  const next = SCREENS[(shown + steps + SCREENS.length) % SCREENS.length];
  return next === undefined ? to(state) : switchScreen(state, next);
}
