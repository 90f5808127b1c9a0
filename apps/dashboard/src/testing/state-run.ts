import type { Row } from '../lists/column.js';
import { BLOCK_ROWS, needKey, type Answer, type Need } from '../state/needs.js';
import type { ListState } from '../state/place.js';
import { reduce } from '../app/reducer.js';
import { currentList } from '../state/answers.js';
import { pendingNeeds } from '../screens/shown.js';
import { initialState, type Action, type Effect, type State } from '../state/state.js';

const SIZE = { columns: 80, rows: 24 };

/** A state, and what was asked of the outside on the way to it. */
export class Run {
  state: State;
  effects: Effect[] = [];
  readonly #answer: (need: Need) => Answer;

  constructor(
    answer: (need: Need) => Answer = answerTo,
    state: State = initialState('small.duckdb', SIZE, 'plain'),
  ) {
    this.#answer = answer;
    this.state = state;
  }

  do(action: Action): this {
    const { state, effects } = reduce(this.state, action);
    this.state = state;
    this.effects.push(...effects);
    return this;
  }

  press(...keys: string[]): this {
    for (const key of keys) {
      this.do({ type: 'key', key });
      this.answerAll();
    }
    return this;
  }

  type(text: string): this {
    return this.press(...Array.from(text, (character) => (character === ' ' ? 'space' : character)));
  }

  /** Gives every question on the screen a made-up answer. */
  answerAll(): this {
    for (let pending = pendingNeeds(this.state); pending.length > 0; pending = pendingNeeds(this.state))
      for (const need of pending)
        this.do({ type: 'answered', need: needKey(need), result: { value: this.#answer(need) } });
    return this;
  }

  get list(): ListState {
    const list = currentList(this.state);
    if (list === null) throw new Error('there is no list');
    return list;
  }

  get crumbs(): string[] {
    return this.state.places.map(({ screen, subject }) =>
      subject === null ? screen : `${screen} ${subject}`,
    );
  }
}

/** Every list has 250 rows; a row of sessions has its index as its id. */
export function answerTo(need: Need): Answer {
  switch (need.kind) {
    case 'count':
      return 250;
    case 'rows':
      return Array.from({ length: Math.min(BLOCK_ROWS, 250 - need.block * BLOCK_ROWS) }, (_, row): Row =>
        need.query.ref.list === 'sessions'
          ? [need.block * BLOCK_ROWS + row, 'U66@DOM1', 'C\u001b1', 5, 9, 4, 1, 1, ['C2', 'C3'], 1, [7], null]
          : [`name ${need.block * BLOCK_ROWS + row}`, 1, 1, 0, 0, 0, 0, 0, 0, 0],
      );
    case 'defaults':
      return { session: 7, user: 'U7', computer: null };
    case 'session-steps':
      return { began: [], ended: [] };
    case 'near':
    case 'names':
      return [];
    default:
      return null;
  }
}
