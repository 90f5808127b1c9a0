import { putTogether, type ErrorParts } from '@cmsc/core';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { TextSource } from '../opening/open-bytes.js';
import { makeTextMemory, textRoom, type TextMemory } from '../scanner/text-memory.js';
import { sharedColumn, SharedSlots } from './shared-slots.js';

/** Pieces of text under way between the thread that inflates and the one that scans. */
const SLOTS = 8;
/** Room of a slot: what zlib inflates at once fits. */
const SLOT_BYTES = 1_048_576;

/** The memory of slots of text, as it is handed to other threads. */
export interface TextSlotMemory {
  states: Int32Array;
  /** For each slot, how many stored bytes of its file were read when it was filled. */
  storedBytes: Float64Array;
  /** The text, in the scanner's memory: none where there is no such. */
  shared: TextMemory | undefined;
  /** The text where there is none. */
  plain: Uint8Array;
}

/** Text, and how many stored bytes of its file were read with it. */
export type TextSlot = readonly [Buffer, Float64Array];

/** Makes the memory for slots of text. */
export function makeTextSlots(): TextSlotMemory {
  const shared = makeTextMemory(SLOTS * SLOT_BYTES);
  return {
    states: sharedColumn(Int32Array, SLOTS),
    storedBytes: sharedColumn(Float64Array, SLOTS),
    shared,
    plain: sharedColumn(Uint8Array, shared ? 0 : SLOTS * SLOT_BYTES),
  };
}

/** The slots in that memory. One without text says that a message has been sent. */
export function textSlots({ states, storedBytes, shared, plain }: TextSlotMemory): SharedSlots<TextSlot> {
  const { buffer, byteOffset } = shared ? textRoom(shared) : plain;
  const slots = Array.from(storedBytes.keys(), (i): TextSlot => [
    Buffer.from(buffer, byteOffset + i * SLOT_BYTES, SLOT_BYTES),
    storedBytes.subarray(i, i + 1),
  ]);
  return new SharedSlots({ states, slots });
}

/** What an inflating thread says at the end of a file. */
export type TextMessage =
  | { type: 'end'; bytes: number; sha256: string | undefined }
  | { type: 'failed'; bytes: number; error: ErrorParts };

/**
 * The text of one file as it comes from the inflating thread. A chunk is good until the next is asked for. The scanning thread waits for it without an
 * event loop: zlib's answers would have to wait for its scanning, and its scanning for them.
 */
export class SharedText implements TextSource {
  readonly path: string;
  bytes = 0;
  sha256: string | undefined;
  readonly #slots: SharedSlots<TextSlot>;
  readonly #port: MessagePort;

  constructor(path: string, slots: SharedSlots<TextSlot>, port: MessagePort) {
    this.path = path;
    this.#slots = slots;
    this.#port = port;
  }

  /** @throws CmscError what `openBytes` throws, after all text before it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { columns, length } = this.#slots.take();
      if (length === 0) break;
      const [text, storedBytes] = columns;
      this.bytes = storedBytes[0] as number;
      yield text.subarray(0, length);
      this.#slots.release();
    }
    this.#slots.release();
    this.#end(receiveMessageOnPort(this.#port)?.message as TextMessage);
  }

  #end(message: TextMessage): void {
    this.bytes = message.bytes;
    if (message.type === 'failed') throw putTogether(message.error);
    this.sha256 = message.sha256;
  }
}
