import { randomNumbers } from '@cmsc/core';
import { expect, it } from 'vitest';
import { COMMANDS } from '../keys/commands.js';
import { isList, isText, type Cell, type ColumnKind } from '../lists/column.js';
import { specOf } from '../lists/lists.js';
import { pendingNeeds } from '../screens/shown.js';
import { BLOCK_ROWS, needKey, type Answer, type Need } from '../state/needs.js';
import { SCREENS } from '../state/screen-names.js';
import type { Action, Effect } from '../state/state.js';
import { cellWidth } from '../terminal/cells.js';
import { lineText } from '../terminal/line.js';
import { FACTS } from '../testing/facts.js';
import { HOSTILE, hostileAnswer } from '../testing/hostile-answers.js';
import { Run } from '../testing/state-run.js';
import { screenLines } from './screen-lines.js';

const KEYS = [...new Set(Object.values(COMMANDS).flatMap(({ keys }) => keys))].filter((key) => key !== 'q');

/** What is typed where something can be, and where not. */
const TEXTS = [
  ...['attacked', '!attacked', 'duration>1h', 'user=U66@*', 'origin~C17', 'logons<2.5', 'nothing=1', 'x'],
  ...[
    'sort duration',
    'filter attacked',
    'save out.csv',
    'user U',
    'session 1,234',
    '(attacked or user=U1) not duration > 1h 30m',
    `pasted ${HOSTILE}\nq`,
    'quit',
    '"',
    '(',
    HOSTILE,
  ],
];

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u;

const SIZES = [
  { columns: 60, rows: 16 },
  { columns: 80, rows: 24 },
  { columns: 97, rows: 31 },
];

/** A text as it is typed, or at once as it is pasted. */
const keysOf = (text: string) => (text.startsWith('pasted ') ? [text] : [...text]);

/** What may come of an effect, well and not. */
function outcomesOf(effect: Effect): Action[] {
  switch (effect.type) {
    case 'find': {
      const { query, text, start } = effect;
      const found = { type: 'found', query, text, start } as const;
      return [
        { ...found, index: 249 },
        { ...found, index: null },
        { type: 'failed', during: 'search', what: HOSTILE },
      ];
    }
    case 'save':
    case 'keep': {
      const path = effect.type === 'save' ? effect.request.path : effect.path;
      const done: Action =
        effect.type === 'save' ? { type: 'saved', path, rows: 250 } : { type: 'kept', path };
      return [done, { type: 'exists', path }, { type: 'failed', during: 'write', what: HOSTILE }];
    }
    default:
      return [];
  }
}

/** Rows with cells of the kinds that their list has. */
function answer(need: Need): Answer {
  if (need.kind !== 'rows') return hostileAnswer(need);
  const { columns } = specOf(need.query.ref, FACTS);
  const rows = Math.min(BLOCK_ROWS, 250 - need.block * BLOCK_ROWS);
  return Array.from({ length: rows }, (_, row) => columns.map(({ kind }, i) => cellOf(kind, row + i)));
}

function cellOf(kind: ColumnKind, number: number): Cell {
  if (number % 11 === 0) return isList(kind) ? [] : null;
  const item = isText(kind) ? `${number % 5 === 0 ? HOSTILE : 'name '}${number}` : number * 997;
  return isList(kind) ? ([item, item, item].slice(number % 3) as Cell) : kind === 'flag' ? number % 2 : item;
}

it('2,000 keys at random, with whatever comes of them, leave every screen within its size', () => {
  const random = randomNumbers(14);
  const below = (limit: number) => Math.floor(random() * limit);
  const of = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const run = new Run(answer);
  const seen = new Set<string>();
  const problems: string[] = [];
  run.do({ type: 'opened', facts: FACTS, start: { screen: 'overview', filter: '' } });
  const step = (...keys: string[]) => {
    for (const key of keys) {
      run.effects.length = 0;
      run.do({ type: 'key', key });
      for (const effect of [...run.effects]) {
        const outcomes = outcomesOf(effect);
        if (outcomes.length > 0 && below(4) > 0) run.do(of(outcomes));
      }
    }
  };
  for (let i = 0; i < 2000; i++) {
    if (below(20) === 0)
      step(of(['f', '/', ':', 'ctrl-s']), ...keysOf(of(TEXTS)), of(['enter', 'tab', 'escape', 'up']));
    else step(of(KEYS));
    if (below(50) === 0) run.do({ type: 'resized', size: of(SIZES) });
    // Some answers are late, and some never come.
    for (const need of below(3) > 0 ? pendingNeeds(run.state) : [])
      run.do({
        type: 'answered',
        need: needKey(need),
        result: below(40) === 0 ? { failure: HOSTILE } : { value: answer(need) },
      });
    seen.add(run.state.places.at(-1)?.screen ?? '');
    const { columns, rows } = run.state.size;
    const lines = screenLines(run.state).map(lineText);
    if (lines.length !== rows) problems.push(`${lines.length} lines after key ${i}`);
    problems.push(...lines.filter((each) => cellWidth(each) > columns || CONTROLS.test(each)));
  }
  expect(problems).toEqual([]);
  expect([...seen].sort()).toEqual(expect.arrayContaining([...SCREENS].sort()));
});
