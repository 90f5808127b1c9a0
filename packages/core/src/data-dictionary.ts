import { sqlIdentifier, sqlLiteral } from './text.js';
import {
  WINDOWS_PROCESS_COLUMNS,
  WINDOWS_SESSION_COLUMNS,
  WINDOWS_SESSION_PROCESS_COLUMNS,
} from './windows-dictionary.js';

/** What a column means. */
export interface ColumnMeaning {
  /** Its name; a name in capitals stands for several. */
  readonly name: string;
  /** Its type in DuckDB and Parquet; in CSV items of a list have a space between. */
  readonly type: string;
  readonly meaning: string;
}

/** What a table, or the output of a command, holds. */
export interface TableMeaning {
  /** As it is called in a database, or after the command that writes it. */
  readonly name: string;
  /** Other names: that of the command, or of the table that it makes in a database. */
  readonly aliases: readonly string[];
  /** What a row is. */
  readonly row: string;
  /** Where it comes from. */
  readonly from: string;
  /** In their order; not all of them are there under every option. */
  readonly columns: readonly ColumnMeaning[];
}

type Column = readonly [name: string, type: string, meaning: string];

function table(
  name: string,
  row: string,
  from: string,
  columns: readonly Column[],
  aliases: readonly string[] = [],
): TableMeaning {
  return {
    name,
    aliases,
    row,
    from,
    columns: columns.map(([name, type, meaning]) => ({ name, type, meaning })),
  };
}

const BUILD = 'cmsc build';
const DST_USER: Column = ['dst_user', 'VARCHAR', 'account that is logged on as, with its domain: U66@DOM1'];
const DST_MACHINE: Column = ['dst_machine', 'VARCHAR', 'computer that is logged on to'];
const SRC_MACHINE: Column = ['src_machine', 'VARCHAR', 'computer that the logon came from'];
const SESSION_ID: Column = [
  'session_id',
  'BIGINT',
  'number of the complete session, from 1 on, by key and start: the same in every output of a build',
];
const START_TIME: Column = ['start_time', 'INTEGER', 'second of the first start'];
const END_TIME: Column = ['end_time', 'INTEGER', 'second of the last end; empty for what is open'];
const DURATION: Column = ['duration', 'INTEGER', 'end_time minus start_time, seconds'];
const LOGONS: Column = [
  'logons',
  'INTEGER',
  'LogOn rows in the session: the first, and those repeated while it was open',
];
const ORIGINS: Column = [
  'origins',
  'VARCHAR[]',
  'computers that the logons came from, each once, in order of appearance',
];
const LABEL: Column = [
  'label',
  'INTEGER',
  '1 when the red team was in it, else 0; empty without a red-team file',
];
const ATTACK_TIMES: Column = [
  'attack_times',
  'INTEGER[]',
  'seconds of the red-team logons in it, each once, ascending',
];
const COMPUTER: Column = ['computer', 'VARCHAR', 'computer that the process ran on'];
const PROCESS_NAME: Column = ['process_name', 'VARCHAR', 'name of the process: P16'];
const TIME: Column = ['time', 'INTEGER', 'second of the row; day 0 begins with second 0'];
const TUPLE_ID: Column = [
  'tuple_id',
  'INTEGER',
  'number of the distinct red-team row, in the order of the file',
];
const SRC_USER: Column = ['src_user', 'VARCHAR', 'account that acted, with its domain'];
const REDTEAM_HOST: Column = [
  'redteam_host',
  'BOOLEAN',
  'whether the red team came from one of its computers; empty without a red-team file',
];

/**
 * What every column of every output and table means: `cmsc columns`, the comments in databases, and docs/COLUMNS.md are made
 * of it. A new table is added at the end.
 */
export const DATA_DICTIONARY: readonly TableMeaning[] = [
  table('sessions', 'a complete logon session', 'cmsc sessions, cmsc build', [
    SESSION_ID,
    DST_USER,
    SRC_MACHINE,
    DST_MACHINE,
    START_TIME,
    END_TIME,
    DURATION,
    LOGONS,
    ['logoffs', 'INTEGER', 'LogOff rows in the session: the first that ended it, and those that extended it'],
    ORIGINS,
    LABEL,
    ATTACK_TIMES,
  ]),
  table(
    'sessions_by_key',
    'a key with all its sessions',
    'cmsc sessions --grouped',
    [
      DST_USER,
      DST_MACHINE,
      [
        'sessions',
        'STRUCT("start" INTEGER, "end" INTEGER)[]',
        'first and last second of each session, by time',
      ],
    ],
    ['grouped'],
  ),
  table('open_sessions', 'a logon that no logoff followed', BUILD, [
    DST_USER,
    SRC_MACHINE,
    DST_MACHINE,
    START_TIME,
    LOGONS,
    ORIGINS,
    LABEL,
    ATTACK_TIMES,
  ]),
  table(
    'process_runs',
    'a run of a process, from its start to its end',
    'cmsc processes, cmsc build',
    [
      ['run_id', 'BIGINT', 'number of the run, from 1 on, by key and start'],
      ['user_domain', 'VARCHAR', 'account that the process ran as, with its domain'],
      COMPUTER,
      PROCESS_NAME,
      START_TIME,
      END_TIME,
      DURATION,
      ['starts', 'INTEGER', 'Start rows in the run: the first, and those repeated while it ran'],
      ['ends', 'INTEGER', 'End rows in the run: the first that ended it, and those that extended it'],
    ],
    ['processes'],
  ),
  table('session_processes', 'a process of a session', BUILD, [
    SESSION_ID,
    ['position', 'INTEGER', 'place among the processes of the session, from 1 on'],
    ['time', 'INTEGER', 'second in which it started'],
    ['gap', 'INTEGER', 'seconds since the process before; of the first, since the session began'],
    PROCESS_NAME,
  ]),
  table('redteam', 'a distinct row of the red-team file: a tuple', BUILD, [
    TUPLE_ID,
    ['attack_time', 'INTEGER', 'second of the red-team logon'],
    ['src_user', 'VARCHAR', 'account that the red team logged on as: dst_user of the auth row'],
    SRC_MACHINE,
    DST_MACHINE,
    ['rows', 'INTEGER', 'rows of the file that are this tuple'],
    [
      'match',
      'VARCHAR',
      'how auth has it: exact (the row), origin (its time, user and source with another destination), none',
    ],
    [
      'fate',
      'VARCHAR',
      'the furthest that it came: session, open (an open session), event (its auth row, in no session), nowhere',
    ],
    ['exact_rows', 'INTEGER', 'auth rows that are it'],
    ['origin_rows', 'INTEGER', 'auth rows with its time, user and source, and another destination'],
    ['sessions', 'INTEGER', 'complete sessions that hold it'],
    ['reason_codes', 'VARCHAR[]', 'why it is in no complete session: NO_LOGOFF, OTHER_DESTINATION, …'],
    ['reasons', 'VARCHAR[]', 'the same in words'],
  ]),
  table('red_team_matches', 'a red-team tuple in a session', BUILD, [TUPLE_ID, SESSION_ID]),
  table('flows', 'a row of the flows file', BUILD, [
    TIME,
    ['duration', 'BIGINT', 'seconds that the flow lasted'],
    ['src_machine', 'VARCHAR', 'computer that sent'],
    ['src_port', 'VARCHAR', 'its port: a number, or a de-identified one such as N1'],
    ['dst_machine', 'VARCHAR', 'computer that received'],
    ['dst_port', 'VARCHAR', 'its port'],
    ['protocol', 'VARCHAR', 'number of the IP protocol: 6 is TCP, 17 UDP'],
    ['packets', 'BIGINT', 'packets sent'],
    ['bytes', 'BIGINT', 'bytes sent'],
    REDTEAM_HOST,
  ]),
  table('dns', 'a row of the dns file: a look-up', BUILD, [
    TIME,
    ['src_machine', 'VARCHAR', 'computer that asked'],
    ['resolved_machine', 'VARCHAR', 'computer that it asked for'],
    REDTEAM_HOST,
  ]),
  table('anomalies', 'an end that is orphaned, or a start that repeats: a sample of them', BUILD, [
    [
      'kind',
      'VARCHAR',
      'orphan end (an end without a start) or repeated start (one while the session was open)',
    ],
    ['source', 'VARCHAR', 'auth or proc'],
    ['reason', 'VARCHAR', 'why: began-before, overlap, remote-logon, same-second-tie'],
    TIME,
    ['key', 'VARCHAR[]', 'values of the key columns'],
  ]),
  table('activity', 'an hour of a source', BUILD, [
    ['source', 'VARCHAR', 'auth, proc, flows or dns'],
    ['hour', 'INTEGER', 'hour since second 0'],
    ['rows', 'BIGINT', 'rows in the time window, of any kind'],
    ['starts', 'BIGINT', 'of these, rows that start something'],
    ['ends', 'BIGINT', 'of these, rows that end something'],
  ]),
  table('ledger', 'a count of a ledger', BUILD, [
    [
      'source',
      'VARCHAR',
      'whose ledger: auth, proc, labels, sequences, flows, dns; auth reasons, proc reasons',
    ],
    ['name', 'VARCHAR', 'what is counted, as in --report'],
    ['value', 'BIGINT', 'the count'],
  ]),
  table('inputs', 'a file that the database was built from', BUILD, [
    ['format', 'VARCHAR', 'auth, proc, flows, dns or redteam'],
    ['path', 'VARCHAR', 'path as it was given'],
    ['bytes', 'BIGINT', 'size as it is stored'],
    [
      'sha256',
      'VARCHAR',
      'SHA-256 as it is stored; empty where reading stopped before the end, and for a table of a database',
    ],
    ['rows', 'BIGINT', 'rows read'],
    ['complete', 'BOOLEAN', 'whether it was read to its end'],
  ]),
  table('options', 'an option that the database was built with', BUILD, [
    ['name', 'VARCHAR', 'name of the option'],
    ['value', 'VARCHAR', 'its value, as JSON'],
  ]),
  table('meta', 'the one row on the database itself', BUILD, [
    ['schema_version', 'INTEGER', 'counts the changes of tables that break queries'],
    ['cmsc_version', 'VARCHAR', 'version of cmsc that built it'],
  ]),
  table(
    'auth',
    'a row of the auth file with its label, in the order of the file',
    'cmsc label',
    [
      TIME,
      SRC_USER,
      DST_USER,
      SRC_MACHINE,
      DST_MACHINE,
      ['auth_type', 'VARCHAR', 'authentication: Kerberos, NTLM, …'],
      ['logon_type', 'VARCHAR', 'kind of logon: Network, Interactive, …'],
      ['orientation', 'VARCHAR', 'what happened: LogOn, LogOff, TGS, TGT, AuthMap, …'],
      ['result', 'VARCHAR', 'Success or Fail'],
      ['label', 'INTEGER', '1 when it is a row of the red team, else 0'],
      ['redteam_rows', 'INTEGER', 'rows of the red-team file that it is'],
    ],
    ['label'],
  ),
  table('sequences', 'a complete session with its processes', 'cmsc sequences', [
    SESSION_ID,
    DST_USER,
    DST_MACHINE,
    START_TIME,
    END_TIME,
    LABEL,
    ['processes', 'VARCHAR[]', 'names of its processes, by time'],
    ['gaps', 'INTEGER[]', 'for each, seconds since the one before; of the first, since the session began'],
  ]),
  table('ngrams', 'a run of n tokens that some session holds', 'cmsc ngrams', [
    ['ngram', 'VARCHAR', 'its tokens with a space between'],
    ['n', 'INTEGER', 'how many tokens it has'],
    ['count', 'BIGINT', 'how often it occurs'],
    ['sessions', 'BIGINT', 'sessions that hold it'],
    ['attacked_sessions', 'BIGINT', 'of these, sessions with label 1'],
    ['log_odds', 'DOUBLE', 'above 0 for what is more frequent in attacked sessions than in the others'],
    ['z_score', 'DOUBLE', 'the same in standard deviations'],
    ['mean_NAME', 'DOUBLE', 'with --scores: mean of a score over the sessions that hold it'],
    ['max_NAME', 'DOUBLE', 'with --scores: largest of these'],
  ]),
  table(
    'scores',
    'a logon that a protocol asks about, or a session of a database',
    'cmsc score',
    [
      TIME,
      ['hour', 'INTEGER', 'hour since second 0 (protocol larroche2023)'],
      SESSION_ID,
      START_TIME,
      END_TIME,
      SRC_USER,
      DST_USER,
      SRC_MACHINE,
      DST_MACHINE,
      ['edge', 'DOUBLE', '1 when the pair of source and destination was never seen before, else 0'],
      ['SCORER', 'DOUBLE', 'score of a scorer: the higher, the more suspicious'],
      ['SCORER_max', 'DOUBLE', 'of a session: largest score of its processes'],
      ['SCORER_sum', 'DOUBLE', 'of a session: sum of the scores of its processes'],
    ],
    ['score'],
  ),
  table('rejects', 'a bad row that was skipped', 'cmsc … --on-bad-row skip --rejects FILE', [
    ['file', 'VARCHAR', 'file that it stands in'],
    ['line', 'BIGINT', 'line, from 1 on'],
    ['reason', 'VARCHAR', 'what is wrong with it'],
    ['row', 'VARCHAR', 'the row as it was'],
  ]),
  table(
    'windows_sessions',
    'a logon session of a computer’s Security events',
    'cmsc sessions, cmsc build on Windows events',
    WINDOWS_SESSION_COLUMNS,
  ),
  table(
    'windows_process_runs',
    'a run of a process, of a computer’s Security events',
    'cmsc processes, cmsc build on Windows events',
    WINDOWS_PROCESS_COLUMNS,
    ['windows_processes'],
  ),
  table(
    'windows_session_processes',
    'a process of a complete session',
    'cmsc build on Windows events',
    WINDOWS_SESSION_PROCESS_COLUMNS,
  ),
];

/** What a table is, by its name or another that it has; undefined for one that is not known. */
export function tableMeaning(name: string): TableMeaning | undefined {
  return DATA_DICTIONARY.find((each) => each.name === name || each.aliases.includes(name));
}

/**
 * Statements that leave in a database what a table and its columns mean.
 *
 * @param name the table in this dictionary.
 * @param columns those that it has.
 * @param where where they go.
 * @param where.ofWindows whether it is of Windows events: told by a column that CMSC has in no table when absent.
 * @param where.table the table in SQL, where it is called otherwise.
 */
export function commentStatements(
  name: string,
  columns: readonly string[],
  {
    ofWindows = columns.includes('logon_id'),
    table = sqlIdentifier(name),
  }: { ofWindows?: boolean; table?: string } = {},
): string[] {
  const inWindows = name === 'open_sessions' ? 'windows_sessions' : `windows_${name}`;
  const meanings = [...(ofWindows ? [inWindows] : []), name];
  const [meaning] = meanings.flatMap((wanted) => DATA_DICTIONARY.find((each) => each.name === wanted) ?? []);
  if (!meaning) return [];
  const known = columns.map((column) => [column, columnMeaning(meaning, column)] as const);
  return [
    `COMMENT ON TABLE ${table} IS ${sqlLiteral(`a row is ${meaning.row}`)}`,
    ...known.flatMap(([column, text]) =>
      text === undefined ? [] : `COMMENT ON COLUMN ${table}.${sqlIdentifier(column)} IS ${sqlLiteral(text)}`,
    ),
  ];
}

/** What a column of a table means: the one of its name, else the narrowest of those that stand for several. */
function columnMeaning({ columns }: TableMeaning, name: string): string | undefined {
  const meaning =
    columns.find((column) => column.name === name) ??
    columns.findLast((column) => standsFor(column.name).test(name));
  return meaning?.meaning;
}

/** `SCORER_max` stands for `surprise_max`, and a name without capitals for itself. */
function standsFor(name: string): RegExp {
  return new RegExp(`^${name.replace(/[A-Z]{2,}/, '.+')}$`);
}
