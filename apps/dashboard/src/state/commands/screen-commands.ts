import type { BrowseCommand } from '../../keys/bindings.js';
import type { Facts } from '../../data/facts.js';
import { parseFilter } from '../../lists/filter.js';
import { specOf } from '../../lists/list-specs.js';
import type { Target } from '../../lists/list-spec.js';
import { SCREEN_TITLES, SCREENS, type ScreenName } from '../../screens/screen-names.js';
import { screenOf } from '../../screens/screens.js';
import { focusedList, newList, withList, type Place, type Subject } from '../place.js';
import { currentRow, replacePlace } from '../selectors.js';
import { saying, to, type State, type Transition } from '../state.js';
import { subjectFor } from '../subject.js';
import type { Handler } from './handler.js';

/** Keys that lead to other screens. */
export const SCREEN_COMMANDS: Partial<Record<BrowseCommand, Handler>> = {
  open: openRow,
  back: goBack,
  'next-screen': (state, place) => stepScreen(state, place, 1),
  'previous-screen': (state, place) => stepScreen(state, place, -1),
  ...Object.fromEntries(
    SCREENS.map((screen, index) => [`screen-${index + 1}`, (state: State) => switchScreen(state, screen)]),
  ),
};

/**
 * A screen as it is first shown, its first list filtered. One that waits for its subject keeps the filter until then.
 * @throws FilterError for a filter that the first list doesn't take
 */
export function newPlace(screen: ScreenName, subject: Subject | null, facts: Facts, filter = ''): Place {
  const { lists: listsOf, ofSubject } = screenOf(screen);
  const lists = listsOf(subject, facts).map((ref, pane) => {
    if (filter === '' || pane > 0) return newList(ref, facts);
    return newList(ref, facts, filter, parseFilter(filter, specOf(ref, facts).columns));
  });
  if (ofSubject === true && subject === null) return { screen, subject, pane: 0, lists: [], filter };
  return { screen, subject, pane: 0, lists };
}

/** Goes on from here: Esc comes back. */
function pushPlace(state: State, place: Place): State {
  return visiting({ ...state, places: [...state.places, place] }, place);
}

/** Shows a screen as it was left, or anew. */
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

/** Opens a session, a user or a computer, or a list. */
export function openTarget(state: State, target: Target, facts: Facts): Transition {
  switch (target.to) {
    case 'session':
      return to(pushPlace(state, newPlace('session', target.id, facts)));
    case 'user':
    case 'computer':
      return to(pushPlace(state, newPlace(target.to, target.name, facts)));
    case 'nowhere':
      return to(saying(state, target.why));
    case 'list': {
      const conditions = parseFilter(target.filter, specOf(target.ref, facts).columns);
      const lists = [newList(target.ref, facts, target.filter, conditions)];
      return to(pushPlace(state, { screen: target.screen, subject: null, pane: 0, lists }));
    }
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

function openRow(state: State, place: Place, facts: Facts): Transition {
  const current = currentRow(state, place, facts);
  if (current === null) return to(state);
  const { open } = current.spec;
  return open === undefined ? to({ ...state, record: true }) : openTarget(state, open(current.cell), facts);
}

function goBack(state: State, place: Place, facts: Facts): Transition {
  if (state.working !== null)
    return to(saying({ ...state, working: null }, 'stopped'), { type: 'stop-working' });
  if (state.writing !== null) {
    const stopped: State = { ...state, writing: null, leaving: false };
    return to(saying(stopped, `${state.writing} was stopped: there is no file`), { type: 'stop-writing' });
  }
  if ((focusedList(place)?.filter ?? '') !== '') {
    const cleared = withList(place, (list) => ({ ...list, filter: '', conditions: [], cursor: 0, top: 0 }));
    return to(replacePlace(state, cleared));
  }
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

/** Whether a command switches to a screen that shows one thing, which the screen it leaves has to name. */
export function leadsToSubject(place: Place, command: BrowseCommand): boolean {
  if (command === 'next-screen' || command === 'previous-screen') return true;
  const screen = SCREENS.find((_, index) => command === `screen-${index + 1}`);
  return screen !== undefined && screen !== place.screen && screenOf(screen).ofSubject === true;
}

function visiting(state: State, { screen, subject }: Place): State {
  if (subject === null || screen === 'frequency') return state;
  return { ...state, visited: { ...state.visited, [screen]: subject } };
}
