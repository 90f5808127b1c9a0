import { formatCount, showable } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import { specOf } from '../lists/lists.js';
import type { Shown } from '../screens/screen.js';
import { screenOf } from '../screens/screens.js';
import { headerLines, isWithoutSubject } from '../screens/shown.js';
import { answered, failureOf, totalOf } from '../state/answers.js';
import type { ListState } from '../state/place.js';
import type { State } from '../state/state.js';
import { beside, fitLine, line, lineWidth, type Line } from '../terminal/line.js';
import { tableLines } from './table-lines.js';

/** A screen without the frame: what is above its lists, and the lists. */
export function bodyLines(shown: Shown): Line[] {
  const { state, place } = shown;
  if (isWithoutSubject(place)) return [subjectLine(state)];
  const { missing, sideBySide } = screenOf(place.screen);
  const instead = missing?.(shown) ?? null;
  if (instead !== null) return [instead];
  return [...headerLines(state), ...(sideBySide === true ? besideLines(shown) : listLines(shown))];
}

/** The list of a place that the keys work on, below the tabs of all its lists. */
export function listLines(shown: Shown): Line[] {
  const { state, place, facts } = shown;
  const list = place.lists[place.pane];
  if (list === undefined) return [];
  const tabs = place.lists.map((each) => tabLine(state, facts, each, each === list));
  return [tabsFrom(tabs, place.pane, state.size.columns), ...tableLines(shown, list, state.size.columns)];
}

// What a screen says that waits for what it is to show.
function subjectLine(state: State): Line {
  const need = { kind: 'defaults' } as const;
  const failure = failureOf(state, need);
  if (failure !== undefined) return fitLine(line(showable(failure), 'error'), state.size.columns);
  return line(answered(state, need) ? 'there is none in this database' : '…', 'dim');
}

function besideLines(shown: Shown): Line[] {
  const { state, place, facts } = shown;
  const half = Math.floor((state.size.columns - 2) / 2);
  const width = place.lists.length > 1 ? half : state.size.columns;
  const [left = [], right = []] = place.lists.map((list, pane) => [
    tabLine(state, facts, list, pane === place.pane),
    ...tableLines(shown, list, width),
  ]);
  return beside(left, width, right);
}

// As many of the tabs as fit, the current one among them.
function tabsFrom(tabs: readonly Line[], current: number, width: number): Line {
  const room = width - 2;
  let first = 0;
  while (first < current && lineWidth(tabs.slice(first, current + 1).flat()) > room) first++;
  let end = current + 1;
  while (end < tabs.length && lineWidth(tabs.slice(first, end + 1).flat()) <= room) end++;
  return [
    ...(first > 0 ? [{ text: '‹', style: 'dim' } as const] : []),
    ...tabs.slice(first, end).flat(),
    ...(end < tabs.length ? [{ text: '›', style: 'dim' } as const] : []),
  ];
}

// The name of a list, of the current one in brackets and with its number of rows.
function tabLine(state: State, facts: Facts, list: ListState, current: boolean): Line {
  const { title, part } = specOf(list.ref, facts);
  if (!current) return [{ text: ` ${showable(title)}  `, style: 'dim' }];
  const total = totalOf(state, list);
  const says = part !== undefined && total !== undefined && total >= part.fromRows ? `, ${part.says}` : '';
  const count = total === undefined ? '' : ` ${formatCount(total)}${says}`;
  return [{ text: `[${showable(title)}${count}]`, style: 'strong' }, { text: ' ' }];
}
