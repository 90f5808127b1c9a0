export {
  BLOCK_ROWS,
  cutRows,
  makeLogonColumns,
  type LogonColumns,
  type LogonDictionaries,
} from './logon-columns.js';
export { FirstRows, type LogonBlock } from './logon-kinds.js';
export { wantedSeconds, type ScoringOptions } from './scoring-options.js';
export { ScoringPass, type ScoredBlock, type ScoringCounts } from './scoring-pass.js';
export { NO_PROCESS, type ProcessColumns } from './sessions/process-surprise.js';
export { SessionScoring, type SessionScoringOptions } from './sessions/session-scoring.js';
export type { ScoredUnits } from './units.js';
export { protocolNamed, PROTOCOLS } from './protocols/registry.js';
export type { Candidates, Protocol } from './protocols/protocol.js';
export { scorerNamed, SCORERS } from './scorers/registry.js';
export type { Scorer, ScorerOptions, Scoring } from './scorers/scorer.js';
export { roundScore } from './round-score.js';
export { Evaluation, type EvaluationOptions, type Metrics } from './metrics/evaluation.js';
export type { AccountDay, FoundAccountDays } from './metrics/account-days.js';
export type { Curves } from './metrics/curves.js';
export type { Found } from './metrics/best-of-day.js';
export type { Interval, Intervals } from './metrics/interval.js';
export type { PlaceMetrics, RankingMetrics } from './metrics/ranking.js';
export type { Range } from './metrics/range.js';
