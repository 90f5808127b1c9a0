import { WINDOWS_DIALECTS, member, type WindowsDialect } from './dialects.js';
import { unquoted, type Members } from './event-xml.js';
import {
  channelOf,
  kindOf,
  kindOfOther,
  mayMatter,
  startsProcess,
  type WindowsEventKind,
  type ProcessSource,
} from './event-kinds.js';
import { propertyNames } from './property-names.js';
import { isBulkAction, unwrapped } from './unwrap.js';
import { parseTime, UTC, type EventWindow, type TimeZone } from './windows-time.js';

/** Why a row is no event that can be read; the names are those of the ledger. */
export type Rejection =
  | 'notJson'
  | 'unknownShape'
  | 'noEventId'
  | 'noTime'
  | 'noHost'
  | 'noProperties'
  | 'unknownVersion'
  | 'renderedText'
  | 'preview';

/** An event, whichever dialect it was written in. */
export interface WindowsEvent {
  /** The name of the dialect, as reports call it. */
  dialect: string;
  kind: WindowsEventKind;
  id: number;
  /** Microseconds since 1970, UTC; NaN when it has none. */
  time: number;
  /** Whether the time named no zone. */
  isZoneless: boolean;
  host: string;
  channel: string;
  /** Its number in the log of its host; -1 when it has none. */
  record: number;
  /** A value by the name that Windows gives it; '' when there is none, or `-`. */
  value(name: string): string;
}

/** How events are read. */
export interface EventReading {
  /** The zone of times that name none. */
  zone: TimeZone;
  /** What process runs are made of. */
  processes: ProcessSource;
  /** Of events that matter, the times of those that are wanted; all when absent. */
  window?: EventWindow | undefined;
}

const paths = new Map<string, readonly string[]>();

/** What is read of an event, as its row has it. */
export interface EventParts extends Pick<WindowsEvent, 'id' | 'channel' | 'kind'> {
  dialect: WindowsDialect;
  provider: string;
  time: unknown;
  host: unknown;
  record: unknown;
  /** The objects that its values are in. */
  data: readonly Members[];
}

/** Finds the event in a row, and what there is to read of it. */
export function findParts(row: Members, processes: ProcessSource): EventParts | Rejection | 'bulkActions' {
  if (isBulkAction(row)) return 'bulkActions';
  const inside = unwrapped(row);
  if (!inside) return 'notJson';
  if (inside.isPreview) return 'preview';
  const [dialect, root] = dialectOf(inside.event) ?? [];
  if (!dialect || !root) return isRendered(inside.event) ? 'renderedText' : 'unknownShape';
  if (isRendered(inside.event)) return 'renderedText';
  const id = integerOf(first(root, dialect.id));
  if (id < 0) return 'noEventId';
  const provider = unquoted(textOf(first(root, dialect.provider)));
  const channel = textOf(first(root, dialect.channel)) || channelOf(provider);
  const kind = mayMatter(id) ? kindOf(id, channel, provider, processes) : kindOfOther(channel);
  const data = dataOf(root, dialect, kind, id);
  if (typeof data === 'string') return data;
  const [time, host] = [first(root, dialect.time), first(root, dialect.host)];
  return { dialect, id, channel, provider, kind, time, host, record: first(root, dialect.record), data };
}

/** What there is in a row: an event, why it can't be read, or that it is none. */
export type WindowsRow = WindowsEvent | Rejection | 'bulkActions';

/** Reads the event in a row. */
export function readEvent(row: Members, { zone, processes }: EventReading): WindowsRow {
  const parts = findParts(row, processes);
  if (typeof parts === 'string') return parts;
  const { dialect, id, channel, kind, data } = parts;
  const { microseconds, isZoneless } = parseTime(parts.time, dialect.isLocal && zone);
  const host = textOf(parts.host);
  const lacks = lacking(kind, microseconds, host);
  if (lacks) return lacks;
  return {
    dialect: dialect.name,
    kind,
    id,
    time: microseconds,
    isZoneless,
    host,
    channel,
    record: integerOf(parts.record),
    value: (name) => valueText(textOf(valueAt(data, dialect, name)), dialect),
  };
}

/** What an event of a kind can't do without, and has not. */
export function lacking(kind: WindowsEventKind, time: number, host: string): Rejection | undefined {
  if (kind === 'sysmon' || kind === 'security' || kind === 'elsewhere') return undefined;
  if (Number.isNaN(time)) return 'noTime';
  return host === '' ? 'noHost' : undefined;
}

/** Whether a row is an event of a known dialect, whatever is wrong with it. */
export function isEvent(row: Members): boolean {
  const event = readEvent(row, { zone: UTC, processes: 'security' });
  return typeof event !== 'string' || !['notJson', 'unknownShape', 'preview', 'bulkActions'].includes(event);
}

function dialectOf(event: Members): [WindowsDialect, Members] | undefined {
  for (const dialect of WINDOWS_DIALECTS) {
    const root = dialect.root(event);
    if (root) return [dialect, root];
  }
  return undefined;
}

/** Whether only the text of an event is there, in the language of its computer, and names that Splunk has found in it. */
function isRendered(event: Members): boolean {
  const { _raw, EventCode } = event;
  if (typeof _raw === 'string' && /^\s*</.test(_raw)) return false;
  if (typeof _raw === 'string' && /^[^<]*\bLogName=/s.test(_raw)) return true;
  const hasValues = 'TargetLogonId' in event || 'SubjectLogonId' in event;
  return EventCode !== undefined && !hasValues && ('Account_Name' in event || 'Logon_ID' in event);
}

function dataOf(
  root: Members,
  dialect: WindowsDialect,
  kind: WindowsEventKind,
  id: number,
): readonly Members[] | Rejection {
  if (!dialect.list) return dialect.data(root);
  const isOther = ['sysmon', 'security', 'elsewhere'].includes(kind);
  if (isOther && !startsProcess(kind, id)) return [];
  const data = listedData(root, dialect, kind, id);
  return isOther && typeof data === 'string' ? [] : data;
}

/** Values that stand in a list, by their names. */
function listedData(
  root: Members,
  dialect: WindowsDialect,
  kind: WindowsEventKind,
  id: number,
): readonly Members[] | Rejection {
  const list = dialect.list?.(root);
  const isSysmon = id < 1000 && kind.startsWith('process');
  const version = integerOf(first(root, dialect.version));
  const names = propertyNames(id, version, list?.length ?? 0, isSysmon);
  if (names === undefined) return [];
  if (list === undefined || list.length === 0) return 'noProperties';
  // What was added to a version later stands behind what it had; what is missing can't be told apart.
  if (names === 'unknown' || (list.length < names.length && !isSysmon)) return 'unknownVersion';
  return [Object.fromEntries(names.map((name, n) => [name, list[n]]))];
}

/** A value, as its row has it, by the name that Windows gives it. */
export function valueAt(data: readonly Members[], { named }: WindowsDialect, name: string): unknown {
  return firstNamed(data, named ? named(name) : [name]);
}

/** What the text of a value says. */
export function valueText(text: string, { doublesBackslashes }: WindowsDialect): string {
  if (text === '-') return '';
  return doublesBackslashes ? text.replaceAll('\\\\', '\\') : text;
}

function firstNamed(data: readonly Members[], names: readonly string[]): unknown {
  for (const members of data)
    for (const name of names) {
      const value = members[name];
      if (value !== undefined && value !== null) return value;
    }
  return undefined;
}

/** The first of some paths that leads somewhere. */
function first(root: Members, wanted: readonly string[]): unknown {
  for (const path of wanted) {
    let steps = paths.get(path);
    if (!steps) paths.set(path, (steps = path.split('|')));
    let value: unknown = root;
    for (const step of steps) value = member(value, step);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** The text of a value, which may have attributes beside it, be a SID of .NET, or be alone in a list. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0]) : '';
  if (typeof value !== 'object' || value === null) return '';
  return textOf(member(value, '#text') ?? member(value, 'Value') ?? '');
}

/** A whole number that is not negative; -1 for anything else. */
export function integerOf(value: unknown): number {
  const text = textOf(value);
  return /^\d{1,15}$/.test(text) ? Number(text) : -1;
}
