import type { LeftOut } from '@cmsc/loaders';
import {
  exportFormats,
  type CandidateUnits,
  type ExportFormat,
  type ExportTally,
  type SessionExportOptions,
  type SessionRow,
  type Variant,
} from '@cmsc/exports';
import type { SplitPoint } from '@cmsc/sequences';
import type { InputSummary, OutputSummary } from '@cmsc/store';
import type { InputOptions } from '../options.js';
import type { SplitFacts } from '../split-sessions.js';

/**
 * Sessions with their processes, for the export `sessions`, which goes through them twice: first to count tokens, for which
 * `bare` is false, and those without a process may be left away.
 */
export type SessionSource = (wish?: { bare?: boolean }) => AsyncIterable<SessionRow>;

/** What there is to know of an export before it runs. */
export interface ExportInfo extends Pick<ExportFormat, 'name' | 'title'> {
  /** Which rows of auth it holds, in words that go on from "rows"; absent for `sessions`, which holds no rows. */
  holds?: string;
}

/** All exports: those of auth rows, and `sessions`. */
export const EXPORTS: readonly ExportInfo[] = [
  ...exportFormats.map(({ name, title, holds }) => ({ name, title, holds })),
  { name: 'sessions', title: 'sequence and language models: a session a line, of a database or of files' },
];

/** What `runExport` can be told. */
export interface ExportOptions extends InputOptions, Omit<SessionExportOptions, 'splitSeconds'> {
  /** Which export: one of `EXPORTS`, by its name. */
  name: string;
  /** The folder to write. */
  output: string;
  /** Where `sessions` is split (150885, the first red-team event). Only those of a database have a first attack, or a share. */
  splitSeconds?: SplitPoint;
  /** Red-team file: needed by all exports but `sessions`, whose databases have labels. */
  redteam?: string;
  /** Files of flows, for exports that read them. */
  flows?: readonly string[];
  /** `corrected` by default. */
  variant?: Variant;
  /** Replaces the folder of an earlier export. */
  force?: boolean;
  /** File for the manifest with the timing; the one inside the folder has none, so that equal exports have equal bytes. */
  report?: string;
  /** Where the rows of `sessions` come from, instead of `inputs`. */
  sessions?: SessionSource;
  /** Whether `sessions` also writes Parquet files (yes). */
  parquet?: boolean;
}

/** Where the rows of an input went: read = written + leftOut + filtered + rejected. */
export interface ExportRows {
  /** All rows of the input. */
  read: number;
  /** Rows that the export holds. */
  written: number;
  /** Rows that the export does not hold. */
  leftOut: number;
  /** Rows outside the time window. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** What became of the rows of one kind of file, and what the other variant would have made of them. */
export interface ExportCounts extends Omit<ExportTally, 'rows'> {
  /** Where each of them went. */
  rows: ExportRows;
}

/** What `sessions` wrote: sessions of either part, and attacked ones among them. */
export type SessionExportCounts = Omit<SplitFacts, 'second'>;

/** What an export did: the manifest that lies in its folder. */
export interface ExportManifest {
  /** Version of cmsc. */
  version: string;
  /** Tells it from the manifests of other commands. */
  command: 'export';
  /** Those that the result depends on, by name. */
  options: Record<string, unknown>;
  /** The files that were read; for `sessions` from a database, the database. */
  inputs: InputSummary[];
  /** What was not read of the folders and globs that were given, and why. */
  leftOut?: LeftOut[];
  /** The files by their paths inside the folder, in the order in which they were completed. */
  outputs: OutputSummary[];
  /** What became of auth; absent for `sessions`. */
  auth?: ExportCounts;
  /** What became of flows; absent when none were given. */
  flows?: ExportCounts;
  /** The units to be scored, as `score` reports them; absent for exports that belong to no protocol of detection. */
  candidates?: CandidateUnits;
  /** What `sessions` wrote; absent for the other exports. */
  sessions?: SessionExportCounts;
}

/** The manifest with what stands outside the folder, and the timing of its run. */
export interface ExportReport extends ExportManifest {
  /** The file of bad rows, where there is one. */
  rejects?: OutputSummary;
  /** Time on the clock, rows or sessions read by it, and the most memory that the process has had. */
  timing: { seconds: number; rowsPerSecond: number; peakRssBytes: number };
}
