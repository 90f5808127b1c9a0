import type { ClusterSettings, NodePlace } from './node-config.js';

/** What a supervisor can be asked for. */
export type OrderBody =
  | { type: 'start'; nodes: number; settings: Omit<ClusterSettings, 'tcpPorts'> }
  | { type: 'kill'; node: number }
  | { type: 'restart'; node: number }
  | { type: 'stop' };

/** A message to a supervisor. */
export type Order = OrderBody & { id: number };

/** Its answer, by the order's id. */
export interface Answer {
  id: number;
  result?: NodePlace[] | void;
  error?: string;
}
