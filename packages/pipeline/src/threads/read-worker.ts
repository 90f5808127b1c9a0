import { Dictionary } from '@cmsc/core';
import { formatNamed, readColumns, type ColumnBatch, type ColumnReader } from '@cmsc/loaders';
import { parentPort, workerData } from 'node:worker_threads';
import {
  takeApart,
  type NewNames,
  type RawRows,
  type ReadMessage,
  type ReadTask,
  type ReadTotals,
} from './messages.js';
import { Ring } from './ring.js';

// The reading thread: inflates and scans files, and passes the events on through a ring of shared buffers.

const task = workerData as ReadTask;

function say(message: ReadMessage): void {
  parentPort?.postMessage(message);
}

/** Keeps track of which names the other thread has been told. */
class NameNews {
  readonly #dictionaries: ColumnReader['dictionaries'];
  readonly #told = new Map<string, number>();

  constructor(dictionaries: ColumnReader['dictionaries']) {
    this.#dictionaries = dictionaries;
  }

  take(): NewNames {
    const news: NewNames = {};
    for (const [name, dictionary] of Object.entries(this.#dictionaries)) {
      const told = this.#told.get(name) ?? 0;
      if (dictionary.size === told) continue;
      news[name] = namesFrom(dictionary, told);
      this.#told.set(name, dictionary.size);
    }
    return news;
  }
}

function dictionaryOf(names: readonly string[]): Dictionary {
  const dictionary = new Dictionary();
  for (const name of names) dictionary.intern(name);
  return dictionary;
}

function namesFrom(dictionary: Dictionary, first: number): string[] {
  return Array.from({ length: dictionary.size - first }, (_, i) => dictionary.name(first + i));
}

function totalsOf({ counts, inputs, lastTime, reader }: ColumnReader): ReadTotals {
  return { counts: { ...counts }, inputs: [...inputs], lastTime, reader };
}

const dictionaries = Object.fromEntries(
  Object.entries(task.names).map(([name, names]) => [name, dictionaryOf(names)]),
);
const news = new NameNews(dictionaries);
news.take();
const reader = readColumns(task.paths, formatNamed(task.formatName), {
  ...task.options,
  dictionaries,
  onReject: (reject) => say({ type: 'reject', reject }),
  onProgress: (progress) => say({ type: 'progress', progress }),
});
const ring = new Ring(task.ring);

/** Hands on what is in the ring's slot. */
function pass(raw?: RawRows): void {
  if (ring.filled > 0)
    say({ type: 'batch', ...ring.pass(), names: news.take(), totals: totalsOf(reader), raw });
}

function take(batch: ColumnBatch): void {
  if (!ring.fits(batch.length)) pass();
  ring.append(batch);
  // The text of the rows is not gathered: it is copied once as it is.
  if (batch.raw) pass({ bytes: batch.raw.bytes.slice(), ends: batch.raw.ends.slice(0, batch.length) });
}

try {
  for await (const batch of reader) take(batch);
  pass();
  say({ type: 'done', totals: totalsOf(reader), names: news.take() });
} catch (error) {
  pass();
  say({ type: 'failed', error: takeApart(error), totals: totalsOf(reader) });
}
