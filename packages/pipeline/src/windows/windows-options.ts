import type { ProcessSource, UserKind, WindowsLabelLedger, WindowsLedger } from '@cmsc/loaders';
import type { FilterOptions, InputOptions, OutputOptions, RunReport } from '../options.js';

/** What is known of Windows events before they are read. */
export interface WindowsInputOptions extends Pick<
  InputOptions,
  'inputs' | 'onBadRow' | 'rejects' | 'signal' | 'threads' | 'onProgress' | 'onWarning'
> {
  /** The zone of times that name none: `±HH:MM`, or a name such as `Europe/Berlin`; UTC when absent. */
  timeZone?: string;
  /**
   * Time of the first event that counts, of those that matter: seconds since 1970, or ISO 8601, of which any part but the day may be left out.
   * What it names is inside.
   */
  from?: number | string;
  /** Time of the last. */
  to?: number | string;
  /** What process runs are made of: 4688 and 4689 (`security`, when absent), or Sysmon's 1 and 5. */
  processes?: ProcessSource;
  /** File of labels: name, host, user, logon_id, start, end. */
  labels?: string;
}

/** Which rows of Windows sessions and process runs are written. */
export interface WindowsSelection extends FilterOptions {
  /** Kinds of accounts whose sessions, or process runs, are written; all when absent. */
  userKinds?: readonly UserKind[];
  /** Sessions and runs without an end, too. */
  keepOpen?: boolean;
  /** Shortest duration of a finished session or run, seconds. */
  minDurationSeconds?: number;
}

/** What a run of Windows events can be told. */
export interface WindowsOptions extends WindowsInputOptions, WindowsSelection, OutputOptions {}

/** What a run of Windows events did: as other reports, with a ledger of its own. */
export interface WindowsReport extends Omit<RunReport, 'ledger' | 'labels'> {
  /** Where every row went. */
  ledger: WindowsLedger;
  /** Only with labels. */
  labels?: WindowsLabelLedger;
}
