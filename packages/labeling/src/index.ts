export {
  type BoundIndex,
  type BoundTuple,
  type NameDictionaries,
  RedTeamIndex,
  type EventMatch,
  type NamedSession,
} from './red-team-index.js';
export { LabelOutcomes, labelLedgerProblems, type TupleRecord } from './label-outcomes.js';
export type { LabelState, TupleState } from './label-state.js';
export { LOSS_REASONS, type Loss, type LossCode, type RunFacts, type TimeSpan } from './losses.js';
export {
  labelColumns,
  type LabelColumns,
  type RowMatcher,
  type RowVisitor,
  type SessionIds,
  type SessionMatcher,
} from './matchers.js';
export {
  EventLabeler,
  SessionLabeler,
  type AttackedRow,
  type LabelledPart,
  type LabelledSessions,
  type SessionLabels,
} from './labelers.js';
export {
  summarizeRedTeam,
  type NameRows,
  type RedTeamSummary,
  timesByKey,
  type RedTeamTimes,
} from './summary.js';
