import { Dictionary, Growable } from '@cmsc/core';
import { type SessionTokens } from '@cmsc/exports';
import { ScratchFolder } from '@cmsc/files';
import { PARTS, type Part } from '@cmsc/sequences';
import {
  NULL_INT,
  SortedRows,
  writeTable,
  type TableBatch,
  type TableRows,
  type TableSpec,
} from '@cmsc/store';
import type { ExportFolder } from './export-folder.js';

const BATCH_ROWS = 8192;

/** Bytes of memory for the sessions of each part; beyond that they wait in a temporary file. */
const MEMORY_BYTES = 2 ** 26;

/** The columns of numbers, in their order behind those of the key. */
const NUMBERS = ['session_id', 'start_time', 'end_time', 'label'];

/** Sessions that wait until there are enough: a list for each column, and the tokens of all in one. */
interface WaitingSessions {
  columns: Growable[];
  /** Where the tokens of each begin, and where the last end. */
  offsets: Growable;
  tokens: Growable;
}

/** Sessions as Parquet, a file for each part: `train.parquet` and `test.parquet`, with the columns of the JSONL files. */
export class SessionParquet {
  readonly #folder: ExportFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #scratch: ScratchFolder;
  readonly #tokens = new Dictionary();
  readonly #names = new Map<string, Dictionary>();
  readonly #rows: Partial<Record<Part, SortedRows>> = {};
  readonly #waiting: Partial<Record<Part, WaitingSessions>> = {};
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
    const { part, key, tokens, session_id, start_time, end_time, label } = session;
    if (this.#names.size === 0) this.#keyColumns = Object.keys(key);
    const waiting = this.#waitingOf(part);
    this.#keyColumns.forEach((column, i) =>
      (waiting.columns[i] as Growable).push(this.#namesOf(column).intern(key[column]!)),
    );
    const numbers = [session_id, start_time, end_time, label ?? NULL_INT];
    numbers.forEach((value, i) => (waiting.columns[this.#keyColumns.length + i] as Growable).push(value));
    for (const token of tokens) waiting.tokens.push(this.#tokens.intern(token));
    waiting.offsets.push(waiting.tokens.length);
    if (waiting.offsets.length > BATCH_ROWS) this.#collect(part);
  }

  /**
   * Writes both files, also those without rows.
   *
   * @param onRows told how many rows are through.
   * @throws CmscError WRITE_FAILED, ENGINE_FAILED naming the cause.
   */
  async finish(onRows: (rows: number) => void): Promise<void> {
    let through = 0;
    const counted = (rows: SortedRows): TableRows => ({
      spec: rows.spec,
      keys: rows.keys,
      batches: each(rows),
    });
    async function* each({ batches }: SortedRows): AsyncGenerator<TableBatch> {
      for await (const batch of batches) {
        yield batch;
        onRows((through += batch.length));
      }
    }
    for (const part of PARTS) {
      const path = `${part}.parquet`;
      const signal = this.#signal;
      const written = await writeTable(counted(this.#collect(part)), this.#folder.pathOf(path), { signal });
      this.#folder.add({ ...written, path });
    }
  }

  /** Leaves nothing behind. Never throws. */
  async close(): Promise<void> {
    for (const part of PARTS) this.#rows[part]?.close();
    await this.#scratch.remove();
  }

  #collect(part: Part): SortedRows {
    const { columns, offsets, tokens } = this.#waitingOf(part);
    const rows = (this.#rows[part] ??= this.#open(part));
    const length = offsets.length - 1;
    const list = { offsets: offsets.view(), values: tokens.view() };
    const key = new Int32Array(length);
    rows.add({ length, key, columns: [...columns.map((column) => column.view()), list] });
    delete this.#waiting[part];
    return rows;
  }

  /** Where sessions of a part come together. */
  #waitingOf(part: Part): WaitingSessions {
    return (this.#waiting[part] ??= {
      columns: [...this.#keyColumns, ...NUMBERS].map(() => new Growable(BATCH_ROWS)),
      offsets: startingAtZero(),
      tokens: new Growable(),
    });
  }

  /** Rows that stay in the order in which they come. */
  #open(part: Part): SortedRows {
    const spec: TableSpec = {
      name: part,
      key: [],
      columns: [
        ...this.#keyColumns.map((name) => ({ name, type: 'name' as const, names: this.#namesOf(name) })),
        ...NUMBERS.map((name) => ({ name, type: 'int' as const })),
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

function startingAtZero(): Growable {
  const offsets = new Growable(BATCH_ROWS + 1);
  offsets.push(0);
  return offsets;
}
