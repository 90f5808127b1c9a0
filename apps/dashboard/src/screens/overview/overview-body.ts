import { paneTab, tableModel, type BodyModel } from '../../draw/list-lines.js';
import { tableLines } from '../../draw/table-lines.js';
import { answerTo, failureOf, totalOf } from '../../state/selectors.js';
import type { State } from '../../state/state.js';
import type { ListState, Place } from '../../state/place.js';
import { beside, type Line } from '../../draw/line.js';
import { overviewTop } from './overview-lines.js';
import { overviewLayout } from './overview-state.js';

/** The whole data set at a glance, and the busiest users and computers. */
export function overviewBody({ state, place, facts }: BodyModel): Line[] {
  const top = overviewTop({
    facts,
    sessionHours: answerTo(state, { kind: 'session-hours' }),
    failure: failureOf(state, { kind: 'session-hours' }),
    users: totalOfList(state, place, 'users'),
    computers: totalOfList(state, place, 'computers'),
    width: state.size.columns,
    layout: overviewLayout(state.size),
  });
  return [...top, ...besideLists({ state, place, facts })];
}

function besideLists({ state, place, facts }: BodyModel): Line[] {
  const half = Math.floor((state.size.columns - 2) / 2);
  const width = place.lists.length > 1 ? half : state.size.columns;
  const [left = [], right = []] = place.lists.map((list, pane) => [
    paneTab(state, facts, list, pane === place.pane),
    ...tableLines(tableModel(state, place, facts, list, width)),
  ]);
  return beside(left, width, right);
}

function totalOfList(state: State, place: Place, name: ListState['ref']['list']): number | undefined {
  const list = place.lists.find(({ ref }) => ref.list === name);
  return list === undefined || list.conditions.length > 0 ? undefined : totalOf(state, list);
}
