import { CmscError, csvValue, grown } from '@cmsc/core';
import type { RejectedRow } from '@cmsc/loaders';
import { openWholeFile, type ByteSink } from '@cmsc/files';
import type { OutputSummary } from '@cmsc/store';
import type { InputOptions, OutputOptions } from './options.js';

const FLUSH_BYTES = 1 << 20;

/** Where bad rows go that a run skips. */
export interface Rejects {
  /** Takes a bad row; undefined where they are counted only, so that nothing is made of them. */
  readonly onReject: ((row: RejectedRow) => void) | undefined;
  /** Writes what has come together; call it now and then. */
  flush(): Promise<void>;
  finish(): Promise<OutputSummary[]>;
  abort(): Promise<void>;
}

/**
 * Ends the file for bad rows with a run that has failed: it stays where it was bad rows, all of them read, that were too
 * many, and goes with everything else.
 */
export async function giveUpRejects(rejects: Rejects, error: unknown): Promise<void> {
  if (error instanceof CmscError && error.code === 'TOO_MANY_BAD_ROWS') await rejects.finish();
  else await rejects.abort();
}

const NO_REJECTS: Rejects = {
  onReject: undefined,
  flush: async () => undefined,
  finish: async () => [],
  abort: async () => undefined,
};

/**
 * Opens the file for bad rows: CSV with file, line, reason, and the row as it was.
 *
 * @throws CmscError of kind io when it exists already and may not be replaced, or can't be written.
 */
export async function openRejects(
  path: string,
  { force, signal }: Pick<InputOptions, 'signal'> & Pick<OutputOptions, 'force'>,
): Promise<Rejects> {
  return new RejectFile(path, await openWholeFile(path, { force, signal }));
}

/**
 * Opens the file for bad rows, if one is wanted, and ends it with whatever fails that uses it.
 *
 * @throws CmscError as {@link openRejects} does; what `use` throws.
 */
export async function withRejects<T>(
  options: Pick<InputOptions, 'rejects' | 'signal'> & Pick<OutputOptions, 'force'>,
  use: (rejects: Rejects) => Promise<T>,
): Promise<T> {
  const rejects = options.rejects === undefined ? NO_REJECTS : await openRejects(options.rejects, options);
  try {
    return await use(rejects);
  } catch (error) {
    await giveUpRejects(rejects, error);
    throw error;
  }
}

/** The same, for one of several runs that share it: it is finished, or given up, by whoever opened it. */
export function keptOpen(rejects: Rejects): Rejects {
  return { ...NO_REJECTS, onReject: rejects.onReject, flush: () => rejects.flush() };
}

class RejectFile implements Rejects {
  readonly #path: string;
  readonly #sink: ByteSink;
  /** Rows that are not written yet: a buffer that is used again, and grows with the longest row. */
  #text = new Uint8Array(2 * FLUSH_BYTES);
  #length = 0;
  #rows = 0;

  constructor(path: string, sink: ByteSink) {
    this.#path = path;
    this.#sink = sink;
    this.#append('file,line,reason,row\n', 'utf8');
  }

  readonly onReject = ({ file, line, reason, bytes }: RejectedRow): void => {
    this.#append(`${csvValue(file)},${line},${csvValue(reason)},`, 'utf8');
    // The row goes in byte by byte: it may be rejected for not being UTF-8. latin1 maps every byte to itself.
    const row = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    this.#append(`${csvValue(row)}\n`, 'latin1');
    this.#rows++;
  };

  async flush(): Promise<void> {
    if (this.#length > FLUSH_BYTES) await this.#write();
  }

  async finish(): Promise<OutputSummary[]> {
    try {
      await this.#write();
      return [{ path: this.#path, ...(await this.#sink.finish()), rows: this.#rows }];
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  #append(text: string, encoding: 'utf8' | 'latin1'): void {
    const bytes = Buffer.from(text, encoding);
    this.#text = grown(this.#text, this.#length + bytes.length);
    this.#text.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  async #write(): Promise<void> {
    const written = this.#text.subarray(0, this.#length);
    this.#length = 0;
    await this.#sink.write(written);
  }
}
