export {
  ANOMALY_KINDS,
  ANOMALY_REASONS,
  ANOMALY_TEXTS,
  AnomalyLog,
  type AnomalyColumns,
  type AnomalyCounts,
  type AnomalyKind,
  type AnomalyReason,
} from './anomalies.js';
export { EDGE_END, EDGE_FAILED_START, EDGE_OTHER, EDGE_START, type EventColumns } from './event-columns.js';
export {
  commentStatements,
  DATA_DICTIONARY,
  tableMeaning,
  type ColumnMeaning,
  type TableMeaning,
} from './data-dictionary.js';
export {
  checkWindow,
  LATEST_TIME,
  oneOfChoices,
  wholeNumber,
  type Bounds,
  type NumberWords,
} from './check-option.js';
export { Dictionary } from './dictionary.js';
export { putTogether, takeApart, type ErrorParts } from './error-parts.js';
export {
  CmscError,
  interrupted,
  throwIfInterrupted,
  type CallOff,
  type ErrorCode,
  type ErrorContext,
  type ErrorKind,
} from './errors.js';
export type { SourceKey } from './explainer.js';
export {
  AUTH_COLUMNS,
  PROC_COLUMNS,
  type AuthColumn,
  type AuthEvent,
  type DnsEvent,
  type FlowEvent,
  type ProcEvent,
  type RedTeamEvent,
} from './events.js';
export {
  distinctTuples,
  fateOf,
  labelLedgerOf,
  matchOf,
  tallyOf,
  type DistinctTuples,
  type RedTeamTuple,
  type TupleFate,
  type TupleMatch,
  type TupleTally,
} from './red-team-tuples.js';
export type { SecondState } from './current-second.js';
export { anyGlobMatcher, globAsExpression, globMatcher, globsIn, type GlobOptions } from './glob.js';
export {
  ledgerProblems,
  noRows,
  noSessions,
  type LabelLedger,
  type Ledger,
  type RowCounts,
  type SessionCounts,
} from './ledger.js';
export {
  finishMachine,
  IDLE,
  transition,
  type MachineEffect,
  type MachineEvent,
  type MachineState,
  type Session,
} from './machine.js';
export { appendTo, firstFrom, grown, Growable, lowerBound, type Numbers } from './arrays.js';
export { KeyFold } from './key-fold.js';
export { LONGEST_NUMBER, putBytes, putInt, putMillionths, putNumber } from './ascii.js';
export { nearPattern } from './near-pattern.js';
export { NameBytes, OncePerId, PerName } from './per-name.js';
export { pairEvent, PAIRINGS, type OpenStarts, type Pairing, type PairingEffect } from './pairing.js';
export {
  AUTH_PRESETS,
  LOGON_ID_RULE,
  FAILED_LOGONS,
  PROC_PRESETS,
  TIE_RULES,
  type FailedLogons,
  type PresetName,
  type SessionRule,
  type TieRule,
} from './presets.js';
export { NO_END, type ListColumn, type SessionColumns, type SessionKeys } from './session-columns.js';
export { LOOKED_UP_ROWS } from './key-table.js';
export { KeyIds } from './key-ids.js';
export { KeyDigest } from './key-digest.js';
export { isoTime, putIsoTime } from './iso-time.js';
export { LineDigest } from './line-digest.js';
export { type LineHash } from './line-hash.js';
export { mix, Random, randomNumbers } from './random.js';
export type { CompiledLoops, LoopsExports, LoopsHost, LoopsNumber, StartLoops } from './compiled-loops.js';
export { CompiledSessionizer } from './compiled-sessionizer.js';
export {
  Sessionizer,
  type SessionizerOptions,
  type SessionizerState,
  type SessionMachine,
} from './sessionizer.js';
export { startSessionizer } from './start-sessionizer.js';
export { parseCount, parseDuration, parseSecond, SECONDS_PER_DAY } from './spoken-numbers.js';
export {
  compareBytes,
  csvValue,
  formatBytes,
  formatCount,
  formatDuration,
  formatMany,
  formatRate,
  formatSecond,
  formatShare,
  formatShort,
  needsQuotes,
  printable,
  quotesDoubled,
  shortened,
  showable,
  sqlIdentifier,
  sqlLiteral,
  sqlPathLiteral,
  utf8,
} from './text.js';
export { orderTies } from './ties.js';
