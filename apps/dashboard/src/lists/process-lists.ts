import { type Cell, column, ofLabels } from './column.js';
import { termFor } from './filter.js';
import { listRef } from './list-ref.js';
import type { DescribedList, Target } from './list-spec.js';

/** n-grams that are kept of each length: the most frequent ones, and as many of the most frequent under attack. */
export const KEPT_NGRAMS = 1000;

const PROCESS = { name: 'process' };
const COUNTS = [column('in_attacked', 'number', 11), column('share', 'share', 8)].map(ofLabels);

/** Processes by themselves and in their sessions. */
export const PROCESS_LISTS = {
  /** Those that started inside one session, with their tokens. */
  'session-processes': {
    title: 'processes',
    columns: [
      column('position', 'number', 8),
      column('time', 'time', 10),
      column('gap', 'seconds', 8),
      column('token', 'text', 9),
      column('process_name', 'text', 16, 1),
    ],
    id: 'position',
    open: (cell) => sessionsWith(cell('process_name')),
  },
  /** Process names with their runs; `share`: the part of their starts inside sessions that lies in attacked ones. */
  processes: {
    title: 'processes',
    columns: [
      column('name', 'text', 16, 1),
      column('runs', 'number', 10),
      column('total', 'seconds', 11),
      column('mean', 'seconds', 8),
      column('in_sessions', 'number', 11),
      ...COUNTS,
    ],
    id: 'name',
    sort: { column: 'runs', descending: true },
    mark: 'in_attacked',
    open: (cell) => sessionsWith(cell('name')),
  },
  /** Runs of two and three process names that follow each other inside a session. */
  ngrams: {
    title: 'n-grams',
    columns: [
      column('rank', 'number', 5),
      column('n', 'number', 3),
      column('count', 'number', 10),
      ...COUNTS,
      ofLabels(column('z_score', 'score', 8)),
      column('ngram', 'text', 24, 1),
    ],
    id: 'rank',
    part: { fromRows: KEPT_NGRAMS, says: 'the most frequent' },
    mark: 'in_attacked',
    open: (cell) => sessionsWithAll(String(cell('ngram')).split(' '), Number(cell('n'))),
  },
} satisfies Record<string, DescribedList>;

// The words are names only where none of them has a space in it.
function sessionsWithAll(words: readonly string[], n: number): Target {
  if (words.length !== n)
    return { to: 'nowhere', why: 'a name in it has spaces: filter sessions by process="NAME"' };
  return sessionsWith(...new Set(words));
}

function sessionsWith(...processes: Cell[]): Target {
  const filter = processes.map((each) => termFor(PROCESS, each, false) ?? '').join(' ');
  return { to: 'sessions', ref: listRef('sessions'), filter };
}
