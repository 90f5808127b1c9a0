import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import {
  ByteCounter,
  openTarget,
  pour,
  publish,
  type ScratchFolder,
  type Target,
  writeFailed,
  type WrittenBytes,
} from '@cmsc/files';
import { walPath } from './companions.js';
import { checkDatabaseTarget } from './database-lock.js';

/** An output that DuckDB writes. */
export interface DatabaseOutput {
  format: 'parquet' | 'duckdb';
  target: Target;
  force: boolean;
  /** A folder on the disk of the target: the output grows in it, under a plain name. */
  beside: ScratchFolder;
}

/**
 * Puts the complete file `file` in its place.
 *
 * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster, OUTPUT_LOCKED when it
 *   would replace a database that another process has open.
 */
export async function deliver(file: string, output: DatabaseOutput): Promise<WrittenBytes> {
  if (output.target.special) return pourInto(output.target, file);
  try {
    const written = await hashed(file);
    await replace(file, output);
    return written;
  } catch (error) {
    throw writeFailed(output.target.given, error);
  }
}

/** Renames the file, and keeps DuckDB from reading what an earlier database of that name had left in its log. */
async function replace(file: string, { format, target, force }: DatabaseOutput): Promise<void> {
  if (format === 'duckdb') await checkDatabaseTarget(target, force);
  await publish(file, target, force);
  if (format === 'duckdb' && force) await rm(walPath(target.path), { force: true });
}

/** Copies the file into a device or a pipe. */
async function pourInto(target: Target, file: string): Promise<WrittenBytes> {
  const sink = await openTarget(target);
  return pour(createReadStream(file), sink).catch((error: unknown) => {
    throw writeFailed(target.given, error);
  });
}

async function hashed(file: string): Promise<WrittenBytes> {
  const counter = new ByteCounter();
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) counter.add(piece as Buffer);
  return counter.total();
}
