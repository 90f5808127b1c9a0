import { Dictionary } from '@cmsc/core';
import { type SessionTokens } from '@cmsc/exports';
import { PARTS, type Part } from '@cmsc/sequences';
import { NULL_INT, openSink, type KeyNames, type Sink, type TableSpec } from '@cmsc/store';
import type { ExportFolder } from './export-folder.js';

const BATCH_ROWS = 8192;

/** Sessions as Parquet, a file for each part: `train.parquet` and `test.parquet`, with the columns of the JSONL files. */
export class SessionParquet {
  readonly #folder: ExportFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #tokens = new Dictionary();
  readonly #keys = new SessionKeyNames();
  readonly #sinks = new Map<Part, Sink>();
  readonly #waiting: Record<Part, SessionTokens[]> = { train: [], test: [] };
  #keyColumns: readonly string[] = ['dst_user', 'dst_machine'];

  constructor(folder: ExportFolder, signal?: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /**
   * Adds a session. All sessions have the same key columns.
   *
   * @throws CmscError WRITE_FAILED, ENGINE_FAILED naming the cause.
   */
  async add(session: SessionTokens): Promise<void> {
    const waiting = this.#waiting[session.part];
    if (this.#sinks.size === 0) this.#keyColumns = Object.keys(session.key);
    waiting.push(session);
    if (waiting.length === BATCH_ROWS) await this.#write(session.part);
  }

  /**
   * Completes both files, also those without rows.
   *
   * @throws CmscError WRITE_FAILED, ENGINE_FAILED naming the cause.
   */
  async finish(): Promise<void> {
    for (const part of PARTS) {
      await this.#write(part);
      const { bytes, sha256, rows } = await (this.#sinks.get(part) as Sink).finish();
      this.#folder.add({ path: fileOf(part), bytes, sha256, rows });
    }
  }

  /** Leaves nothing behind. Never throws. */
  async abort(): Promise<void> {
    for (const sink of this.#sinks.values()) await sink.abort();
  }

  async #write(part: Part): Promise<void> {
    const sessions = this.#waiting[part];
    this.#waiting[part] = [];
    const sink = this.#sinks.get(part) ?? (await this.#open(part));
    if (sessions.length === 0) return;
    const ints = (value: (session: SessionTokens) => number): Int32Array => Int32Array.from(sessions, value);
    const offsets = new Int32Array(sessions.length + 1);
    sessions.forEach(({ tokens }, i) => (offsets[i + 1] = offsets[i]! + tokens.length));
    const values = Int32Array.from(
      sessions.flatMap(({ tokens }) => tokens.map((token) => this.#tokens.intern(token))),
    );
    await sink.write({
      length: sessions.length,
      key: ints(({ key }) => this.#keys.idOf(Object.values(key))),
      columns: [
        ints(({ session_id }) => session_id),
        ints(({ start_time }) => start_time),
        ints(({ end_time }) => end_time),
        ints(({ label }) => label ?? NULL_INT),
        { offsets, values },
      ],
    });
  }

  async #open(part: Part): Promise<Sink> {
    const spec: TableSpec = {
      name: part,
      key: this.#keyColumns,
      columns: [
        { name: 'session_id', type: 'int' },
        { name: 'start_time', type: 'int' },
        { name: 'end_time', type: 'int' },
        { name: 'label', type: 'int' },
        { name: 'tokens', type: 'name[]', names: this.#tokens },
      ],
    };
    const options = { format: 'parquet', order: 'close', signal: this.#signal } as const;
    const sink = await openSink(this.#folder.pathOf(fileOf(part)), spec, () => this.#keys, options);
    this.#sinks.set(part, sink);
    return sink;
  }
}

/** The keys of sessions, numbered in order of appearance. */
class SessionKeyNames implements KeyNames {
  readonly #ids = new Map<string, number>();
  readonly #keys: string[][] = [];

  get size(): number {
    return this.#keys.length;
  }

  idOf(key: string[]): number {
    const name = JSON.stringify(key);
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    this.#ids.set(name, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  name(column: number, key: number): string {
    return this.#keys[key]![column]!;
  }
}

function fileOf(part: Part): string {
  return `${part}.parquet`;
}
