import type { Theme } from '@cmsc/report';

/** What a report is written as. */
export const REPORT_FORMATS = ['html', 'json'] as const;

/** One of {@link REPORT_FORMATS}. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What `runReport` can be told. */
export interface ReportOptions {
  /** A database that `runBuild` made. */
  database: string;
  /** Where the report goes: a file, or `-` for the text that comes back. */
  output: string;
  /** A page, or the numbers behind it; by the ending of the output when left out, `.html` or `.json`, and a page on a stream. */
  format?: ReportFormat | undefined;
  /** A folder to make, for the charts alone. */
  svg?: string | undefined;
  /** A file with scores of the sessions, or of logons. */
  scores?: string | undefined;
  /** The heading. */
  title?: string | undefined;
  /** First and last second that the report is about, both inside. */
  from?: number | undefined;
  to?: number | undefined;
  /** `auto` when left out: the colours of the reader's system. */
  theme?: Theme | undefined;
  /** Replace what is there. */
  force?: boolean | undefined;
  /** Calls the run off. */
  signal?: AbortSignal | undefined;
}

/** The file of a report, or the folder of its charts. */
export interface WrittenFile {
  path: string;
  bytes: number;
  /** How many charts are in the folder. */
  files?: number;
}

/** What a report was written to. */
export interface WrittenReport {
  /** The page, and the folder of charts where one was wanted. */
  outputs: WrittenFile[];
  /** The report itself where it goes to a stream. */
  text?: string;
}
