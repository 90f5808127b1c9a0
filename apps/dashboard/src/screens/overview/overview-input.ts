import { specOf } from '../../lists/list-specs.js';
import { shownColumns } from '../../lists/list-spec.js';
import { focusedList, type Place } from '../../state/place.js';
import { to } from '../../state/state.js';
import { moveColumn } from '../../state/commands/move-commands.js';
import { replacePlace } from '../../state/selectors.js';
import type { ScreenInput } from '../inputs.js';

/** The two lists stand side by side: beyond the last column of one comes the first of the other. */
export const OVERVIEW_INPUT: ScreenInput = {
  'column-right': (state, place, facts) => {
    const list = focusedList(place);
    const last = list === null ? 0 : shownColumns(specOf(list.ref, facts)).length - 1;
    if (list === null || list.column < last || place.pane === place.lists.length - 1)
      return moveColumn(state, place, 1);
    return to(replacePlace(state, focus(place, place.pane + 1, 0)));
  },
  'column-left': (state, place, facts) => {
    const before = place.lists[place.pane - 1];
    if (focusedList(place)?.column !== 0 || before === undefined) return moveColumn(state, place, -1);
    return to(
      replacePlace(state, focus(place, place.pane - 1, shownColumns(specOf(before.ref, facts)).length - 1)),
    );
  },
};

function focus(place: Place, pane: number, column: number): Place {
  const lists = place.lists.map((list, index) => (index === pane ? { ...list, column } : list));
  return { ...place, pane, lists };
}
