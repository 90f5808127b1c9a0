import { takeApart } from '@cmsc/core';
import { parentPort, workerData } from 'node:worker_threads';
import { formatNamed } from '../formats/registry.js';
import { readHere, type ColumnReader } from '../read-columns.js';
import type { ReadProgress } from '../read-rows.js';
import type { ColumnBatch, Dictionaries, RawRows } from '../rows/column-batch.js';
import type { RejectedRow } from '../rows/intake.js';
import type { ReadMessage, ReadTask, ReadTotals } from './messages.js';
import { addNames, ToldNames } from './told-names.js';
import { SharedSlots } from './shared-slots.js';
import { SharedText, textSlots } from './text-slots.js';

// The scanning thread: scans the text of files, and passes the events on in slots of shared memory. It fills a slot with several batches, since each
// message wakes a thread.

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

const dictionaries: Dictionaries = {};
addNames(dictionaries, task.names);
const told = new ToldNames(dictionaries);
told.take();
const text = textSlots(task.text.memory);
let rejects: RejectedRow[] = [];
const reader = readHere(
  task.paths,
  formatNamed(task.formatName),
  {
    ...task.options,
    dictionaries,
    openText: (path) => new SharedText(path, text, task.text.port),
    // A copy of its own: the bytes are borrowed from a slot of text, which is filled anew before they are read.
    onReject: task.wantsRejects
      ? (reject) => void rejects.push({ ...reject, bytes: new Uint8Array(reject.bytes) })
      : undefined,
    onProgress: task.wantsProgress ? tell : undefined,
  },
  task.text.memory.shared,
);
const slots = new SharedSlots(task.memory);

/** Hands on what is in the slot that is being filled. */
function pass(raw?: RawRows): void {
  if (slots.filled === 0 && rejects.length === 0) return;
  slots.pass();
  say({ type: 'batch', names: told.take(), totals: totalsOf(reader), rejects, raw });
  rejects = [];
}

function take(batch: ColumnBatch): void {
  const { length, time, edge, ids } = batch;
  if (!slots.fits(length) || rejects.length >= MANY_REJECTS) pass();
  if (length > 0) slots.append([time, edge, ...ids], length);
  // The text of the rows is not gathered: it is copied once as it is.
  if (batch.raw) pass({ bytes: new Uint8Array(batch.raw.bytes), ends: batch.raw.ends.slice(0, length) });
}

try {
  for await (const batch of reader) take(batch);
  pass();
  say({ type: 'done', totals: totalsOf(reader), names: told.take() });
} catch (error) {
  pass();
  say({ type: 'failed', error: takeApart(error), totals: totalsOf(reader) });
}
