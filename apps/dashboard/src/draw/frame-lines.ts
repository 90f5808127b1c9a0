import { basename } from 'node:path';
import { formatCount, showable } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import { keyLabels, type Command } from '../keys/command.js';
import { COMMANDS } from '../keys/commands.js';
import { split } from '../keys/typing.js';
import { spanText } from '../lists/clock.js';
import { pendingNeeds } from '../screens/shown.js';
import { currentList, currentPlace, cursorOf, missingNames, totalOf } from '../state/answers.js';
import { focusedList, type ListState, type Place } from '../state/place.js';
import { SCREEN_TITLES, SCREENS, type ScreenName } from '../state/screen-names.js';
import type { Notice, Prompt, State } from '../state/state.js';
import { cutStart } from '../terminal/cells.js';
import { fitLine, line, lineWidth, spread, type Line, type Segment } from '../terminal/line.js';

/** The tabs of the screens, with the key of each; the shown one is marked. */
export function tabsLine(state: State): Line {
  const place = currentPlace(state);
  const shown = place?.screen === 'frequency' ? state.places.at(-2)?.screen : place?.screen;
  const tabs = SCREENS.flatMap((name, index): Segment[] => {
    const mark = name === shown ? '▸' : ' ';
    const tab: Segment = {
      text: `${index + 1}${mark}${SCREEN_TITLES[name]}`,
      style: name === shown ? 'active' : 'plain',
    };
    return index === 0 ? [tab] : [{ text: '│', style: 'dim' }, tab];
  });
  return fitLine(tabs, state.size.columns);
}

/** The way here at the left, what is under way at the right. */
export function crumbsLine(state: State): Line {
  return spread(line(crumbsText(state), 'heading'), line(underWay(state), 'dim'), state.size.columns);
}

/** The way here; what is being opened while there is none. */
export function crumbsText(state: State): string {
  return state.places.map(crumbText).join(' › ') || showable(state.opening);
}

/** The prompt, or what happened last, or where the cursor stands. */
export function statusLine(state: State): Line {
  const width = state.size.columns;
  if (state.prompt !== null) return promptLine(state.prompt, width);
  if (state.notice !== null) return noticeLine(state.notice, width);
  const list = currentList(state);
  return fitLine(list === null ? [] : listStatus(state, list), width);
}

const HINTS: readonly (readonly [Command, string])[] = [
  [COMMANDS.open, 'open'],
  [COMMANDS.back, 'back'],
  [COMMANDS.filter, 'filter'],
  [COMMANDS.search, 'search'],
  [COMMANDS.sort, 'sort'],
  [COMMANDS.frequency, 'count'],
  [COMMANDS.help, 'help'],
  [COMMANDS.quit, 'quit'],
  [COMMANDS.copy, 'copy'],
  [COMMANDS.save, 'save'],
  [COMMANDS.palette, 'palette'],
];

const BUILD_HINTS: typeof HINTS = [
  [COMMANDS.cancel, 'cancel'],
  [COMMANDS.help, 'help'],
];

/** The keys that one needs most, as many as fit; while something is typed, what is wrong with it. */
export function hintsLine(state: State): Line {
  if (state.prompt !== null && state.notice !== null) return noticeLine(state.notice, state.size.columns);
  const hints: Segment[] = [];
  for (const [{ keys }, word] of state.build?.phase === 'running' ? BUILD_HINTS : HINTS) {
    const hint: Segment[] = [
      { text: keyLabels(keys.slice(0, 1)).replace('Ctrl-', '^'), style: 'strong' },
      { text: ` ${word}  `, style: 'dim' },
    ];
    if (lineWidth([...hints, ...hint]) > state.size.columns + 2) continue;
    hints.push(...hint);
  }
  return fitLine(hints, state.size.columns);
}

function noticeLine({ tone, text }: Notice, width: number): Line {
  return fitLine(line(text, tone === 'plain' ? 'strong' : tone), width);
}

function crumbText(place: Place): string {
  const list = focusedList(place);
  if (list?.ref.list === 'frequency') return `counts of ${showable(list.ref.column)}`;
  const title = SCREEN_TITLES[place.screen as ScreenName];
  if (place.subject !== null) return `${title} ${showable(String(place.subject))}`;
  const scope = list?.ref.scope;
  return scope?.by === 'tuple' ? `${title} of red-team event ${scope.id}` : title;
}

function underWay(state: State): string {
  const working = state.working ?? state.writing;
  if (working !== null) return `${working} … Esc stops`;
  if (state.facts === null) return state.build === null ? 'opening …' : '';
  if (pendingNeeds(state).length > 0) return '…';
  const { preparation } = state;
  if (preparation === null || preparation.done >= preparation.total) return dataText(state.facts);
  return `${dataText(state.facts)} · indexing ${preparation.done + 1}/${preparation.total}`;
}

// Which data it is, and from when to when.
function dataText({ path, span: { from, to } }: Facts): string {
  return `${cutStart(showable(basename(path)), 24)} ${spanText(from, to)}`;
}

function listStatus(state: State, list: ListState): Line {
  const total = totalOf(state, list);
  const place =
    total === 0
      ? 'no rows'
      : `row ${formatCount(cursorOf(state, list) + 1)} of ${total === undefined ? '…' : formatCount(total)}`;
  const missing = total === 0 ? [] : missingNames(state, list);
  const { column, descending } = list.sort;
  const filter: Segment[] =
    list.filter === '' ? [] : [{ text: ` · filter ${showable(list.filter)}`, style: 'strong' }];
  const search = list.search === '' ? '' : ` · search ${showable(list.search)}`;
  return [
    { text: place, style: 'dim' },
    ...missing.map((each): Segment => ({ text: ` · ${each}`, style: 'error' })),
    ...filter,
    { text: `${search} · by ${showable(column)} ${descending ? '▼' : '▲'}`, style: 'dim' },
  ];
}

const PROMPTS: Readonly<Record<Prompt['kind'], string>> = {
  filter: 'filter: ',
  search: '/',
  palette: ':',
  save: 'save as: ',
  replace: '',
};

// The caret is a character of its own: without colours it is there all the same.
function promptLine(prompt: Prompt, width: number): Line {
  if (prompt.kind === 'replace') {
    return fitLine(line(`${showable(prompt.text)} exists: replace it? y / n`, 'error'), width);
  }
  const { before, after } = split(prompt);
  const start = PROMPTS[prompt.kind];
  const shown = cutStart(showable(before), width - start.length - 2);
  return fitLine(
    [
      { text: start, style: 'strong' },
      { text: shown },
      { text: '▏', style: 'strong' },
      { text: showable(after) },
    ],
    width,
  );
}
