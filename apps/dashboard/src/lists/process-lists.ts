import type { Facts } from './facts.js';
import { type Cell, column } from './column.js';
import { termFor } from './filter.js';
import { listRef, type PlainRef } from './list-ref.js';
import type { ListSpec, Target } from './list-spec.js';

/** n-grams that are kept of each length: the most frequent ones, and as many of the most frequent under attack. */
export const KEPT_NGRAMS = 1000;

const PROCESS = column('process', 'text', 0);
const COUNTS = [column('in_attacked', 'number', 11), column('share', 'share', 8)];

/** Processes that started inside one session, with their tokens. */
export function sessionProcessesSpec(ref: PlainRef): ListSpec {
  return {
    ref,
    title: 'processes',
    columns: [
      column('position', 'number', 8),
      column('time', 'time', 10),
      column('gap', 'seconds', 8),
      column('token', 'text', 9),
      column('process_name', 'text', 16, 1),
    ],
    id: 'position',
    sort: { column: 'position', descending: false },
    open: (cell) => sessionsWith(cell('process_name')),
  };
}

/** Process names with their runs; `share`: the part of their starts inside sessions that lies in attacked ones. */
export function processesSpec(ref: PlainRef, { labelled }: Facts): ListSpec {
  return {
    ref,
    title: 'processes',
    columns: [
      column('name', 'text', 16, 1),
      column('runs', 'number', 10),
      column('total', 'seconds', 11),
      column('mean', 'seconds', 8),
      column('in_sessions', 'number', 11),
      ...(labelled ? COUNTS : []),
    ],
    id: 'name',
    sort: { column: 'runs', descending: true },
    ...(labelled ? { mark: 'in_attacked' } : {}),
    open: (cell) => sessionsWith(cell('name')),
  };
}

/** Runs of two and three process names that follow each other inside a session. */
export function ngramsSpec(ref: PlainRef, { labelled }: Facts): ListSpec {
  return {
    ref,
    title: 'n-grams',
    columns: [
      column('rank', 'number', 5),
      column('n', 'number', 3),
      column('count', 'number', 10),
      ...(labelled ? [...COUNTS, column('z_score', 'score', 8)] : []),
      column('ngram', 'text', 24, 1),
    ],
    id: 'rank',
    sort: { column: 'rank', descending: false },
    part: { fromRows: KEPT_NGRAMS, says: 'the most frequent' },
    ...(labelled ? { mark: 'in_attacked' } : {}),
    open: (cell) => sessionsWithAll(String(cell('ngram')).split(' '), Number(cell('n'))),
  };
}

// The words are names only where none of them has a space in it.
function sessionsWithAll(words: readonly string[], n: number): Target {
  if (words.length !== n)
    return { to: 'nowhere', why: 'a name in it has spaces: filter sessions by process="NAME"' };
  const filter = [...new Set(words)].map((word) => termFor(PROCESS, word, false)).join(' ');
  return { to: 'sessions', ref: listRef('sessions'), filter };
}

function sessionsWith(process: Cell): Target {
  const filter = termFor(PROCESS, process, false) ?? '';
  return { to: 'sessions', ref: listRef('sessions'), filter };
}
