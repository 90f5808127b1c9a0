export type { BoundIndex, BoundTuple, NameDictionaries } from './bound-index.js';
export { EventLabeler, type AttackedRow } from './event-labeler.js';
export { LabelOutcomes, type TupleRecord } from './label-outcomes.js';
export { labelColumns, type LabelColumns } from './label-columns.js';
export { labelLedgerProblems } from './label-ledger.js';
export type { LabelState, TupleState } from './label-state.js';
export { LOSS_REASONS, type Loss, type LossCode, type RunFacts, type TimeSpan } from './losses.js';
export { RedTeamIndex, type EventMatch, type NamedSession } from './red-team-index.js';
export type { RowMatcher, RowVisitor } from './row-matcher.js';
export {
  SessionLabeler,
  type LabelledPart,
  type LabelledSessions,
  type SessionLabels,
} from './session-labeler.js';
export type { SessionIds, SessionMatcher } from './session-matcher.js';
export { summarizeRedTeam, type NameRows, type RedTeamSummary } from './summary.js';
export { timesByKey, type RedTeamTimes } from './times-by-key.js';
export type { TupleFate, TupleMatch } from './tuple-tally.js';
