import { CmscError } from '@cmsc/core';
import { parse } from 'csv-parse/sync';
import { openBytes } from '../opening/open-bytes.js';
import { nameOfInput } from '../opening/places.js';
import { idOf } from './windows-ids.js';
import { parseTime, type TimeZone } from './windows-time.js';
import type { WindowsRun, WindowsSession } from './windows-sessions.js';

/** What is known of an attack, or of anything else: which sessions have its name as a label. Nothing said matches all. */
export interface WindowsLabel {
  name: string;
  /** With or without its domain. */
  host: string;
  /** `user`, `DOMAIN\user` or `user@domain`. */
  user: string;
  /** As `0x` text; '' for any. */
  logonId: string;
  /** Microseconds since 1970; a session that has a moment in between matches. */
  start: number;
  end: number;
}

/** Where labels went: rows = inSession + inOpenSession + withoutSession. */
export interface WindowsLabelLedger {
  rows: number;
  /** Those of a session with both ends, at least. */
  inSession: number;
  /** Those of sessions without an end alone. */
  inOpenSession: number;
  withoutSession: number;
  labelledSessions: number;
  labelledProcesses: number;
  /** Why labels are of no session. */
  reasons: Partial<Record<LabelLoss, number>>;
}

/** Why a label is of no session: its host wrote nothing, its host has no session of this user and id, or at another time. */
export type LabelLoss = 'noSuchHost' | 'noSuchUserOrId' | 'otherTime';

const COLUMNS = ['name', 'host', 'user', 'logon_id', 'start', 'end'] as const;

/**
 * Reads labels: CSV with a header that names the columns name, host, user, logon_id, start, end; those that are missing match all.
 *
 * @throws CmscError MISSING_COLUMN, COLUMN_COUNT, BAD_TIME (data); as {@link openBytes} does.
 */
export async function readWindowsLabels(
  path: string,
  zone: TimeZone,
  signal?: AbortSignal,
): Promise<WindowsLabel[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openBytes(path, { signal })) chunks.push(Uint8Array.from(chunk));
  const file = nameOfInput(path);
  const rows = parsed(Buffer.concat(chunks).toString('utf8'), file);
  const [header, ...labels] = rows;
  if (!header) return [];
  const places = COLUMNS.map((column) => header.record.findIndex((name) => name.trim() === column));
  if (places[0]! < 0)
    throw new CmscError('data', 'MISSING_COLUMN', 'the labels have no column name', {
      file,
      line: 1,
      hint: `begin the file with ${COLUMNS.join(',')}`,
    });
  return labels.map(({ record, line }) => {
    const value = (column: number) => (record[places[column]!] ?? '').trim();
    const time = (column: number, open: number) => timeOf(value(column), open, zone, file, line);
    const logonId = value(3) === '' ? '' : idOf(value(3)) || value(3);
    const [name, host, user] = [value(0), value(1), value(2)];
    return { name, host, user, logonId, start: time(4, -Infinity), end: time(5, Infinity) };
  });
}

function parsed(text: string, file: string): { record: string[]; line: number }[] {
  try {
    const options = { bom: true, info: true, relax_column_count: false, skip_empty_lines: true } as const;
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    const { lines, message } = cause as { lines?: number; message: string };
    throw new CmscError('data', 'COLUMN_COUNT', message, {
      file,
      ...(lines !== undefined && { line: lines }),
      hint: `write ${COLUMNS.join(',')}`,
      cause,
    });
  }
}

function timeOf(text: string, open: number, zone: TimeZone, file: string, line: number): number {
  if (text === '') return open;
  const { microseconds } = parseTime(text, zone);
  if (!Number.isNaN(microseconds)) return microseconds;
  const place = { file, line, text, hint: 'write it as 2024-03-14T08:00:00Z' };
  throw new CmscError('data', 'BAD_TIME', 'the time of a label can’t be read', place);
}

/** Gives sessions, and the processes in them, the names of their labels. */
export function labelWindows(run: WindowsRun, labels: readonly WindowsLabel[]): WindowsLabelLedger {
  const ledger: WindowsLabelLedger = {
    ...{ rows: labels.length, inSession: 0, inOpenSession: 0, withoutSession: 0 },
    ...{ labelledSessions: 0, labelledProcesses: 0, reasons: {} },
  };
  const labelled = new Map<WindowsSession, WindowsLabel[]>();
  for (const label of labels) {
    const matches = sessionsOf(label, run);
    if (typeof matches === 'string') {
      ledger.withoutSession++;
      ledger.reasons[matches] = (ledger.reasons[matches] ?? 0) + 1;
      continue;
    }
    for (const session of matches) {
      session.labels = [...session.labels, label.name];
      labelled.set(session, [...(labelled.get(session) ?? []), label]);
    }
    if (matches.some(({ end }) => !Number.isNaN(end))) ledger.inSession++;
    else ledger.inOpenSession++;
  }
  for (const process of run.processes) {
    const own = process.session && labelled.get(process.session)?.filter((label) => isDuring(label, process));
    if (own) process.labels = own.map(({ name }) => name);
    if (process.labels.length > 0) ledger.labelledProcesses++;
  }
  ledger.labelledSessions = labelled.size;
  return ledger;
}

function sessionsOf(
  label: WindowsLabel,
  { sessions, names, hosts }: WindowsRun,
): WindowsSession[] | LabelLoss {
  if (!hosts.some((host) => isSameHost(label.host, host))) return 'noSuchHost';
  const isAccount = accountTest(label.user);
  const alike = sessions.filter(
    (session) =>
      isSameHost(label.host, session.host) &&
      isAccount(names.name(session.user), names.name(session.domain)) &&
      (label.logonId === '' || label.logonId === names.name(session.logonId)),
  );
  if (alike.length === 0) return 'noSuchUserOrId';
  const during = alike.filter((session) => isDuring(label, session));
  return during.length === 0 ? 'otherTime' : during;
}

/** Whether something has a moment within a label's time. What has no end may go on to the time at which it was gone, or for good. */
function isDuring(
  label: WindowsLabel,
  { start, end, endLatest }: Pick<WindowsSession, 'start' | 'end' | 'endLatest'>,
): boolean {
  const last = Number.isNaN(end) ? (Number.isNaN(endLatest) ? Infinity : endLatest) : end;
  return start <= label.end && last >= label.start;
}

/** A test for accounts. `user@domain` may be the name of one: of Azure AD, or of Microsoft’s own. */
function accountTest(text: string): (user: string, domain: string) => boolean {
  const wanted = accountOf(text);
  return (user, domain) =>
    text.toLowerCase() === user.toLowerCase() ||
    ((wanted.user === '' || wanted.user.toLowerCase() === user.toLowerCase()) &&
      (wanted.domain === '' || isSameDomain(wanted.domain, domain)));
}

function accountOf(text: string): { user: string; domain: string } {
  const [domain, user] = text.split('\\') as [string, string?];
  if (user !== undefined) return { user, domain };
  const [name, realm = ''] = text.split('@') as [string, string?];
  return { user: name, domain: realm };
}

function isSameHost(wanted: string, host: string): boolean {
  return wanted === '' || isSameDomain(wanted, host);
}

/** Names with and without what follows their first dot. */
function isSameDomain(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x === y || y.startsWith(`${x}.`) || x.startsWith(`${y}.`);
}
