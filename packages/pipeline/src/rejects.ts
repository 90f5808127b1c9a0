import type { RejectedRow } from '@cmsc/loaders';
import { openWholeFile, type ByteSink } from '@cmsc/files';
import type { OutputSummary } from '@cmsc/store';
import type { InputOptions, OutputOptions } from './options.js';

const FLUSH_BYTES = 1 << 20;

/** Where bad rows go that a run skips. */
export interface Rejects {
  add(row: RejectedRow): void;
  /** Writes what has come together; call it now and then. */
  flush(): Promise<void>;
  finish(): Promise<OutputSummary[]>;
  abort(): Promise<void>;
}

const NO_REJECTS: Rejects = {
  add: () => undefined,
  flush: async () => undefined,
  finish: async () => [],
  abort: async () => undefined,
};

/**
 * Opens the file for bad rows, if one is wanted: CSV with file, line, reason, and the row as it was.
 *
 * @throws CmscError of kind io when it exists already and may not be replaced, or can't be written.
 */
export async function openRejects({
  rejects,
  force,
  signal,
}: InputOptions & OutputOptions): Promise<Rejects> {
  return rejects === undefined
    ? NO_REJECTS
    : new RejectFile(rejects, await openWholeFile(rejects, { force, signal }));
}

/** The same, for one of several runs that share it: it is finished, or given up, by whoever opened it. */
export function keptOpen(rejects: Rejects): Rejects {
  return { ...NO_REJECTS, add: (row) => rejects.add(row), flush: () => rejects.flush() };
}

class RejectFile implements Rejects {
  readonly #path: string;
  readonly #sink: ByteSink;
  #pieces: Buffer[] = [Buffer.from('file,line,reason,row\n')];
  #bytes = 0;
  #rows = 0;

  constructor(path: string, sink: ByteSink) {
    this.#path = path;
    this.#sink = sink;
  }

  add({ file, line, reason, bytes }: RejectedRow): void {
    // The row goes in byte by byte: it may be rejected for not being UTF-8. latin1 maps every byte to itself.
    const row = Buffer.from(quoted(Buffer.from(bytes).toString('latin1')), 'latin1');
    this.#pieces.push(Buffer.from(`${quoted(file)},${line},${quoted(reason)},`), row, Buffer.from('\n'));
    this.#bytes += row.length;
    this.#rows++;
  }

  async flush(): Promise<void> {
    if (this.#bytes > FLUSH_BYTES) await this.#write();
  }

  async finish(): Promise<OutputSummary[]> {
    await this.#write();
    return [{ path: this.#path, ...(await this.#sink.finish()), rows: this.#rows }];
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }

  async #write(): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    await this.#sink.write(Buffer.concat(pieces));
  }
}

/** A CSV field (RFC 4180): quoted where it has to be. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
