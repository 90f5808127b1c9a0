import type { KeepableEvent, KeptValue } from '../kept-events.js';
import { integerOf, valueText } from '../read-event.js';
import { parseTime, type TimeZone } from '../windows-time.js';
import { ByteTexts } from './byte-texts.js';
import type { IsoTimes } from './iso-times.js';
import type { Place, RowShape } from './row-shape.js';

const ZERO = 48;
const MOST_DIGITS = 15;

/** The row that is read, and where its slots are. */
export interface RowSlots {
  bytes: Buffer;
  starts: Int32Array;
  ends: Int32Array;
}

/** Texts of slots, each made once: of hosts, and of values as a dialect writes them. */
export interface SlotTexts {
  hosts: ByteTexts;
  texts: ByteTexts;
  numbers: ByteTexts;
}

/** Empty stores of the texts of a dialect. */
export function slotTexts(dialect: RowShape['parts']['dialect']): SlotTexts {
  return {
    hosts: new ByteTexts((...slot) => textIn(...slot).trim()),
    texts: new ByteTexts((...slot) => valueText(textIn(...slot).trim(), dialect)),
    numbers: new ByteTexts((...slot) => valueText(String(Number(textIn(...slot))), dialect)),
  };
}

/** An event that is read by the shape of its row. There is one for each shape, good until the next row. */
export class ShapedEvent implements KeepableEvent {
  readonly dialect: string;
  readonly kind: KeepableEvent['kind'];
  readonly id: number;
  readonly channel: string;
  time = NaN;
  isZoneless = false;
  host = '';
  record = -1;
  readonly #shape: RowShape;
  readonly #slots: RowSlots;
  readonly #texts: SlotTexts;
  readonly #zone: TimeZone | undefined;

  constructor(shape: RowShape, slots: RowSlots, texts: SlotTexts, zone: TimeZone) {
    const { dialect, id, channel, kind } = shape.parts;
    this.dialect = dialect.name;
    this.kind = kind;
    this.id = id;
    this.channel = channel;
    this.#zone = dialect.isLocal && zone;
    this.#shape = shape;
    this.#slots = slots;
    this.#texts = texts;
  }

  /** Reads what all events have. */
  read(times: IsoTimes): void {
    const { host, record } = this.#shape;
    this.#readTime(times);
    this.host = typeof host === 'string' ? host : this.#text(host, this.#texts.hosts);
    this.record = typeof record === 'string' ? integerOf(record) : this.#integer(record);
  }

  readonly value = (name: KeptValue): string => {
    const place: Place = this.#shape.values.get(name)!;
    if (typeof place === 'string') return valueText(place, this.#shape.parts.dialect);
    return this.#text(place, this.#texts.texts);
  };

  #readTime(times: IsoTimes): void {
    const { bytes, starts, ends } = this.#slots;
    const { time: slot, areTexts } = this.#shape;
    this.isZoneless = false;
    this.time = times.read(bytes, starts[slot]!, ends[slot]!);
    if (!Number.isNaN(this.time)) return;
    const text = textIn(bytes, starts[slot]!, ends[slot]!);
    const { microseconds, isZoneless } = parseTime(areTexts[slot] ? text : Number(text), this.#zone);
    this.time = microseconds;
    this.isZoneless = isZoneless;
  }

  #text(slot: number, texts: ByteTexts): string {
    const { bytes, starts, ends } = this.#slots;
    const all = this.#shape.areTexts[slot] ? texts : this.#texts.numbers;
    return all.read(bytes, starts[slot]!, ends[slot]!);
  }

  #integer(slot: number): number {
    const { bytes, starts, ends } = this.#slots;
    const digits = ends[slot]! - starts[slot]!;
    let value = 0;
    for (let at = starts[slot]!; at < ends[slot]!; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return integerOf(this.#text(slot, this.#texts.hosts));
      value = value * 10 + digit;
    }
    return digits > 0 && digits <= MOST_DIGITS ? value : -1;
  }
}

/** The characters of a slot. */
function textIn(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}
