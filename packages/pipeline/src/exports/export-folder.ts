import { throwIfInterrupted } from '@cmsc/core';
import { createHash, type Hash } from 'node:crypto';
import { appendFile, lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type ExportFiles, LineBuffer } from '@cmsc/exports';
import { makeFolder, type WholeFolder, writeFailed } from '@cmsc/files';
import type { OutputSummary } from '@cmsc/store';

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

/** What has come together for a file since the last flush. */
interface Piece {
  file: OpenFile;
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether nothing more comes for the file: it may have been closed since the piece was taken. */
  isLast: boolean;
}

/**
 * The files of an export. Lines gather in memory, and `flush` has them appended to the files, while the next ones come
 * together; a file is only open for as long as that takes.
 */
export class ExportFolder implements ExportFiles {
  readonly #target: WholeFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #files = new Map<string, OpenFile>();
  readonly #folders = new Set<string>();
  readonly #outputs: OutputSummary[] = [];
  /** Memory of pieces that are stored, for the next ones. */
  readonly #rooms: Uint8Array<ArrayBuffer>[] = [];
  /** What the last flush set off. */
  #storing: Promise<void> = Promise.resolve();

  constructor(target: WholeFolder, signal?: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
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
   * Sets off the writing of what has come together since the last call, once that of the call before is through. Call it
   * after every batch.
   *
   * @throws CmscError WRITE_FAILED naming the cause, also of the call before; INTERRUPTED.
   */
  async flush(): Promise<void> {
    await this.#storing;
    throwIfInterrupted(this.#signal);
    const due = [...this.#files.values()].filter(({ lines, isClosed }) => isClosed || lines.length > 0);
    const pieces = due.map((file) => {
      return { file, bytes: file.lines.take(this.#rooms.pop()), isLast: file.isClosed };
    });
    for (const { file, isLast } of pieces) if (isLast) this.#files.delete(file.path);
    this.#storing = this.#store(pieces);
    this.#storing.catch(() => undefined); // the next call throws it
  }

  /**
   * Completes all files, and adds the manifest.
   *
   * @param manifest makes it of the files.
   * @returns the manifest.
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  async finish<Manifest>(manifest: (outputs: OutputSummary[]) => Manifest): Promise<Manifest> {
    for (const file of this.#files.values()) file.isClosed = true;
    await this.flush();
    await this.#storing;
    const made = manifest([...this.#outputs]);
    const text = `${JSON.stringify(made, null, 2)}\n`;
    await appendFile(this.pathOf(MANIFEST_FILE), text).catch((error: unknown) => {
      throw writeFailed(MANIFEST_FILE, error);
    });
    return made;
  }

  /** Waits until nothing is written any more, so that the folder can be removed. Never throws. */
  async abort(): Promise<void> {
    await this.#storing.catch(() => undefined);
  }

  async #store(pieces: readonly Piece[]): Promise<void> {
    for (let from = 0; from < pieces.length; from += MOST_OPEN) {
      throwIfInterrupted(this.#signal);
      const together = pieces.slice(from, from + MOST_OPEN);
      const stored = await Promise.allSettled(together.map((piece) => this.#append(piece)));
      for (const result of stored) if (result.status === 'rejected') throw result.reason;
      for (const { file, isLast } of together) if (isLast) this.#complete(file);
    }
  }

  async #append({ file, bytes }: Piece): Promise<void> {
    const path = this.pathOf(file.path);
    try {
      await this.#makeFolder(dirname(path));
      await appendFile(path, bytes);
    } catch (error) {
      throw writeFailed(file.path, error);
    }
    if (bytes.length > 0) (file.hash ??= createHash('sha256')).update(bytes);
    file.bytes += bytes.length;
    if (this.#rooms.length < MOST_OPEN && bytes.length > 0) this.#rooms.push(new Uint8Array(bytes.buffer));
  }

  async #makeFolder(folder: string): Promise<void> {
    if (folder === this.#target.path || this.#folders.has(folder)) return;
    await makeFolder(folder);
    this.#folders.add(folder);
  }

  #complete({ path, hash = createHash('sha256'), bytes, lines }: OpenFile): void {
    this.#outputs.push({ path, bytes, sha256: hash.digest('hex'), rows: lines.lines });
  }
}

/** The file that every export leaves in its folder: by it --force knows what it may replace. */
const MANIFEST_FILE = 'manifest.json';

/** What a manifest has to say for the folder to be an export. */
interface Listed {
  command?: unknown;
  outputs?: { path?: unknown }[];
}

/**
 * What in a folder was not put there by an export, in words that go on from its name; undefined when all of it was, or
 * it is empty. Other programs write a `manifest.json`, too: it has to be that of an export, and list every file.
 */
export async function foreignInExport(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  if (names.length === 0) return undefined;
  const listed = await listedFiles(join(folder, MANIFEST_FILE));
  if (!listed) return 'is no folder of an export';
  for await (const path of filesIn(folder)) {
    const name = relative(folder, path);
    if (!listed.has(name)) return `holds ${name}, which no export has put there`;
  }
  return undefined;
}

async function listedFiles(manifest: string): Promise<Set<unknown> | undefined> {
  try {
    const { command, outputs } = JSON.parse(await readFile(manifest, 'utf8')) as Listed;
    if (command !== 'export' || !Array.isArray(outputs)) return undefined;
    return new Set([MANIFEST_FILE, ...outputs.map(({ path }) => path)]);
  } catch {
    return undefined; // It is not there, no file, or no JSON.
  }
}

/** All that is in a folder and the folders below it, but these. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await lstat(path)).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}
