// The process that builds while the dashboard shows it. It has a process of its own so that keys are answered at once,
// and its memory goes when it is done. It ends when it is told to, and when nobody is there any more to tell it.
import { rmSync } from 'node:fs';
import { takeApart } from '@cmsc/core';
import { removeLeftovers } from '@cmsc/files';
import { expandInputs, sizeOfInputs } from '@cmsc/loaders';
import { runBuild } from '@cmsc/pipeline';
import { BuildTracker } from './build-tracker.js';
import type { BuildOrder, FromBuild, ToBuild } from './source.js';

/** Milliseconds between updates at least. */
const UPDATE_MS = 100;

/** Milliseconds after which it tells of itself when the build tells nothing. */
const SILENCE_MS = 500;

/** A cancelled build that has not ended after so long is ended. */
const GRACE_MS = 2000;

const controller = new AbortController();
let temporaryFolder: string | null = null;

process.on('message', (message: ToBuild) => {
  if (message.type === 'cancel') return cancel();
  temporaryFolder = message.temporaryFolder;
  void build(message.order);
});
process.on('disconnect', cancel);
// A terminal sends them to all its processes: the dashboard has them too, and says whether they end the build.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function build(order: BuildOrder): Promise<void> {
  try {
    const tracker = new BuildTracker(await sizeOfInputs(await expandInputs(order.inputs)));
    const tell = teller(tracker);
    // Also while it sorts and stores, which tells nothing.
    setInterval(tell, SILENCE_MS).unref();
    await runBuild({
      ...order,
      signal: controller.signal,
      onProgress: (progress) => {
        tracker.progress(progress);
        tell();
      },
      onFindings: (findings) => {
        tracker.findings(findings);
        tell();
      },
    });
    await send({ type: 'done' });
  } catch (error) {
    leaveNothing();
    await send({ type: 'failed', error: takeApart(error) });
  }
  process.exit();
}

function cancel(): void {
  controller.abort();
  setTimeout(() => {
    leaveNothing();
    process.exit();
  }, GRACE_MS).unref();
}

function leaveNothing(): void {
  removeLeftovers();
  if (temporaryFolder !== null) rmSync(temporaryFolder, { recursive: true, force: true });
}

function teller(tracker: BuildTracker): () => void {
  let toldAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - toldAt < UPDATE_MS) return;
    toldAt = now;
    void send({ type: 'update', update: tracker.take(now, process.memoryUsage.rss()) });
  };
}

// Resolves when the message is on its way, or when nobody listens any more.
function send(message: FromBuild): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(message, undefined, undefined, () => resolve());
  });
}
