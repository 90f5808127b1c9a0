import { putTogether } from '@cmsc/core';
import type { TextSource } from '@cmsc/loaders';
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { TextMessage } from './messages.js';
import type { TextRing } from './text-ring.js';

/** The text of one file as it comes from the inflating thread. A chunk is good until the next is asked for. */
export class SharedText implements TextSource {
  readonly path: string;
  bytes = 0;
  sha256: string | undefined;
  readonly #ring: TextRing;
  readonly #port: MessagePort;

  constructor(path: string, ring: TextRing, port: MessagePort) {
    this.path = path;
    this.#ring = ring;
    this.#port = port;
  }

  /** @throws CmscError what `openBytes` of @cmsc/loaders throws, after all text before it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { text, storedBytes } = this.#ring.read();
      if (!text) break;
      this.bytes = storedBytes;
      yield text;
      this.#ring.release();
    }
    this.#ring.release();
    this.#end(receiveMessageOnPort(this.#port)?.message as TextMessage);
  }

  #end(message: TextMessage): void {
    this.bytes = message.bytes;
    if (message.type === 'failed') throw putTogether(message.error);
    this.sha256 = message.sha256;
  }
}
