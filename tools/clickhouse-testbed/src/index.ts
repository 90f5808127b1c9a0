export { startCluster, type ClusterNode, type ClusterOptions, type TestCluster } from './cluster.js';
export { ensureEngine, unsupportedReason } from './engine.js';
export { lanlSessionsSql, type LanlSessionsOptions } from './lanl-sessions.js';
export { runLocalQuery, type LocalQueryOptions, type LocalQueryResult } from './local-query.js';
export type { TestQuota, TestUser } from './node-config.js';
