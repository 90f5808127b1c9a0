import type { LabelLedger, Ledger } from '@cmsc/core';
import { openWholeFile, pour, type ReplaceOptions, type WrittenBytes } from '@cmsc/files';

/** A file that a run has read. */
export interface InputSummary {
  /** As it was given. */
  path: string;
  /** As they are stored: compressed, if the file is. */
  bytes: number;
  /** SHA-256 of these bytes, in hexadecimal; null when the file was not read to its end. */
  sha256: string | null;
  /** Its rows, good and bad, as far as it was read; of a database, its sessions. */
  rows: number;
  /** Of a red-team file: rows that had white space around a value. Absent when there are none. */
  trimmedRows?: number;
  /** Of a red-team file: lines of white space or nothing, which are no rows. Absent when there are none. */
  blankLines?: number;
  /** Whether it was read to its end: files in order are not, behind the end of a time window. */
  complete: boolean;
}

/** What an output came to. */
export interface OutputSummary extends WrittenBytes {
  /** As it was given; `-` for a stream. */
  path: string;
  /** Rows written, a header not among them; for a database of many tables, its complete sessions. */
  rows: number;
}

/** What `--report` writes: all that is needed to tell what a result is, and to get it once more. */
export interface Manifest {
  /** Version of cmsc. */
  version: string;
  /** The command that was run, such as `sessions`. */
  command: string;
  /** The options that the result depends on, by name. */
  options: Record<string, unknown>;
  /** The files that were read. */
  inputs: InputSummary[];
  /** What was not read of the folders and globs that were given, and why; absent where all files were named. */
  leftOut?: { path: string; why: string }[];
  /** The files that were written; none for a run without an output. */
  outputs: OutputSummary[];
  /** Where every row went. */
  ledger: Ledger;
  /** Only with a red-team file. */
  labels?: LabelLedger;
  /** Time on the clock, rows of the ledger by it, and the most memory that the process has had. */
  timing: { seconds: number; rowsPerSecond: number; peakRssBytes: number };
}

/**
 * Writes a manifest as JSON, whole or not at all.
 *
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written.
 */
export async function writeManifest(
  path: string,
  manifest: Pick<Manifest, 'version' | 'command'>,
  options: ReplaceOptions = {},
): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await pour([text], await openWholeFile(path, options));
}
