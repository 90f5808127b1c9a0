import { AUTH_PRESETS, LOGON_ID_RULE, PROC_PRESETS, type PresetName, type SessionRule } from '@cmsc/core';
import { formats, type Format } from '@cmsc/loaders';

/** A kind of rows that carries both ends of something, and what its sessions are. */
export interface SourceRules {
  /** How its files are read. */
  format: Format;
  /** The rules to choose from by name, the first by default; or the one rule that there is. */
  rules: Readonly<Record<PresetName, SessionRule>> | SessionRule;
  /** The column that --user matches. */
  user: string;
  /** The column that --computer matches. */
  computer: string;
  /** Of which column a session lists what its starts had, and under which name: the first that its key does not hold. */
  remembers: readonly { column: string; as: 'origins' | 'users' }[];
  /** Whether the red team's rows are of the same users and computers. */
  hasRedTeam: boolean;
}

/** What sessions are made of, by the name of its format. A new source of sessions is a line here. */
export const SESSION_SOURCES = {
  auth: {
    format: formats.auth,
    rules: AUTH_PRESETS,
    user: 'dst_user',
    computer: 'dst_machine',
    remembers: [{ column: 'src_machine', as: 'origins' }],
    hasRedTeam: true,
  },
  proc: {
    format: formats.proc,
    rules: PROC_PRESETS,
    user: 'user_domain',
    computer: 'computer',
    remembers: [],
    hasRedTeam: false,
  },
  wls: {
    format: formats.wls,
    rules: LOGON_ID_RULE,
    user: 'UserName',
    computer: 'LogHost',
    remembers: [
      { column: 'UserName', as: 'users' },
      { column: 'Source', as: 'origins' },
    ],
    hasRedTeam: false,
  },
} as const satisfies Record<string, SourceRules>;

/** Name of a kind of rows that sessions are made of. */
export type SourceName = keyof typeof SESSION_SOURCES;

/** What a command reads when nothing else is said or seen. */
export const OWN_SOURCE = { sessions: 'auth', processes: 'proc' } as const;

/** What sessions can be told to read. */
export const SESSION_SOURCE_NAMES = (Object.keys(SESSION_SOURCES) as SourceName[]).filter(
  (name) => name !== OWN_SOURCE.processes,
);
