export {
  LOGON_COLUMNS,
  type LogonColumn,
  type LogonColumns,
  type LogonDictionaries,
} from './logon-columns.js';
export { ScoringPass, type ScoringCounts, type ScoringOptions } from './scoring-pass.js';
export type { ScoredUnits } from './units.js';
export { protocolNamed, PROTOCOLS } from './protocols/registry.js';
export type { Candidates, Protocol } from './protocols/protocol.js';
export { scorerNamed, SCORERS } from './scorers/registry.js';
export type { Scorer, ScorerOptions, Scoring } from './scorers/scorer.js';
export { roundScore } from './round-score.js';
export { Evaluation, type EvaluationOptions, type Metrics } from './metrics/evaluation.js';
export type { AccountDay, FoundAccountDays } from './metrics/account-days.js';
export type { Found } from './metrics/best-of-day.js';
export type { Interval, Intervals } from './metrics/interval.js';
export type { PlaceMetrics, RankingMetrics } from './metrics/ranking.js';
export type { Range } from './metrics/range.js';
