import type { Facts } from '../lists/facts.js';
import type { BuildUpdate } from '../build/source.js';

/** What a small database says of itself: for tests without one. */
export const FACTS: Facts = {
  path: 'small.duckdb',
  rejectsPath: null,
  windows: false,
  cmscVersion: '0.1.0',
  keyColumns: ['dst_user', 'dst_machine'],
  userColumn: 'dst_user',
  computerColumn: 'dst_machine',
  originColumn: 'origins',
  sessions: 250,
  openSessions: 3,
  labelled: true,
  attackedSessions: 2,
  ledger: { auth: { rows: 700, starts: 300, ends: 300, sessions: 250 } },
  activity: [{ source: 'auth', hour: 0, rows: 700 }],
  span: { from: 7, to: 86_399 },
  traffic: ['flows', 'dns'],
  alerts: null,
  attackTimes: [150_885],
};

/** A build that has read a quarter of its inputs. */
export const BUILD_UPDATE: BuildUpdate = {
  step: 'logon sessions',
  rows: 1_000_000,
  rowsPerSecond: 60_000,
  bytes: 25_000_000,
  bytesTotal: 100_000_000,
  memoryBytes: 123_000_000,
  ledger: { source: 'auth', ledger: { orphanEnds: 1234, open: 0 } },
  hits: [
    { time: 150_885, dst_user: 'U66@DOM1', src_machine: 'C17693', dst_machine: 'C1' },
    { time: 635_015, dst_user: 'U737@DOM1', src_machine: 'C19932', dst_machine: 'C529' },
  ],
};
