import { LineBuffer, type ExportFiles } from '@cmsc/sequences';
import type { OutputSummary } from '@cmsc/store';
import { createHash, type Hash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderFailed, MANIFEST_FILE, type TargetFolder } from './target-folder.js';

/** Files that are open at once: an export may have tens of thousands. */
const MOST_OPEN = 16;

interface OpenFile {
  path: string;
  lines: LineBuffer;
  /** Absent as long as nothing was written. */
  hash?: Hash;
  bytes: number;
  isClosed: boolean;
}

/**
 * The files of an export. Lines gather in memory, and `flush` appends them to the files; a file is only open for as
 * long as that takes.
 */
export class ExportFolder implements ExportFiles {
  readonly #target: TargetFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #files = new Map<string, OpenFile>();
  readonly #folders = new Set<string>();
  readonly #outputs: OutputSummary[] = [];

  constructor(target: TargetFolder, signal?: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
  }

  /** The files that are complete. */
  get outputs(): readonly OutputSummary[] {
    return this.#outputs;
  }

  file(path: string): LineBuffer {
    const known = this.#files.get(path);
    if (known) return known.lines;
    const lines = new LineBuffer();
    this.#files.set(path, { path, lines, bytes: 0, isClosed: false });
    return lines;
  }

  close(path: string): void {
    const file = this.#files.get(path);
    if (file) file.isClosed = true;
  }

  /** Where a file that something else writes has to go. */
  pathOf(path: string): string {
    return join(this.#target.path, path);
  }

  /** Notes a file that something else has written. */
  add(output: OutputSummary): void {
    this.#outputs.push(output);
  }

  /**
   * Writes what has come together since the last call. Call it after every batch.
   *
   * @throws CmscError WRITE_FAILED naming the cause; the signal's reason when it was aborted.
   */
  async flush(): Promise<void> {
    const due = [...this.#files.values()].filter(({ lines, isClosed }) => isClosed || lines.length > 0);
    for (let from = 0; from < due.length; from += MOST_OPEN) {
      this.#signal?.throwIfAborted();
      const together = due.slice(from, from + MOST_OPEN);
      await Promise.all(together.map((file) => this.#append(file)));
      for (const file of together) if (file.isClosed) this.#complete(file);
    }
  }

  /**
   * Completes all files, and adds the manifest.
   *
   * @param manifest makes it of the files.
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  async finish(manifest: (outputs: OutputSummary[]) => unknown): Promise<void> {
    for (const file of this.#files.values()) file.isClosed = true;
    await this.flush();
    const text = `${JSON.stringify(manifest([...this.#outputs]), null, 2)}\n`;
    await appendFile(this.pathOf(MANIFEST_FILE), text).catch((error: unknown) => {
      throw folderFailed(MANIFEST_FILE, error);
    });
  }

  async #append(file: OpenFile): Promise<void> {
    const bytes = file.lines.view();
    const path = this.pathOf(file.path);
    try {
      await this.#makeFolder(dirname(path));
      await appendFile(path, bytes);
    } catch (error) {
      throw folderFailed(file.path, error);
    }
    if (bytes.length > 0) (file.hash ??= createHash('sha256')).update(bytes);
    file.bytes += bytes.length;
    file.lines.clear();
  }

  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.#target.path || this.#folders.has(folder)) return;
    await mkdir(folder, { recursive: true });
    this.#folders.add(folder);
  }

  #complete({ path, hash = createHash('sha256'), bytes, lines }: OpenFile): void {
    this.#files.delete(path);
    this.#outputs.push({ path, bytes, sha256: hash.digest('hex'), rows: lines.lines });
  }
}
