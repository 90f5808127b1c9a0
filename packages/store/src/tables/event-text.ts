import { throwIfInterrupted } from '@cmsc/core';
import { stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { ByteCounter, readFailed } from '@cmsc/files';
import type { EventColumn } from './event-query.js';
import { EventTable, type EventTableOptions } from './event-table.js';
import type { TableAddress } from './stored-table.js';

/** How a table of events is read as text. */
export interface EventTextOptions extends EventTableOptions {
  /** Whether the SHA-256 of a Parquet file is taken (yes). Of a database there is none: it is more than one table. */
  hash?: boolean | undefined;
}

/**
 * The rows of a table as the text that a file of LANL would have: what readers of @cmsc/loaders take as a `TextSource`. The table is opened by
 * iterating, and closed at the end, at an error, and when the consumer stops.
 *
 * @example
 * const address = { path: 'auth.parquet', file: 'auth.parquet', kind: 'parquet' } as const;
 * for await (const lines of new EventText(address, [{ name: 'time', kind: 'time' }])) console.log(lines.length);
 */
export class EventText {
  /** As it was given. */
  readonly path: string;
  /** A row is a row, however many lines its text has. */
  readonly isTable = true;
  /** Bytes of the file read so far, by its share of rows; all of them at the end. */
  bytes = 0;
  /** SHA-256 of a Parquet file, in hex, at the end. */
  sha256: string | undefined;
  readonly #address: TableAddress;
  readonly #columns: readonly EventColumn[];
  readonly #options: EventTextOptions;

  /**
   * @param address where the table is.
   * @param columns the columns of the events, in the order of the text.
   * @param options how it is opened.
   */
  constructor(address: TableAddress, columns: readonly EventColumn[], options: EventTextOptions = {}) {
    this.path = address.path;
    this.#address = address;
    this.#columns = columns;
    this.#options = options;
  }

  /** @throws CmscError what {@link EventTable} throws. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { file, kind } = this.#address;
    const table = await EventTable.open(this.#address, [this.#columns], this.#options);
    try {
      const { size } = await stat(file);
      const { rows: all } = table;
      yield* table.text(this.#columns, (rows) => {
        if (all) this.bytes = Math.floor(size * Math.min(1, rows / all));
      });
      this.bytes = size;
    } finally {
      await table.close();
    }
    if (kind === 'parquet' && this.#options.hash !== false) this.sha256 = await this.#hash(file);
  }

  async #hash(file: string): Promise<string> {
    const { signal } = this.#options;
    try {
      const counter = new ByteCounter();
      for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, signal }))
        counter.add(piece as Buffer);
      const { bytes, sha256 } = counter.total();
      this.bytes = bytes;
      return sha256;
    } catch (error) {
      throwIfInterrupted(signal);
      throw readFailed(this.path, error);
    }
  }
}
