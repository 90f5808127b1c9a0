import type { SessionStream } from '@cmsc/clickhouse';
import type { Dictionary } from '@cmsc/core';
import type { KeyNames } from '@cmsc/store';

/** The keys of the sessions that have come so far from a cluster. */
export class StreamKeys implements KeyNames {
  readonly #stream: () => SessionStream | undefined;

  /** `stream` gives the sessions, as soon as there are some. */
  constructor(stream: () => SessionStream | undefined) {
    this.#stream = stream;
  }

  /** Number of keys so far. */
  get size(): number {
    return this.#stream()?.keys.size ?? 0;
  }

  /** The text of a key column of a key. */
  name(column: number, key: number): string {
    const { keys, dictionaries } = this.#stream() as SessionStream;
    return (dictionaries[column] as Dictionary).name(keys.column(column)[key] as number);
  }
}
