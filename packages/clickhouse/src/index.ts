export { ClickHouseCluster } from './connection/cluster.js';
export type { ClickHouseConfig, TlsFiles } from './connection/config.js';
export { createTables, ddl, type DdlOptions, grantStatements } from './load/ddl.js';
export { parseEngineUrl } from './connection/config.js';
export { AUTH_EVENTS, PROC_EVENTS, type EventKind } from './load/event-kind.js';
export type { EventFilter, LoadedEvents, StoredEvents, TableEvents } from './load/stored-events.js';
export type { LabelledBatch } from './labels/event-rows.js';
export { extractSessions, type ExtractOptions } from './sessions/extract-sessions.js';
export type { EventSpan, Extraction } from './sessions/extraction.js';
export type { ChosenForm, FormName } from './sql/choose-form.js';
export type { KeepOptions } from './sessions/keep-sessions.js';
export { labelEvents, type LabelledEvents, type LabelEventsOptions } from './labels/label-events.js';
export type { ExtractionLabels } from './labels/tuple-tallies.js';
export {
  loadParts,
  type LoadedPart,
  type LoadOptions,
  type EventPart,
  type PartRows,
} from './load/load-parts.js';
export { findLoads, type Load } from './load/loads.js';
export type { ClickHouseNode, NodeTraffic } from './connection/node.js';
export type { NodeReport } from './connection/cluster.js';
export type { SmallValue } from './connection/small-rows.js';
export type { SessionSelection } from './sql/session-sql.js';
export type { SessionBatch } from './sessions/session-rows.js';
export type { SessionStream, StreamOptions } from './sessions/session-stream.js';
export { spreadOf, type NodeShare } from './load/stored-events.js';
export { dropTemporaryTables } from './sessions/temporary-tables.js';
