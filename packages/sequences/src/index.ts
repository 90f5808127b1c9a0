export {
  VARIANTS,
  type AuthColumn,
  type ExportFiles,
  type Candidates,
  type ExportFormat,
  type ExportInput,
  type ExportRun,
  type ExportTally,
  type FlowRange,
  type RowRange,
  type Variant,
} from './exports/export-format.js';
export { LineBuffer } from './exports/parts/line-buffer.js';
export { exportFormats, exportNamed } from './exports/registry.js';
export {
  SessionExport,
  type SessionExportOptions,
  type SessionRow,
  type SessionTokens,
} from './exports/session-export.js';
export { placeStarts, type ProcessStarts, type SessionSpans } from './joining/place-starts.js';
export type { PlacedProcesses } from './joining/placed-rows.js';
export { noProcesses, processLedgerProblems, type ProcessLedger } from './joining/process-ledger.js';
export {
  gapCountsSql,
  gapTokenSql,
  knownGapTokens,
  knownProcessesSql,
  processTokensSql,
  wordSql,
} from './sql/tokens-sql.js';
export { ngramOrderCheckSql, ngramsSql, type NgramOptions } from './sql/ngrams-sql.js';
export { GAP_TOKENS, gapBounds, gapBucket, gapToken, type GapBounds } from './tokens/gap-buckets.js';
export { logOddsOf, type LogOdds, type Occurrences } from './tokens/log-odds.js';
export { NgramCounts, type NgramRow } from './tokens/ngrams.js';
export { processToken, tokensOf, wordOf, type ProcessSequence } from './tokens/tokens.js';
export { FIRST_RED_TEAM_EVENT, partOf, PARTS, type Part, type SplitPoint } from './tokens/train-test.js';
export { countTokens, OUT_OF_VOCABULARY, Vocabulary, type TokenCount } from './tokens/vocabulary.js';
