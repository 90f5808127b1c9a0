import { takeApart } from '@cmsc/core';
import { parentPort, workerData } from 'node:worker_threads';
import { openBytes } from '../opening/open-bytes.js';
import { adoptStreams } from '../opening/read-stored.js';
import type { TextTask } from './messages.js';
import { textSlots, type TextMessage } from './text-slots.js';

// The inflating thread: opens one file after the other and passes their text on in slots of shared memory. It goes on to the next file while the
// last is still being scanned.

const { paths, streams, hash, memory, port } = workerData as TextTask;
adoptStreams(streams);
const slots = textSlots(memory);

function write(text: Uint8Array, storedBytes: number): void {
  for (let at = 0; at < text.length;) {
    const [bytes, stored] = slots.free();
    const piece = text.subarray(at, at + bytes.length);
    bytes.set(piece);
    stored[0] = storedBytes;
    slots.pass(piece.length);
    at += piece.length;
  }
}

function say(message: TextMessage): void {
  port.postMessage(message);
  slots.pass(0);
}

for (const path of paths) {
  const text = openBytes(path, { hash });
  try {
    for await (const chunk of text) write(chunk, text.bytes);
    say({ type: 'end', bytes: text.bytes, sha256: text.sha256 });
  } catch (error) {
    say({ type: 'failed', bytes: text.bytes, error: takeApart(error) });
    break;
  }
}
port.close();
// From here on its end is no death before its time.
parentPort?.postMessage('done');
