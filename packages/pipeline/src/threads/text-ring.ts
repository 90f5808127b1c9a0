import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { putTogether } from '@cmsc/core';
import { makeTextMemory, textRoom, type TextMemory, type TextSource } from '@cmsc/loaders';
import type { TextMessage } from './messages.js';

/** Pieces of text under way between the thread that inflates and the one that scans. */
const SLOTS = 8;
/** Room of a slot: what zlib inflates at once fits. */
const SLOT_BYTES = 1_048_576;

const FREE = 0;
/** A slot with text. */
const TEXT = 1;
/** A slot whose content has come as a message, on the port beside the ring. */
const MESSAGE = 2;

/** Int32 values a slot: its state and its length. */
const HEADER = 2;
const LENGTH = 1;

/** The memory of a {@link TextRing}, as it is handed to the other thread. */
export interface TextRingMemory {
  headers: SharedArrayBuffer;
  /** For each slot, how many stored bytes of its file were read when it was filled. */
  storedBytes: SharedArrayBuffer;
  /** The slots, in the scanner's memory: none where there is no such. */
  shared: TextMemory | undefined;
  /** The slots where there is none. */
  plain: SharedArrayBuffer;
}

/** Makes the memory of a ring. */
export function makeTextRing(): TextRingMemory {
  const shared = makeTextMemory(SLOTS * SLOT_BYTES);
  return {
    headers: new SharedArrayBuffer(4 * HEADER * SLOTS),
    storedBytes: new SharedArrayBuffer(8 * SLOTS),
    shared,
    plain: new SharedArrayBuffer(shared ? 0 : SLOTS * SLOT_BYTES),
  };
}

/** A piece of text, or undefined where a message has come instead. */
export interface TextPiece {
  text: Buffer | undefined;
  /** Stored bytes of the file read so far. */
  storedBytes: number;
}

/**
 * A ring of reused shared buffers that carries text from the thread that inflates to the one that scans. The scanning
 * thread waits without an event loop: zlib's answers would have to wait for its scanning, and its scanning for them.
 */
export class TextRing {
  readonly #headers: Int32Array;
  readonly #storedBytes: Float64Array;
  readonly #slots: Buffer[];
  #next = 0;

  constructor({ headers, storedBytes, shared, plain }: TextRingMemory) {
    const room = shared ? textRoom(shared) : new Uint8Array(plain);
    this.#headers = new Int32Array(headers);
    this.#storedBytes = new Float64Array(storedBytes);
    this.#slots = Array.from({ length: SLOTS }, (_, i) =>
      Buffer.from(room.buffer, room.byteOffset + i * SLOT_BYTES, SLOT_BYTES),
    );
  }

  /** Copies text of any length into the next slots, as soon as each is free. */
  write(text: Uint8Array, storedBytes: number): void {
    for (let at = 0; at < text.length; at += SLOT_BYTES) {
      const piece = text.subarray(at, at + SLOT_BYTES);
      this.#fill(TEXT, piece, storedBytes);
    }
  }

  /** Says, in its place in the text, that a message has been sent. */
  announce(): void {
    this.#fill(MESSAGE, new Uint8Array(0), 0);
  }

  /** The next piece, as soon as there is one. It is good until {@link release}. */
  read(): TextPiece {
    const state = HEADER * this.#next;
    Atomics.wait(this.#headers, state, FREE);
    const isText = Atomics.load(this.#headers, state) === TEXT;
    const length = this.#headers[state + LENGTH] as number;
    return {
      text: isText ? (this.#slots[this.#next] as Buffer).subarray(0, length) : undefined,
      storedBytes: this.#storedBytes[this.#next] as number,
    };
  }

  /** Gives the piece that was read last back to the writer. */
  release(): void {
    this.#set(FREE);
  }

  #fill(state: number, text: Uint8Array, storedBytes: number): void {
    const at = HEADER * this.#next;
    for (let now = Atomics.load(this.#headers, at); now !== FREE; now = Atomics.load(this.#headers, at))
      Atomics.wait(this.#headers, at, now);
    (this.#slots[this.#next] as Buffer).set(text);
    this.#headers[at + LENGTH] = text.length;
    this.#storedBytes[this.#next] = storedBytes;
    this.#set(state);
  }

  #set(state: number): void {
    const at = HEADER * this.#next;
    Atomics.store(this.#headers, at, state);
    Atomics.notify(this.#headers, at);
    this.#next = (this.#next + 1) % SLOTS;
  }
}

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
