import { Dictionary } from '@cmsc/core';
import { type SessionTokens } from '@cmsc/exports';
import { ScratchFolder } from '@cmsc/files';
import { PARTS, type Part } from '@cmsc/sequences';
import { NULL_INT, SortedRows, writeTable, type TableSpec } from '@cmsc/store';
import type { ExportFolder } from './export-folder.js';

const BATCH_ROWS = 8192;

/** Bytes of memory for the sessions of each part; beyond that they wait in a temporary file. */
const MEMORY_BYTES = 2 ** 26;

/** Sessions as Parquet, a file for each part: `train.parquet` and `test.parquet`, with the columns of the JSONL files. */
export class SessionParquet {
  readonly #folder: ExportFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #scratch: ScratchFolder;
  readonly #tokens = new Dictionary();
  readonly #names = new Map<string, Dictionary>();
  readonly #rows: Partial<Record<Part, SortedRows>> = {};
  readonly #waiting: Record<Part, SessionTokens[]> = { train: [], test: [] };
  #keyColumns: readonly string[] = ['dst_user', 'dst_machine'];

  constructor(folder: ExportFolder, signal?: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
    this.#scratch = new ScratchFolder(folder.pathOf(''), 'parquet');
  }

  /**
   * Adds a session. All sessions have the same key columns.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  add(session: SessionTokens): void {
    const waiting = this.#waiting[session.part];
    if (this.#names.size === 0) this.#keyColumns = Object.keys(session.key);
    waiting.push(session);
    if (waiting.length === BATCH_ROWS) this.#collect(session.part);
  }

  /**
   * Writes both files, also those without rows.
   *
   * @throws CmscError WRITE_FAILED, ENGINE_FAILED naming the cause.
   */
  async finish(): Promise<void> {
    for (const part of PARTS) {
      const path = `${part}.parquet`;
      const signal = this.#signal;
      const written = await writeTable(this.#collect(part), this.#folder.pathOf(path), { signal });
      this.#folder.add({ ...written, path });
    }
  }

  /** Leaves nothing behind. Never throws. */
  async close(): Promise<void> {
    for (const part of PARTS) this.#rows[part]?.close();
    await this.#scratch.remove();
  }

  #collect(part: Part): SortedRows {
    const sessions = this.#waiting[part];
    this.#waiting[part] = [];
    const rows = (this.#rows[part] ??= this.#open(part));
    const ints = (value: (session: SessionTokens) => number): Int32Array => Int32Array.from(sessions, value);
    const offsets = new Int32Array(sessions.length + 1);
    sessions.forEach(({ tokens }, i) => (offsets[i + 1] = offsets[i]! + tokens.length));
    const values = sessions.flatMap(({ tokens }) => tokens.map((token) => this.#tokens.intern(token)));
    rows.add({
      length: sessions.length,
      key: new Int32Array(sessions.length),
      columns: [
        ...this.#keyColumns.map((column) => ints(({ key }) => this.#namesOf(column).intern(key[column]!))),
        ints(({ session_id }) => session_id),
        ints(({ start_time }) => start_time),
        ints(({ end_time }) => end_time),
        ints(({ label }) => label ?? NULL_INT),
        { offsets, values: Int32Array.from(values) },
      ],
    });
    return rows;
  }

  /** Rows that stay in the order in which they come. */
  #open(part: Part): SortedRows {
    const spec: TableSpec = {
      name: part,
      key: [],
      columns: [
        ...this.#keyColumns.map((name) => ({ name, type: 'name' as const, names: this.#namesOf(name) })),
        ...['session_id', 'start_time', 'end_time', 'label'].map((name) => ({ name, type: 'int' as const })),
        { name: 'tokens', type: 'name[]', names: this.#tokens },
      ],
    };
    const options = { memoryBytes: MEMORY_BYTES, scratch: this.#scratch, signal: this.#signal };
    return new SortedRows(spec, undefined, options);
  }

  #namesOf(column: string): Dictionary {
    const names = this.#names.get(column) ?? new Dictionary();
    this.#names.set(column, names);
    return names;
  }
}
