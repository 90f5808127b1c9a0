import { Dictionary } from '@cmsc/core';
import {
  userKind,
  type UserKind,
  type WindowsProcess,
  type WindowsRun,
  type WindowsSession,
} from '@cmsc/loaders';
import { NULL_INT, type TableBatch, type TableColumn, type TableRows } from '@cmsc/store';
import { windowsNameMatcher } from './windows-names.js';
import type { WindowsSelection } from './windows-options.js';

/** Rows of a batch. */
const BATCH_ROWS = 8192;

/** A column of a table, and its value in a row: an id where it is a name, those of a list where it is one. */
interface RowColumn<Row> {
  column: TableColumn;
  value(row: Row): number | readonly number[];
}

/** Texts of a run that are no names of its events: hosts, reasons, labels. */
class Texts {
  readonly names = new Dictionary();

  /** A column of such texts. */
  column<Row>(name: string, value: (row: Row) => string): RowColumn<Row> {
    return {
      column: { name, type: 'name', names: this.names },
      value: (row) => this.names.intern(value(row)),
    };
  }

  /** A column of lists of them. */
  list<Row>(name: string, value: (row: Row) => readonly string[]): RowColumn<Row> {
    return {
      column: { name, type: 'name[]', names: this.names },
      value: (row) => value(row).map((text) => this.names.intern(text)),
    };
  }
}

function numbers<Row>(
  type: 'int' | 'count' | 'time' | 'duration' | 'flag',
  name: string,
  value: (row: Row) => number,
): RowColumn<Row> {
  return { column: { name, type }, value };
}

function named<Row>(
  names: Dictionary,
  name: string,
  value: (row: Row) => number,
  emptyIsNull = false,
): RowColumn<Row> {
  return { column: { name, type: 'name', names, emptyIsNull }, value };
}

/** The columns of sessions, as the command line's contract has them. */
function sessionColumns(names: Dictionary): RowColumn<WindowsSession>[] {
  const texts = new Texts();
  return [
    texts.column('host', ({ host }) => host),
    named(names, 'logon_id', ({ logonId }) => logonId),
    numbers('int', 'boot', ({ boot }) => boot),
    numbers('time', 'start_time', ({ start }) => start),
    numbers('time', 'end_time', ({ end }) => end),
    numbers('duration', 'duration', ({ start, end }) => end - start),
    texts.column('ended_by', ({ endedBy }) => endedBy),
    numbers('time', 'end_latest', ({ endLatest }) => endLatest),
    numbers('time', 'user_logoff', ({ userLogoff }) => userLogoff),
    numbers('int', 'logon_type', ({ logonType }) => orNull(logonType)),
    named(names, 'user', ({ user }) => user),
    named(names, 'domain', ({ domain }) => domain),
    texts.column('user_kind', ({ userKind }) => userKind),
    named(names, 'source_ip', ({ sourceIp }) => sourceIp),
    named(names, 'source_host', ({ sourceHost }) => sourceHost),
    named(names, 'auth_package', ({ authPackage }) => authPackage),
    named(names, 'outbound_user', ({ outboundUser }) => outboundUser),
    named(names, 'linked_logon_id', ({ linkedLogonId }) => linkedLogonId, true),
    numbers('flag', 'elevated', ({ elevated }) => orNull(elevated)),
    numbers('flag', 'privileged', ({ privileged }) => (privileged ? 1 : 0)),
    numbers('int', 'reconnects', ({ reconnects }) => reconnects),
    numbers('int', 'disconnects', ({ disconnects }) => disconnects),
    numbers('int', 'locks', ({ locks }) => locks),
    numbers('int', 'unlocks', ({ unlocks }) => unlocks),
    numbers('int', 'processes', ({ processes }) => processes),
    texts.list('labels', ({ labels }) => labels),
  ];
}

/** The columns of process runs. */
function processColumns(names: Dictionary): RowColumn<WindowsProcess>[] {
  const texts = new Texts();
  return [
    numbers('int', 'session', ({ session }) => session?.number ?? NULL_INT),
    texts.column('host', ({ host }) => host),
    numbers('int', 'boot', ({ boot }) => boot),
    numbers('count', 'pid', ({ pid }) => pid),
    numbers('time', 'start_time', ({ start }) => start),
    numbers('time', 'end_time', ({ end }) => end),
    texts.column('ended_by', ({ endedBy }) => endedBy),
    named(names, 'process_name', ({ processName }) => processName),
    numbers('count', 'parent_pid', ({ parentPid }) => parentPid || NaN),
    named(names, 'parent_name', ({ parentName }) => parentName),
    named(names, 'logon_id', ({ logonId }) => logonId, true),
    named(names, 'creator_logon_id', ({ creatorLogonId }) => creatorLogonId, true),
    named(names, 'user', ({ user }) => user),
    texts.column('where', ({ place }) => place),
    numbers('count', 'exit_status', ({ exitStatus }) => exitStatus),
    texts.list('labels', ({ labels }) => labels),
  ];
}

function orNull(value: number): number {
  return value < 0 ? NULL_INT : value;
}

/** What a database has besides of each session: its `session_id`, and whether it has a label; NULL without labels. */
export interface InDatabase {
  /** Whether there are labels to tell. */
  labelled: boolean;
}

/** The sessions that are wanted, as rows of a table. */
export function windowsSessions(
  { sessions, names }: WindowsRun,
  selection: WindowsSelection,
  inDatabase?: InDatabase,
): TableRows {
  const isWanted = selected(names, selection);
  const columns = sessionColumns(names);
  const id = numbers<WindowsSession>('count', 'session_id', ({ number }) => number);
  const label = numbers<WindowsSession>('int', 'label', ({ labels }) =>
    inDatabase?.labelled ? Math.min(labels.length, 1) : NULL_INT,
  );
  const isKind = ({ userKind }: WindowsSession) => selection.userKinds?.includes(userKind) ?? true;
  return tableOf(
    'sessions',
    inDatabase ? [id, ...columns, label] : columns,
    sessions.filter((session) => isWanted(session) && isKind(session)),
  );
}

/** The process runs that are wanted, as rows of a table. */
export function windowsProcesses({ processes, names }: WindowsRun, selection: WindowsSelection): TableRows {
  const isWanted = selected(names, selection);
  const { userKinds } = selection;
  const isKind = (run: WindowsProcess) => {
    const kind = userKinds && kindOf(run, names);
    return userKinds === undefined || (kind !== undefined && userKinds.includes(kind));
  };
  return tableOf(
    'process_runs',
    processColumns(names),
    processes.filter((process) => isWanted(process) && isKind(process)),
  );
}

/** The kind of account that a process runs as, by its session; by its name where that was not read. The system itself is of none. */
function kindOf({ session, place, user }: WindowsProcess, names: Dictionary): UserKind | undefined {
  if (session) return session.userKind;
  if (place === 'inService') return undefined;
  // Sysmon writes it with its domain.
  const [name = '', domain = ''] = names.name(user).split('\\').reverse();
  return userKind(name, domain, '');
}

function selected(names: Dictionary, selection: WindowsSelection) {
  const { user, computer, keepOpen = false, minDurationSeconds = -Infinity } = selection;
  const [isUser, isComputer] = [windowsNameMatcher(user), windowsNameMatcher(computer)];
  return (row: Pick<WindowsSession, 'user' | 'host' | 'start' | 'end'>) => {
    const duration = row.end - row.start;
    const isLong = Number.isNaN(duration) ? keepOpen : duration >= minDurationSeconds * 1e6;
    return isLong && isUser(names.name(row.user)) && isComputer(row.host);
  };
}

function tableOf<Row>(name: string, columns: readonly RowColumn<Row>[], rows: readonly Row[]): TableRows {
  const spec = { name, key: [], columns: columns.map(({ column }) => column) };
  function* batches(): Generator<TableBatch> {
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const some = rows.slice(from, from + BATCH_ROWS);
      const length = some.length;
      yield { length, key: new Int32Array(length), columns: columns.map((column) => valuesOf(column, some)) };
    }
  }
  return { spec, batches: batches() };
}

function valuesOf<Row>(
  { column, value }: RowColumn<Row>,
  rows: readonly Row[],
): TableBatch['columns'][number] {
  if (column.type.endsWith('[]')) {
    const lists = rows.map((row) => value(row) as readonly number[]);
    const offsets = new Int32Array(rows.length + 1);
    lists.forEach((list, row) => (offsets[row + 1] = offsets[row]! + list.length));
    return { offsets, values: Int32Array.from(lists.flat()) };
  }
  const isWide = ['count', 'time', 'duration', 'number'].includes(column.type);
  const values = isWide ? new Float64Array(rows.length) : new Int32Array(rows.length);
  rows.forEach((row, place) => (values[place] = value(row) as number));
  return values;
}
