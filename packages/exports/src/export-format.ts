import type { AuthColumn, Dictionary, EventColumns } from '@cmsc/core';
import type { RedTeamIndex } from '@cmsc/labeling';
import type { LineBuffer } from './parts/line-buffer.js';

/** `as-published` has the quirks of the published code, `corrected` has them mended. */
export type Variant = 'as-published' | 'corrected';

/** Both variants. */
export const VARIANTS: readonly Variant[] = ['as-published', 'corrected'];

/** Some rows of a batch. */
export interface RowRange {
  /** The whole batch, with the columns that the format reads. */
  events: EventColumns;
  /** First row in the time window. */
  begin: number;
  /**
   * The row behind the last one in the time window: rows before `begin` and from `end` on are not exported.
   */
  end: number;
  /** Number of the batch's first row among all rows of the input, from 0 on. */
  firstRow: number;
}

/** Rows of flows, whose numbers come as text: there are too many different ones for a dictionary. */
export interface FlowRange extends RowRange {
  /** Each row as CSV in the file's own column order; row i goes from `ends[i - 1]`, or 0, up to `ends[i]`, its newline included. */
  raw: { bytes: Uint8Array; ends: Uint32Array };
}

/** The files of an export, by their paths inside its folder. */
export interface ExportFiles {
  /** Where further lines of a file go; the first call makes the file. Ask for it again after every batch. */
  file(path: string): LineBuffer;
  /** Says that nothing more comes for a file. */
  close(path: string): void;
}

/** What an export wrote, and what the other variant would have written otherwise. */
export interface ExportTally {
  /** Rows written. */
  rows: number;
  /** Rows written with label 1. */
  labelled: number;
  /** Where the two variants part, whichever is written. */
  differences: {
    /** Rows that only one of the variants has. */
    rows: number;
    /** Rows of both whose labels differ. */
    labels: number;
    /** Rows of both that differ in something else; ids do not count, as they only depend on what came before. */
    values: number;
  };
}

/** The units that a detector is asked about: how many, and a digest of their keys, as `cmsc score` reports them. */
export interface CandidateUnits {
  units: number;
  keyDigest: string;
}

/** An export on its way. */
export interface ExportRun {
  /** Takes rows of the first pass, for a format that has two. */
  count?(range: RowRange): void;
  /** Takes rows, in order. */
  write(range: RowRange): void;
  /** Takes rows of flows, after all rows of auth. */
  writeFlows?(range: FlowRange): void;
  /** Writes what is only known at the end. */
  finish(): void;
  /** The units to be scored, for an export that belongs to a protocol of detection. */
  candidates?(): CandidateUnits;
  /** Of auth, so far. */
  readonly tally: ExportTally;
  /** The same for flows. */
  readonly flowTally?: ExportTally;
}

/** What an export is made from. */
export interface ExportInput {
  /** Which of the two is written; the tally tells what the other would have done. */
  variant: Variant;
  /** What rows are labelled by. */
  redteam: RedTeamIndex;
  /** Where it writes. */
  files: ExportFiles;
  /** The dictionary of each of the format's columns. They may already hold names, and grow with every batch. */
  dictionaries: readonly Dictionary[];
  /** The dictionary of each of the format's columns of flows, when flows are read. */
  flowDictionaries?: readonly Dictionary[];
}

/** An input of a published detector, as a descriptor: a new export is a new value of this type. */
export interface ExportFormat {
  /** What `cmsc export` calls it. */
  name: string;
  /** Whose code reads it. */
  title: string;
  /** Which rows of auth it holds, in words that go on from "rows": the others are left out. */
  holds: string;
  /** The columns of auth that it reads, in the order of the batches' `ids`. */
  columns: readonly AuthColumn[];
  /** The columns of flows that it reads, when it reads any. */
  flowColumns?: readonly string[];
  /** 2 when all rows have to be counted before the first is written. */
  passes: 1 | 2;
  /** Starts an export. It adds the red team's names to the dictionaries, so call it before any row is read. */
  start(input: ExportInput): ExportRun;
}
