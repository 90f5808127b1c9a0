import { takeApart } from '@cmsc/core';
import { adoptStreams, openBytes } from '@cmsc/loaders';
import { workerData } from 'node:worker_threads';
import type { TextMessage, TextTask } from './messages.js';
import { TextRing } from './text-ring.js';

// The inflating thread: opens one file after the other and passes their text on through a ring of shared buffers. It
// goes on to the next file while the last is still being scanned.

const { paths, streams, hash, memory, port } = workerData as TextTask;
adoptStreams(streams);
const ring = new TextRing(memory);

function say(message: TextMessage): void {
  port.postMessage(message);
  ring.announce();
}

for (const path of paths) {
  const text = openBytes(path, { hash });
  try {
    for await (const chunk of text) ring.write(chunk, text.bytes);
    say({ type: 'end', bytes: text.bytes, sha256: text.sha256 });
  } catch (error) {
    say({ type: 'failed', bytes: text.bytes, error: takeApart(error) });
    break;
  }
}
port.close();
