import { CmscError, Dictionary, LineDigest } from '@cmsc/core';
import {
  BLOCK_ROWS,
  makeLogonColumns,
  NO_PROCESS,
  SessionScoring,
  type LogonDictionaries,
} from '@cmsc/detection';
import { hashOf } from '@cmsc/files';
import {
  type NumberBatch,
  type SourceDatabase,
  type TableBatch,
  type TableRows,
  type TableSpec,
} from '@cmsc/store';
import { keyOf, withBuilt } from '../built-database.js';
import { builtFrom, provenance, checkTargets, refuseSharedFiles } from '../report.js';
import { writeRows } from '../write-rows.js';
import type { ScoreOptions } from './run-score.js';
import { reportScoring, type ScoreReport, type ScoringFacts } from './score-report.js';

/** Where in the order of time a stream of events is that were all scored before. */
interface Advance {
  /** Scores events until all of `time` and before are. */
  until(time: number): Promise<void>;
  /** Ends the query that they come from. */
  close(): Promise<void>;
}

/**
 * Scores the sessions of a built database: their logons, one from each machine where they came from, at their start, and the
 * processes inside. In the order in which they end, since one is complete then.
 *
 * @throws CmscError BAD_OPTION (usage) for what only files of auth can be told; as the opening of a database does.
 */
export function scoreSessions(
  path: string,
  others: readonly string[],
  options: ScoreOptions,
): Promise<ScoreReport> {
  return reportScoring(options, async () => {
    refuseOtherOptions(others, options);
    await checkTargets(options);
    await refuseSharedFiles(options, [path]);
    return withBuilt(path, options, (database) => scoreDatabase(database, path, options));
  });
}

async function scoreDatabase(
  database: SourceDatabase,
  path: string,
  options: ScoreOptions,
): Promise<ScoringFacts> {
  const dictionaries = await nameIds(database, path);
  const scoring = new SessionScoring(options, dictionaries);
  const sessions = new ScoredSessions(database, scoring, dictionaries);
  const about = { unit: 'session', ...scoring.options };
  const origin = { command: 'score', options: about, inputs: await builtFrom(database) };
  const read = await hashOf(path, options.signal);
  const outputs = await writeRows(sessions.table, { ...options, metadata: () => provenance(origin) });
  const { rows, kept, digest } = sessions;
  return {
    options: about,
    inputs: [{ path, ...read, rows, complete: true }],
    outputs,
    ledger: { rows, kept, filtered: rows - kept, rejected: 0 },
    candidates: { units: kept, keyDigest: digest.toString() },
    entries: scoring.entries,
  };
}

/** The sessions of a database with their scores. */
class ScoredSessions {
  rows = 0;
  kept = 0;
  readonly digest = new LineDigest();
  readonly spec: TableSpec;
  readonly #database: SourceDatabase;
  readonly #scoring: SessionScoring;

  constructor(
    database: SourceDatabase,
    scoring: SessionScoring,
    { dst_user, dst_machine }: LogonDictionaries,
  ) {
    this.#database = database;
    this.#scoring = scoring;
    this.spec = {
      name: 'scores',
      key: [],
      columns: [
        ...['session_id', 'start_time', 'end_time'].map((name) => ({ name, type: 'int' as const })),
        { name: 'dst_user', type: 'name', names: dst_user },
        { name: 'dst_machine', type: 'name', names: dst_machine },
        ...scoring.columns.map((name) => ({ name, type: 'number' as const })),
      ],
    };
  }

  /** The table itself, in the order of time. */
  get table(): TableRows {
    return { spec: this.spec, batches: this.#batches() };
  }

  async *#batches(): AsyncGenerator<TableBatch> {
    const scoring = this.#scoring;
    const events = [logonsOf(this.#database, scoring), processesOf(this.#database, scoring)];
    try {
      yield* this.#scored(events);
    } finally {
      // Whoever wants no more rows ends all three queries, in whatever order they are.
      for (const each of events) await each.close();
    }
  }

  async *#scored(events: readonly Advance[]): AsyncGenerator<TableBatch> {
    const scoring = this.#scoring;
    for await (const { length, columns } of this.#database.numbers(SESSIONS)) {
      const [ids, starts, ends] = columns as [Float64Array, Float64Array, Float64Array];
      for (const each of events) await each.until(ends[length - 1]!);
      const facts = columns.map((values) => Int32Array.from(values));
      const scores = scoring.columns.map(() => new Float64Array(length));
      let kept = 0;
      for (let row = 0; row < length; row++) {
        scoring.take(ids[row]!, scores, kept);
        if (starts[row]! < scoring.from || starts[row]! > scoring.to) continue;
        for (const values of facts) values[kept] = values[row]!;
        this.digest.add(`${ids[row]!}\n`);
        kept++;
      }
      this.rows += length;
      this.kept += kept;
      yield { length: kept, key: new Int32Array(kept), columns: [...facts, ...scores] };
    }
  }
}

/** Events of sessions, at most `BLOCK_ROWS`: the session of each, its second, and what else the query has. */
interface EventBlock {
  length: number;
  sessions: Float64Array;
  time: Int32Array;
  others: readonly Int32Array[];
}

/** Reads events in the order of time, and has them scored no further than they are needed. */
function advance(batches: AsyncGenerator<NumberBatch>, score: (block: EventBlock) => void): Advance {
  let last = -Infinity;
  return {
    async until(time) {
      while (last <= time) {
        const { value, done } = await batches.next();
        if (done) return void (last = Infinity);
        for (const block of blocksOf(value)) score(block);
        last = (value.columns[1] as Float64Array)[value.length - 1]!;
      }
    },
    close: async () => void (await batches.return(undefined)),
  };
}

function* blocksOf({ length, columns }: NumberBatch): Generator<EventBlock> {
  for (let from = 0; from < length; from += BLOCK_ROWS) {
    const to = Math.min(length, from + BLOCK_ROWS);
    const [sessions, ...facts] = columns.map((values) => values.subarray(from, to));
    const [time, ...others] = facts.map((values) => Int32Array.from(values));
    yield { length: to - from, sessions: sessions!, time: time!, others };
  }
}

function logonsOf(database: SourceDatabase, scoring: SessionScoring): Advance {
  // What a session does not say of its logons is the same in all of them.
  const unsaid = makeLogonColumns(BLOCK_ROWS);
  return advance(database.numbers(LOGONS), ({ length, sessions, time, others }) => {
    const [users, src_machine, dst_machine] = others as [Int32Array, Int32Array, Int32Array];
    const said = { length, time, src_user: users, dst_user: users, src_machine, dst_machine };
    scoring.addLogons({ ...unsaid, ...said }, sessions);
  });
}

function processesOf(database: SourceDatabase, scoring: SessionScoring): Advance {
  return advance(database.numbers(PROCESSES), ({ length, sessions, time, others }) => {
    const [process, previous, beforePrevious, gap] = others as [
      ...[Int32Array, Int32Array, Int32Array, Int32Array],
    ];
    scoring.addProcesses({ length, time, process, previous, beforePrevious, gap }, sessions);
  });
}

const SESSIONS = `
  SELECT session_id, start_time, end_time, u.id, m.id
  FROM sessions JOIN memory.users u ON u.name = dst_user JOIN memory.machines m ON m.name = dst_machine
  ORDER BY end_time, session_id`;

/** Logons from another machine, as the protocols of logons have them. */
const LOGONS = `
  SELECT session_id, start_time, u.id, s.id, d.id
  FROM memory.origins JOIN memory.users u ON u.name = dst_user
  JOIN memory.machines s ON s.name = origin JOIN memory.machines d ON d.name = dst_machine
  WHERE origin != dst_machine ORDER BY start_time, session_id, origin`;

const PROCESSES = `
  SELECT session_id, time, p.id, coalesce(lag(p.id) OVER inside, ${NO_PROCESS}), coalesce(lag(p.id, 2) OVER inside, ${NO_PROCESS}), gap
  FROM session_processes JOIN memory.processes p ON p.name = process_name
  WINDOW inside AS (PARTITION BY session_id ORDER BY position)
  ORDER BY time, session_id, position`;

/**
 * Numbers users, machines and processes, and makes dictionaries of users and machines.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) when sessions are of another key than of users and machines.
 */
async function nameIds(database: SourceDatabase, path: string): Promise<LogonDictionaries> {
  const key = await keyOf(database);
  if (!key.includes('dst_user') || !key.includes('dst_machine'))
    throw new CmscError(
      'data',
      'UNKNOWN_FORMAT',
      `the sessions of this database are by ${key.join(', ')}, and scores are of users on machines`,
      { file: path, hint: 'build it with a key that has dst_user and dst_machine' },
    );
  const origin = key.includes('src_machine') ? 'src_machine' : 'unnest(origins)';
  await database.rows(
    `CREATE VIEW memory.origins AS SELECT session_id, start_time, dst_user, dst_machine, ${origin} AS origin FROM source.sessions`,
  );
  const [users, machines] = [
    await numbered(database, 'users', 'SELECT dst_user AS name FROM sessions', 0),
    await numbered(
      database,
      'machines',
      'SELECT dst_machine AS name FROM sessions UNION ALL SELECT origin FROM memory.origins',
      0,
    ),
  ];
  await numbered(database, 'processes', 'SELECT process_name AS name FROM session_processes', NO_PROCESS + 1);
  // A session does not say how its logons came about, and what is always the same surprises nobody.
  const unknown = new Dictionary();
  unknown.intern('?');
  return {
    ...{ src_user: users, dst_user: users, src_machine: machines, dst_machine: machines },
    ...{ auth_type: unknown, logon_type: unknown, orientation: unknown, result: unknown },
  };
}

/** Makes a table of the distinct names of a query, with ids in the order of the names. */
async function numbered(
  database: SourceDatabase,
  table: string,
  names: string,
  first: number,
): Promise<Dictionary> {
  await database.rows(`CREATE TABLE memory.${table} AS
    SELECT name, (row_number() OVER (ORDER BY name) - 1 + ${first})::INTEGER AS id FROM (SELECT DISTINCT name FROM (${names}))`);
  const dictionary = new Dictionary();
  const { rows } = await database.rows(`SELECT name FROM memory.${table} ORDER BY id`);
  for (const [name] of rows) dictionary.intern(String(name));
  return dictionary;
}

/** @throws CmscError BAD_OPTION */
function refuseOtherOptions(others: readonly string[], options: ScoreOptions): void {
  const hint = 'name one that cmsc build made, or files of auth';
  if (others.length > 0)
    throw new CmscError('usage', 'BAD_OPTION', 'score reads one database', { text: others[0], hint });
  const { protocol, dialect, onBadRow, rejects } = options;
  const given = { protocol, dialect, 'on-bad-row': onBadRow, rejects };
  const wrong = Object.entries(given).find(([, value]) => value !== undefined);
  if (wrong)
    throw new CmscError('usage', 'BAD_OPTION', `--${wrong[0]} is for files of auth, not for a database`, {
      hint,
    });
}
