import {
  type ClickHouseCluster,
  type EventKind,
  type EventPart,
  type LoadedPart,
  loadParts,
  type PartRows,
} from '@cmsc/clickhouse';
import { CmscError, type EventColumns } from '@cmsc/core';
import { ByteCounter } from '@cmsc/files';
import { type ColumnReader, type Format, readStored, withCopies } from '@cmsc/loaders';
import { openEvents, tablesAmong } from '../event-source.js';
import type { InputOptions, Progress } from '../options.js';

/** A file that lies in the cluster. */
interface LoadedFile extends HashedFile {
  load: LoadedPart;
}

/**
 * Loads the files of a run, its inputs, that the cluster does not have yet. A file is known by its SHA-256, and by whatever else
 * decides about its rows: the dialect, and with skipped bad rows the time that the file before it has ended with.
 * Standard input and pipes are copied first: they are read for their hash, and once more to be loaded.
 *
 * @throws CmscError as a local reader does, and ENGINE_FAILED. What was loaded to its end stays.
 */
export async function loadFiles(
  cluster: ClickHouseCluster,
  kind: EventKind,
  format: Format,
  options: InputOptions,
): Promise<LoadedFile[]> {
  return withCopies([...options.inputs], options.signal, () => loadPaths(cluster, kind, format, options));
}

async function loadPaths(
  cluster: ClickHouseCluster,
  kind: EventKind,
  format: Format,
  options: InputOptions,
): Promise<LoadedFile[]> {
  const ofDatabase = [...(await tablesAmong(options.inputs)).values()].find(({ kind }) => kind === 'duckdb');
  if (ofDatabase) throw tableOfDatabase(ofDatabase.path);
  const files: HashedFile[] = [];
  for (const path of options.inputs) files.push(await hashInput(path, options.signal));
  const progress = new LoadProgress(files, options.onProgress);
  const part = (file: HashedFile, previousTime?: number) =>
    filePart(file, { kind, format, previousTime, continued: file !== files.at(-1), options, progress });
  const parallel = options.threads ?? 2;
  const loads =
    options.onBadRow === 'skip'
      ? await oneByOne(cluster, kind, files, part)
      : await loadParts(
          cluster,
          kind,
          files.map((file) => part(file)),
          { parallel },
        );
  return files.map((file, i) => ({ ...file, load: loads[i] as LoadedPart }));
}

/** What lies in a cluster is known by the SHA-256 of its file, and a table of a database has none of its own. */
function tableOfDatabase(path: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', 'a table of a database is not loaded into a cluster', {
    file: path,
    hint: 'write it to a Parquet file first',
  });
}

/** A row is bad when it is earlier than the file before it, so that one has to be loaded first. */
async function oneByOne(
  cluster: ClickHouseCluster,
  kind: EventKind,
  files: readonly HashedFile[],
  part: (file: HashedFile, previousTime: number) => EventPart,
): Promise<LoadedPart[]> {
  const loads: LoadedPart[] = [];
  let previousTime = -1;
  for (const file of files) {
    const [load] = (await loadParts(cluster, kind, [part(file, previousTime)])) as [LoadedPart];
    loads.push(load);
    previousTime = Math.max(previousTime, load.lastTime);
  }
  return loads;
}

interface PartPlan {
  kind: EventKind;
  format: Format;
  previousTime: number | undefined;
  /** Whether a file follows. */
  continued: boolean;
  options: InputOptions;
  progress: LoadProgress;
}

function filePart(file: HashedFile, plan: PartPlan): EventPart {
  const { previousTime, continued, options } = plan;
  const before = continued ? ' and before another file' : '';
  const skipped = previousTime === undefined ? [] : [`bad rows skipped after ${previousTime}${before}`];
  const dialect = options.dialect === undefined ? [] : [JSON.stringify(options.dialect)];
  return {
    name: file.path,
    content: [file.sha256, ...dialect, ...skipped].join(' '),
    open: () => openPart(file, plan),
  };
}

/** Rows as they are in the file: what failed logons are is for each extraction to decide. */
async function openPart(file: HashedFile, plan: PartPlan): Promise<PartRows> {
  const { kind, format, previousTime, continued, progress } = plan;
  const { dialect, onBadRow, threads, signal, onDebug } = plan.options;
  const { reader, dictionaries } = await openEvents(
    format,
    {
      ...{ inputs: [file.path], dialect, onBadRow, threads, signal, onDebug },
      onProgress: (state) => progress.update(file.path, state),
    },
    {
      select: kind.columns,
      others: 'emit',
      failedLogons: 'start',
      ...(previousTime !== undefined && { previousTime, continued }),
    },
  );
  return { batches: unchanged(reader, file), dictionaries, counts: () => reader.counts };
}

/** The batches of a file, as long as it is the one that was hashed. */
async function* unchanged(reader: ColumnReader, file: HashedFile): AsyncGenerator<EventColumns> {
  yield* reader;
  if (reader.inputs[0]?.sha256 === file.sha256) return;
  throw new CmscError('io', 'READ_FAILED', 'has changed while it was loaded', {
    file: file.path,
    hint: 'run it again',
  });
}

/** A file, told by what is in it. */
interface HashedFile {
  path: string;
  /** Its size as it is stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hexadecimal. */
  sha256: string;
}

/**
 * An input with its hash: what tells whether a cluster has it already.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io); INTERRUPTED.
 */
async function hashInput(path: string, signal: AbortSignal | undefined): Promise<HashedFile> {
  const counter = new ByteCounter();
  for await (const chunk of readStored(path, signal)) counter.add(chunk);
  return { path, ...counter.total() };
}

/** How far files are that are loaded several at a time. */
class LoadProgress {
  readonly #bytesTotal: number;
  readonly #onProgress: (progress: Progress) => void;
  readonly #states = new Map<string, Progress>();

  constructor(files: readonly HashedFile[], onProgress: (progress: Progress) => void = () => undefined) {
    this.#bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#onProgress = onProgress;
  }

  /** Notes how far a file is, and tells how far all of them are. */
  update(path: string, state: Progress): void {
    this.#states.set(path, state);
    const states = [...this.#states.values()];
    this.#onProgress({
      rows: states.reduce((sum, { rows }) => sum + rows, 0),
      bytes: states.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesTotal: this.#bytesTotal,
    });
  }
}
