import {
  CmscError,
  distinctTuples,
  labelLedgerOf,
  ledgerProblems,
  type Ledger,
  type RedTeamEvent,
  type SessionRule,
} from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { engineFailure } from '../connection/engine-errors.js';
import { countEvents, type EventFacts } from './event-facts.js';
import {
  eventsSql,
  filterColumns,
  filterSql,
  type EventFilter,
  type StoredEvents,
} from '../load/stored-events.js';
import { ClusterExtraction, type Extraction } from './extraction.js';
import {
  chooseForm,
  FORMS,
  MOST_EVENTS_IN_ARRAY,
  type ChosenForm,
  type FormName,
} from '../sql/choose-form.js';
import type { FormInput } from '../sql/session-form.js';
import { matchEvents, matchSessions } from '../labels/tuple-tallies.js';
import { createRedTeamTable } from '../labels/red-team-table.js';
import { checkSharding, countRuns, createRuns } from './runs-table.js';
import type { SessionTables } from '../sql/session-sql.js';
import type { TemporaryTable } from './temporary-tables.js';

/** What sessions are to be extracted. */
export interface ExtractOptions {
  /** The key, how its ties are ordered, and which end belongs to which start. */
  rule: SessionRule;
  /** Which events go into the machine; all when absent. */
  filter?: EventFilter;
  /** The rows of the red-team file: labels the sessions. */
  redteam?: Iterable<RedTeamEvent>;
  /** The form to take; when absent it is chosen by the events of the heaviest key. */
  form?: FormName;
}

/**
 * Works out the sessions, or process runs, of all keys where their events lie, each node those of its own keys.
 * They stay in temporary tables on the nodes until the extraction is closed: read them, keep them, or both.
 *
 * @throws CmscError BAD_OPTION or UNKNOWN_COLUMN for a rule that the events can't be brought under; BAD_TIME for times that are none;
 * ENGINE_FAILED when a node fails or holds only a part of its rows; INTERRUPTED. Nothing is left on the nodes then.
 * @example
 * import { AUTH_PRESETS } from '@cmsc/core';
 *
 * const cluster = await ClickHouseCluster.connect(parseEngineUrl('clickhouse://ana@db1:8123/cmsc'));
 * const source: StoredEvents = { type: 'loads', kind: AUTH_EVENTS, loads: await findLoads(cluster, AUTH_EVENTS) };
 * const extraction = await extractSessions(cluster, source, { rule: AUTH_PRESETS.destination });
 * console.log(extraction.ledger.sessions);
 * for await (const { length, start, end } of extraction.read().batches) console.log(length, start[0], end[0]);
 * await extraction.close();
 */
export async function extractSessions(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  options: ExtractOptions,
): Promise<Extraction> {
  const { rule, filter = {}, redteam } = options;
  checkRule(cluster, source, options);
  const input = formInput(cluster, source, rule, filter);
  const facts = await countEvents(cluster, source, filter, rule.failedLogons);
  const form = await formOf(cluster, input, facts, options.form);
  cluster.debug(`ClickHouse: ${form.name} form, ${form.reason}`);
  const made: TemporaryTable[] = [];
  try {
    const runs = await createRuns(cluster, FORMS[form.name], input);
    made.push(runs);
    const ledger = await ledgerOf(cluster, source, runs, input, facts);
    const tables: SessionTables = { runs, rule, lastTime: facts.lastTime };
    const span = { first: facts.firstTime, last: facts.lastTime };
    if (!redteam) return new ClusterExtraction(cluster, source.kind, tables, { ledger, form, span });
    const { tuples } = distinctTuples(redteam);
    const redteamTable = await createRedTeamTable(cluster, tuples);
    made.push(redteamTable);
    const labelled = { ...tables, redteam: redteamTable };
    const met = await matchEvents(
      cluster,
      source,
      { filter, tuples, failedLogons: rule.failedLogons },
      redteamTable,
    );
    const attacked = await matchSessions(cluster, labelled, met);
    const labels = { ledger: labelLedgerOf(met, attacked), tuples: met };
    return new ClusterExtraction(cluster, source.kind, labelled, { ledger, form, span, labels });
  } catch (error) {
    await Promise.all(made.map((table) => table.drop()));
    throw error;
  }
}

function checkRule(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  { rule, redteam }: ExtractOptions,
): void {
  const { key, ties } = rule;
  if (key.length === 0 || new Set(key).size < key.length)
    throw badRule('a key names one or more columns, each once', key.join(','));
  if (redteam && !(key.includes('dst_user') && key.includes('dst_machine')))
    throw badRule(
      'red-team labels need dst_user and dst_machine',
      key.join(','),
      'add them to the key, or leave the red team away',
    );
  if (source.type === 'table' && ties === 'file' && source.order === undefined)
    throw badRule(
      'ties can be left as the file has them only when the table says how it had them',
      'file',
      'map a column to order, or choose --ties pair',
    );
  const apart = source.kind.shardBy.find((column) => !key.includes(column));
  if (source.type === 'loads' && cluster.nodes.length > 1 && apart !== undefined)
    throw badRule(
      `rows of one key lie on several nodes, for they are sharded by ${source.kind.shardBy.join(' and ')}`,
      key.join(','),
      `add ${apart} to the key, or use a single node`,
    );
}

function badRule(what: string, text: string, hint?: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { text, ...(hint && { hint }) });
}

/** The starts and ends that pass the filter, with the columns that their sessions need. */
function formInput(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  rule: SessionRule,
  filter: EventFilter,
): FormInput {
  const { kind } = source;
  const origin = kind.origin !== undefined && !rule.key.includes(kind.origin) ? kind.origin : undefined;
  const columns = new Set([
    ...rule.key,
    ...filterColumns(kind, filter),
    ...(origin === undefined ? [] : [origin]),
  ]);
  const events = `SELECT * FROM (${eventsSql(cluster, source, [...columns], rule.failedLogons)}) WHERE st < 2 AND ${filterSql(kind, filter)}`;
  return { events, rule, ...(origin !== undefined && { origin }) };
}

async function formOf(
  cluster: ClickHouseCluster,
  input: FormInput,
  { counts }: EventFacts,
  wanted: FormName | undefined,
): Promise<ChosenForm> {
  if (wanted !== undefined) return { name: wanted, reason: 'as was asked for' };
  return chooseForm(cluster, input, counts.starts + counts.ends, MOST_EVENTS_IN_ARRAY);
}

/**
 * Counts the runs. Starts and ends were counted apart from them, so the identities of a ledger tell when events came or
 * went in the meantime.
 */
async function ledgerOf(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  runs: TemporaryTable,
  input: FormInput,
  { counts }: EventFacts,
): Promise<Ledger> {
  const sessions = await countRuns(cluster, runs, input);
  if (source.type === 'table') await checkSharding(cluster, runs, input, sessions.keys);
  const ledger = { ...counts, ...sessions };
  const [problem] = ledgerProblems(ledger);
  if (problem !== undefined)
    throw engineFailure(
      cluster.first.name,
      `and the others gave sessions that do not add up: ${problem}`,
      'see that nothing is written to the events meanwhile',
    );
  return ledger;
}
