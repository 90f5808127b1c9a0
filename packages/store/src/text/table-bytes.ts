import { grown, putBytes } from '@cmsc/core';
import type { TableBatch, TableBatches } from '../table.js';
import type { RowEncoder } from './row-encoder.js';

/**
 * Bytes of a piece. All pieces but the last have just this size, however the rows are batched, so that compression sees
 * the same pieces and makes the same bytes.
 */
const PIECE_BYTES = 1 << 18;

/**
 * Rows as the bytes of a text format, piece by piece: there is never a string for a row. The bytes of a piece are good
 * until the one after the next is asked for.
 */
export async function* tableBytes(batches: TableBatches, encoder: RowEncoder): AsyncGenerator<Uint8Array> {
  const text = new TextBuffer(encoder);
  for await (const batch of batches) {
    encoder.begin(batch);
    for (let row = 0; row < batch.length;) {
      row = text.fill(batch, row);
      while (text.hasPiece) {
        yield text.piece();
        text.goOn();
      }
    }
  }
  yield text.rest();
}

/** Text that comes together in one buffer, while the last piece is still needed in another. */
class TextBuffer {
  readonly #encoder: RowEncoder;
  #buffer = new Uint8Array(PIECE_BYTES * 2);
  #spare = new Uint8Array(PIECE_BYTES * 2);
  #at: number;

  constructor(encoder: RowEncoder) {
    this.#encoder = encoder;
    this.#buffer = grown(this.#buffer, encoder.header.length);
    this.#at = putBytes(this.#buffer, 0, encoder.header);
  }

  get hasPiece(): boolean {
    return this.#at >= PIECE_BYTES;
  }

  /** Puts rows into the buffer until it holds a piece. Returns the row to go on from. */
  fill(batch: TableBatch, from: number): number {
    let row = from;
    for (; row < batch.length && this.#at < PIECE_BYTES; row++) {
      const room = this.#at + this.#encoder.mostBytes(batch, row);
      this.#buffer = grown(this.#buffer, room);
      this.#at = this.#encoder.put(this.#buffer, this.#at, batch, row);
    }
    return row;
  }

  /** The first piece. */
  piece(): Uint8Array {
    return this.#buffer.subarray(0, PIECE_BYTES);
  }

  /** Goes on in the other buffer with what lies behind the first piece. */
  goOn(): void {
    const filled = this.#buffer;
    const rest = filled.subarray(PIECE_BYTES, this.#at);
    this.#buffer = grown(this.#spare, rest.length);
    this.#spare = filled;
    this.#buffer.set(rest);
    this.#at = rest.length;
  }

  rest(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }
}
