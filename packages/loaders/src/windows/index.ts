export { isWindowsFile, TAKES_WINDOWS, WINDOWS_FILES } from './detect-windows.js';
export type { WindowsEventKind, ProcessSource } from './event-kinds.js';
export type { Rejection, WindowsEvent } from './read-event.js';
export { readWindows, type WindowsReading, type WindowsResult } from './read-windows.js';
export { userKind, USER_KINDS, type UserKind } from './user-kind.js';
export {
  labelWindows,
  readWindowsLabels,
  type LabelLoss,
  type WindowsLabel,
  type WindowsLabelLedger,
} from './windows-labels.js';
export { emptyLedger, windowsLedgerProblems, type OtherEvent, type WindowsLedger } from './windows-ledger.js';
export type {
  EndedBy,
  ProcessPlace,
  WindowsProcess,
  WindowsRun,
  WindowsSession,
} from './windows-sessions.js';
export {
  parseTime,
  eventWindow,
  timeZone,
  UTC,
  type EventWindow,
  type TimeZone,
  type WindowsTime,
} from './windows-time.js';
