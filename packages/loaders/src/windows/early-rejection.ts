import { kindOfOther, mayMatter } from './event-kinds.js';
import type { WindowsEvent } from './read-event.js';

const OPEN = 123;
const CLOSE = 125;

/** How far behind the name of the event's id its digits may begin. */
const MOST_BETWEEN = 24;

/** How a dialect writes the members that say whether an event matters, and one that no other has. */
const MARKS: Readonly<Record<string, { id: string; channel: string; own: string }>> = {
  wazuh: { id: '"eventID"', channel: '"channel"', own: '"eventRecordID"' },
  winlogbeat: { id: '"event_id"', channel: '"channel"', own: '"winlog"' },
  winlogbeat6: { id: '"event_id"', channel: '"log_name"', own: '"computer_name"' },
  evtx: { id: '"EventID"', channel: '"Channel"', own: '"System"' },
  velociraptor: { id: '"EventID"', channel: '"Channel"', own: '"System"' },
  evtxecmd: { id: '"EventId"', channel: '"Channel"', own: '"Payload"' },
  powershell: { id: '"Id"', channel: '"LogName"', own: '"ProviderName"' },
  nxlog: { id: '"EventID"', channel: '"Channel"', own: '"EventTime"' },
  sentinel: { id: '"EventID"', channel: '"Channel"', own: '"TimeGenerated"' },
  'powershell-flat': { id: '"EventID"', channel: '"Channel"', own: '"TimeCreated"' },
};

/** What is known of a row without parsing it. */
export interface SkippedRow {
  dialect: string;
  kind: 'security' | 'elsewhere';
  isZoneless: boolean;
}

/**
 * Tells rows that don't matter by their bytes: most of them. It goes by how the event before was written, and says nothing of a row
 * that has not all of the marks of that dialect, or the id twice, as two rows in one have it: in doubt a row is parsed.
 */
export class EarlyRejection {
  #marks: readonly Mark[] = [];
  readonly #row: SkippedRow = { dialect: '', kind: 'security', isZoneless: false };
  readonly #nul = new Mark('\0');

  /** Learns how an event was written. */
  learn({ dialect: name, isZoneless }: WindowsEvent): void {
    this.#row.isZoneless = isZoneless;
    if (name === this.#row.dialect) return;
    this.#row.dialect = name;
    const marks = MARKS[name];
    this.#marks = marks ? [new Mark(marks.id), new Mark(marks.channel), new Mark(marks.own)] : [];
  }

  /** What a row is, when it does not matter for sure. Good until the next row. */
  tell(bytes: Buffer, start: number, end: number): SkippedRow | undefined {
    const [id, channel, own] = this.#marks;
    if (!id || bytes[start] !== OPEN || bytes[end - 1] !== CLOSE) return undefined;
    const idAt = id.find(bytes, start, end);
    if (idAt < 0 || mayMatter(numberAfter(bytes, idAt, end))) return undefined;
    if (id.find(bytes, idAt, end) >= 0 || this.#nul.find(bytes, start, end) >= 0) return undefined;
    const channelAt = channel!.find(bytes, start, end);
    if (channelAt < 0 || own!.find(bytes, start, end) < 0) return undefined;
    const log = textAfter(bytes, channelAt, end);
    if (log === undefined) return undefined;
    this.#row.kind = kindOfOther(log);
    return this.#row;
  }
}

/** A mark, and where it is next: rows come in order, and each byte is looked at once. */
class Mark {
  readonly #text: Buffer;
  #next = -1;
  #of: Buffer | undefined;

  constructor(text: string) {
    this.#text = Buffer.from(text);
  }

  /** Where it ends in a row; -1 when it is not in there. */
  find(bytes: Buffer, start: number, end: number): number {
    if (this.#of !== bytes || this.#next < start) {
      this.#of = bytes;
      const found = bytes.indexOf(this.#text, start);
      this.#next = found < 0 ? Infinity : found;
    }
    return this.#next < end ? this.#next + this.#text.length : -1;
  }
}

/** The number behind the name of a member; an id that matters for anything else, so that the row is parsed. */
function numberAfter(bytes: Buffer, at: number, end: number): number {
  const last = Math.min(end, at + MOST_BETWEEN);
  while (at < last && !isDigit(bytes[at]!)) if (bytes[at++] === 44 || bytes[at - 1] === CLOSE) return 1;
  let value = 0;
  let digits = 0;
  for (; at < end && isDigit(bytes[at]!) && digits < 9; digits++) value = value * 10 + bytes[at++]! - 48;
  return digits === 0 || digits === 9 ? 1 : value;
}

/** The text behind the name of a member; undefined when it is no text, or long. */
function textAfter(bytes: Buffer, at: number, end: number): string | undefined {
  const last = Math.min(end, at + 128);
  while (at < last && bytes[at] !== 34) {
    if (bytes[at] !== 58 && bytes[at]! > 32) return undefined;
    at++;
  }
  const close = bytes.indexOf(34, at + 1);
  return close < 0 || close > last ? undefined : bytes.toString('latin1', at + 1, close);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
