import { grown, putBytes } from '@cmsc/core';
import type { ByteSink, WrittenBytes } from '@cmsc/files';
import type { TableWriter } from '../table-writer.js';
import type { TableBatch } from '../table.js';
import type { RowEncoder } from './row-encoder.js';

/**
 * Bytes that are handed on at a time. All pieces but the last have just this size, however the rows are batched,
 * so that compression sees the same pieces and makes the same bytes.
 */
const PIECE_BYTES = 1 << 18;

/** Writes a text format byte by byte into large buffers: there is never a string for a row. */
export class TextWriter implements TableWriter {
  readonly #encoder: RowEncoder;
  readonly #sink: ByteSink;
  #buffer = new Uint8Array(PIECE_BYTES * 2);
  #spare = new Uint8Array(PIECE_BYTES * 2);
  #at: number;
  /** The piece that is being written while the next one is filled. */
  #pending: Promise<void> = Promise.resolve();

  constructor(encoder: RowEncoder, sink: ByteSink) {
    this.#encoder = encoder;
    this.#sink = sink;
    this.#at = putBytes(this.#buffer, 0, encoder.header);
  }

  get closedEarly(): boolean {
    return this.#sink.closedEarly;
  }

  write(batch: TableBatch): Promise<void> | void {
    this.#encoder.begin(batch);
    const row = this.#fill(batch, 0);
    if (this.#at >= PIECE_BYTES) return this.#goOn(batch, row);
  }

  async finish(): Promise<WrittenBytes> {
    await this.#pending;
    await this.#sink.write(this.#buffer.subarray(0, this.#at));
    return this.#sink.finish();
  }

  async abort(): Promise<void> {
    await this.#pending.catch(() => undefined);
    await this.#sink.abort();
  }

  async #goOn(batch: TableBatch, from: number): Promise<void> {
    await this.#passOn();
    for (let row = from; row < batch.length;) {
      row = this.#fill(batch, row);
      await this.#passOn();
    }
  }

  /** Puts rows into the buffer until it holds a piece. Returns the row to go on from. */
  #fill(batch: TableBatch, from: number): number {
    let row = from;
    for (; row < batch.length && this.#at < PIECE_BYTES; row++) {
      const room = this.#at + this.#encoder.mostBytes(batch, row);
      this.#buffer = grown(this.#buffer, room);
      this.#at = this.#encoder.put(this.#buffer, this.#at, batch, row);
    }
    return row;
  }

  /** Hands on all whole pieces. */
  async #passOn(): Promise<void> {
    while (this.#at >= PIECE_BYTES) {
      await this.#pending;
      const filled = this.#buffer;
      const rest = filled.subarray(PIECE_BYTES, this.#at);
      this.#buffer = grown(this.#spare, rest.length);
      this.#spare = filled;
      this.#buffer.set(rest);
      this.#at = rest.length;
      this.#pending = this.#sink.write(filled.subarray(0, PIECE_BYTES));
      // Whoever awaits it next is told; until then it must not count as unhandled.
      this.#pending.catch(() => undefined);
    }
  }
}
