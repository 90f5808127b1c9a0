import { takeApart } from '@cmsc/core';
import {
  formatNamed,
  readColumns,
  type ColumnBatch,
  type ColumnReader,
  type RawRows,
  type ReadProgress,
  type RejectedRow,
} from '@cmsc/loaders';
import { parentPort, workerData } from 'node:worker_threads';
import { type ReadMessage, type ReadTask, type ReadTotals, dictionariesOf, NameNews } from './messages.js';
import { Ring } from './ring.js';
import { SharedText, TextRing } from './text-ring.js';

// The scanning thread: scans the text of files, and passes the events on through a ring of shared buffers.

const task = workerData as ReadTask;

function say(message: ReadMessage): void {
  parentPort?.postMessage(message);
}

function totalsOf({ counts, inputs, lastTime, windowTime, reader }: ColumnReader): ReadTotals {
  return { counts: { ...counts }, inputs: [...inputs], lastTime, windowTime, reader };
}

/** Bad rows that are passed on without waiting for good ones: the reader gives a turn for about so many. */
const MANY_REJECTS = 512;

/** Milliseconds between two messages on how far it has come: each wakes the other thread. */
const PROGRESS_PAUSE = 50;
let toldAt = 0;

function tell(progress: ReadProgress): void {
  const now = performance.now();
  if (now - toldAt < PROGRESS_PAUSE && progress.bytes !== progress.bytesTotal) return;
  toldAt = now;
  say({ type: 'progress', progress });
}

const dictionaries = dictionariesOf(task.names);
const news = new NameNews(dictionaries);
news.take();
const text = new TextRing(task.text.memory);
let rejects: RejectedRow[] = [];
const reader = readColumns(task.paths, formatNamed(task.formatName), {
  ...task.options,
  dictionaries,
  openText: (path) => new SharedText(path, text, task.text.port),
  // A copy of its own: the bytes are borrowed from the ring of text, which is filled anew before they are read.
  onReject: task.wantsRejects
    ? (reject) => void rejects.push({ ...reject, bytes: new Uint8Array(reject.bytes) })
    : undefined,
  textMemory: task.text.memory.shared,
  onProgress: task.wantsProgress ? tell : undefined,
});
const ring = new Ring(task.ring);

/** Hands on what is in the ring's slot. */
function pass(raw?: RawRows): void {
  if (ring.filled === 0 && rejects.length === 0) return;
  const batch = { ...ring.pass(), names: news.take(), totals: totalsOf(reader), rejects, raw };
  rejects = [];
  say({ type: 'batch', ...batch });
}

function take(batch: ColumnBatch): void {
  if (!ring.fits(batch.length) || rejects.length >= MANY_REJECTS) pass();
  if (batch.length > 0) ring.append(batch);
  // The text of the rows is not gathered: it is copied once as it is.
  if (batch.raw)
    pass({ bytes: new Uint8Array(batch.raw.bytes), ends: batch.raw.ends.slice(0, batch.length) });
}

try {
  for await (const batch of reader) take(batch);
  pass();
  say({ type: 'done', totals: totalsOf(reader), names: news.take() });
} catch (error) {
  pass();
  say({ type: 'failed', error: takeApart(error), totals: totalsOf(reader) });
}
