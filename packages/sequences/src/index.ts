export {
  placeStarts,
  type ProcessStarts,
  type SessionSpans,
  type PlacedProcesses,
} from './joining/place-starts.js';
export { noProcesses, processLedgerProblems, type ProcessLedger } from './joining/process-ledger.js';
export {
  gapCountsSql,
  gapTokenSql,
  knownGapTokens,
  knownProcessesSql,
  processTokensSql,
  wordSql,
} from './sql/tokens-sql.js';
export { logOddsSql, ngramOrderCheckSql, ngramsSql, type NgramOptions } from './sql/ngrams-sql.js';
export { GAP_TOKENS, gapBounds, gapBucket, gapToken, type GapBounds } from './tokens/gap-buckets.js';
export { logOddsOf, type LogOdds, type Occurrences } from './tokens/log-odds.js';
export { NgramCounts, type NgramRow } from './tokens/ngrams.js';
export { processToken, tokensOf, wordOf, type ProcessSequence } from './tokens/tokens.js';
export {
  checkSplitPoint,
  FIRST_RED_TEAM_EVENT,
  isSplitPoint,
  partOf,
  PARTS,
  type Part,
  type SplitPoint,
} from './tokens/train-test.js';
export {
  checkCutoff,
  countTokens,
  OUT_OF_VOCABULARY,
  Vocabulary,
  type TokenCount,
} from './tokens/vocabulary.js';
