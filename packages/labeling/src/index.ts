export {
  type BoundIndex,
  type BoundTuple,
  type NameDictionaries,
  RedTeamIndex,
  type EventMatch,
  type NamedSession,
} from './red-team-index.js';
export { EventLabeler, type AttackedRow } from './event-labeler.js';
export { LabelOutcomes, type TupleRecord } from './label-outcomes.js';
export { labelColumns, type LabelColumns } from './label-columns.js';
export { labelLedgerProblems } from './label-ledger.js';
export type { LabelState, TupleState } from './label-state.js';
export {
  LOSS_REASONS,
  type Loss,
  type LossCode,
  type RunFacts,
  type TimeSpan,
  type TupleFate,
  type TupleMatch,
} from './losses.js';
export type { RowMatcher, RowVisitor, SessionIds, SessionMatcher } from './matchers.js';
export {
  SessionLabeler,
  type LabelledPart,
  type LabelledSessions,
  type SessionLabels,
} from './session-labeler.js';
export {
  summarizeRedTeam,
  type NameRows,
  type RedTeamSummary,
  timesByKey,
  type RedTeamTimes,
} from './summary.js';
