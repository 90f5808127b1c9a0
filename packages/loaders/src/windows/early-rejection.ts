import { kindOfOther, mayMatter } from './event-kinds.js';
import type { KeepableEvent } from './kept-events.js';

const OPEN = 123;
const CLOSE = 125;
const QUOTE = 34;

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
  /** What stood between the name of the log and the end of its text the last time. */
  #log: Buffer = Buffer.alloc(0);

  /** Learns how an event was written. */
  learn({ dialect: name, isZoneless }: Pick<KeepableEvent, 'dialect' | 'isZoneless'>): void {
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
    const channelAt = channel!.findNear(bytes, start, end, idAt);
    if (channelAt < 0 || own!.findNear(bytes, start, end, idAt) < 0) return undefined;
    return this.#isLog(bytes, channelAt, end) || this.#readLog(bytes, channelAt, end) ? this.#row : undefined;
  }

  #isLog(bytes: Buffer, at: number, end: number): boolean {
    const { length } = this.#log;
    return length > 0 && at + length <= end && isAt(this.#log, bytes, at);
  }

  #readLog(bytes: Buffer, at: number, end: number): boolean {
    const [open, close] = textAfter(bytes, at, end) ?? [];
    if (open === undefined || close === undefined) return false;
    this.#row.kind = kindOfOther(bytes.toString('latin1', open, close));
    this.#log = Buffer.from(bytes.subarray(at, close + 1));
    return true;
  }
}

/** A mark, and where it is next: rows come in order, and each byte is looked at once. */
class Mark {
  /** Without the quote that it begins with: what comes often is slow to search. */
  readonly #text: Buffer;
  readonly #quoted: number;
  #next = -1;
  #of: Buffer | undefined;
  /** How far behind something else it was the last time. */
  #distance = 0;

  constructor(text: string) {
    this.#quoted = text.startsWith('"') ? 1 : 0;
    this.#text = Buffer.from(text.slice(this.#quoted));
  }

  /** Where it ends in a row; -1 when it is not in there. */
  find(bytes: Buffer, start: number, end: number): number {
    if (this.#of !== bytes || this.#next < start) {
      this.#of = bytes;
      this.#next = this.#search(bytes, start);
    }
    return this.#next < end ? this.#next + this.#text.length : -1;
  }

  /** As {@link find}, if it is not as far from `other` as it was the last time: rows of a tool are alike. */
  findNear(bytes: Buffer, start: number, end: number, other: number): number {
    const at = other + this.#distance;
    if (at > start && at + this.#text.length <= end && this.#isAt(bytes, at)) return at + this.#text.length;
    const found = this.find(bytes, start, end);
    if (found >= 0) this.#distance = found - this.#text.length - other;
    return found;
  }

  #search(bytes: Buffer, start: number): number {
    let at = bytes.indexOf(this.#text, start);
    while (at >= 0 && this.#quoted && bytes[at - 1] !== QUOTE) at = bytes.indexOf(this.#text, at + 1);
    return at < 0 ? Infinity : at;
  }

  #isAt(bytes: Buffer, at: number): boolean {
    return (!this.#quoted || bytes[at - 1] === QUOTE) && isAt(this.#text, bytes, at);
  }
}

function isAt(text: Buffer, bytes: Buffer, at: number): boolean {
  for (let n = 0; n < text.length; n++) if (bytes[at + n] !== text[n]) return false;
  return true;
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

/** Where the text behind the name of a member begins and ends; undefined when it is no text, or long. */
function textAfter(bytes: Buffer, at: number, end: number): [number, number] | undefined {
  const last = Math.min(end, at + 128);
  while (at < last && bytes[at] !== QUOTE) {
    if (bytes[at] !== 58 && bytes[at]! > 32) return undefined;
    at++;
  }
  const close = bytes.indexOf(QUOTE, at + 1);
  return close < 0 || close > last ? undefined : [at + 1, close];
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
