import { takeApart } from '@cmsc/core';
import { adoptStreams, openBytes, type TextSource } from '@cmsc/loaders';
import type { TableAddress } from '@cmsc/store';
import { workerData } from 'node:worker_threads';
import type { TextMessage, TextTask } from './messages.js';
import { TextRing } from './text-ring.js';

// The inflating thread: opens one file after the other and passes their text on through a ring of shared buffers. It
// goes on to the next file while the last is still being scanned.

const { paths, tables, columns, folder, streams, hash, memory, port } = workerData as TextTask;
adoptStreams(streams);
const ring = new TextRing(memory);

function say(message: TextMessage): void {
  port.postMessage(message);
  ring.announce();
}

/** What reads tables is loaded for them alone. */
async function textOfTable(table: TableAddress): Promise<TextSource> {
  const { EventText } = await import('@cmsc/store');
  return new EventText(table, columns, { hash, folder });
}

for (const path of paths) {
  const table = tables.get(path);
  const text = table ? await textOfTable(table) : openBytes(path, { hash });
  try {
    for await (const chunk of text) ring.write(chunk, text.bytes);
    say({ type: 'end', bytes: text.bytes, sha256: text.sha256 });
  } catch (error) {
    say({ type: 'failed', bytes: text.bytes, error: takeApart(error) });
    break;
  }
}
port.close();
