import { isUtf8 } from 'node:buffer';
import type { Members } from '../event-xml.js';
import { lacking, type EventReading } from '../read-event.js';
import { IsoTimes } from './iso-times.js';
import { MOST_SLOTS, shapeOf } from './row-shape.js';
import { ShapedEvent, slotTexts, type RowSlots, type SlotTexts } from './shaped-event.js';
import { ShapeTree } from './shape-tree.js';

/** Shapes that are known at most. A log has some for each event, and each of its versions. */
const MOST_SHAPES = 256;

/** Rows that may be looked at for their shapes before any other has had one of these, and rows that have for one more look. */
const FIRST_LOOKS = 64;
const ROWS_A_LOOK = 64;

/**
 * Reads events by the shapes of their rows: most rows of a tool differ from one before in some texts and numbers alone, which are found
 * without parsing the rest. Of any other row it says nothing, and learns from what was read of it.
 */
export class RowShapes {
  readonly #reading: EventReading;
  readonly #tree = new ShapeTree<ShapedEvent>(MOST_SLOTS);
  readonly #slots: RowSlots;
  readonly #texts = new Map<string, SlotTexts>();
  readonly #times = new IsoTimes();
  #shapes = 0;
  #looks = 0;
  #matches = 0;

  constructor(reading: EventReading) {
    this.#reading = reading;
    this.#slots = { bytes: Buffer.alloc(0), starts: this.#tree.starts, ends: this.#tree.ends };
  }

  /** The event in a row, good until the next one; undefined when the row is of no known shape, or not right. */
  read(bytes: Buffer, start: number, end: number): ShapedEvent | undefined {
    const event = this.#tree.match(bytes, start, end);
    if (!event || (!this.#tree.isAscii && !isUtf8(bytes.subarray(start, end)))) return undefined;
    this.#matches++;
    this.#slots.bytes = bytes;
    event.read(this.#times);
    return lacking(event.kind, event.time, event.host) ? undefined : event;
  }

  /** Learns the shape of a row that has an event. */
  learn(bytes: Buffer, row: Members): void {
    const isWorthALook = this.#looks < FIRST_LOOKS + this.#matches / ROWS_A_LOOK;
    if (!isWorthALook || this.#shapes === MOST_SHAPES) return;
    this.#looks++;
    const shape = shapeOf(bytes, row, this.#reading.processes);
    if (!shape) return;
    this.#shapes++;
    const { dialect } = shape.parts;
    const texts = this.#texts.get(dialect.name) ?? slotTexts(dialect);
    this.#texts.set(dialect.name, texts);
    this.#tree.add(shape.stretches, new ShapedEvent(shape, this.#slots, texts, this.#reading.zone));
  }
}
