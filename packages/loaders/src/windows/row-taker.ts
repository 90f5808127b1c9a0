import { isUtf8 } from 'node:buffer';
import { EarlyRejection } from './early-rejection.js';
import { mayMatter } from './event-kinds.js';
import { KeptEvents, type KeepableEvent } from './kept-events.js';
import { FileDirections } from './order-events.js';
import {
  readEvent,
  type EventReading,
  type Rejection,
  type WindowsEvent,
  type WindowsRow,
} from './read-event.js';
import type { TakeRow } from './row-splitter.js';
import { RowShapes } from './shapes/row-shapes.js';
import { parseRow } from './unwrap.js';
import { count, emptyLedger, type WindowsLedger } from './windows-ledger.js';

/** How rows are taken. */
export interface RowTaking extends EventReading {
  /** Is given each bad row, whose bytes are good until it returns. */
  onReject(rejection: Rejection, bytes: Buffer, line: number): void;
  /** Is shown each event of those that may matter. */
  onEvent?: ((event: WindowsEvent) => void) | undefined;
  /** Where rows are counted; in one of its own when absent. */
  ledger?: WindowsLedger | undefined;
}

/** A lone half of a character, as JSON writes it again; behind a backslash of its own, `\\ud8` is a folder. */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

/** What a report calls what is no event of any dialect, but stands before one. */
const BULK_FORMAT = 'elasticsearch-bulk';

/** Takes rows one by one: counts them, and keeps the events that matter. */
export class RowTaker {
  readonly kept = new KeptEvents();
  readonly directions = new FileDirections();
  readonly ledger: WindowsLedger;
  readonly #taking: RowTaking;
  /** None where events are shown: those that are read by shape are gone with the next row. */
  readonly #shapes: RowShapes | undefined;
  #early = new EarlyRejection();
  #file = 0;
  /** The row before which every one is parsed. */
  #parsedTo = 0;

  /** `shapes` are those that are known by rows before. */
  constructor(taking: RowTaking, shapes = new RowShapes(taking)) {
    this.#taking = taking;
    this.ledger = taking.ledger ?? emptyLedger();
    this.#shapes = taking.onEvent ? undefined : shapes;
  }

  /** Says what the next rows are of: a file, counted from 0; of rows behind so many, those that don't matter are passed over by their bytes. */
  begin(file: number, parsedTo: number): void {
    this.#file = file;
    this.#parsedTo = parsedTo;
    this.#early = new EarlyRejection();
  }

  /** Takes a row. */
  readonly take: TakeRow = (bytes, start, end, line, columns) => {
    const { ledger } = this;
    ledger.rows++;
    const skipped = ledger.rows > this.#parsedTo ? this.#early.tell(bytes, start, end) : undefined;
    if (skipped) {
      count(ledger.dialects, skipped.dialect);
      count(ledger.other, skipped.kind);
      if (skipped.isZoneless) ledger.zoneless++;
      return;
    }
    const shaped = this.#shapes?.read(bytes, start, end);
    if (shaped) return void this.#keep(shaped);
    const event = this.#event(bytes, start, end, columns);
    if (typeof event !== 'string') {
      if (this.#keep(event)) this.#taking.onEvent?.(event);
      return;
    }
    if (event === 'bulkActions') {
      count(ledger.dialects, BULK_FORMAT);
      return count(ledger.other, event);
    }
    count(ledger.rejected, event);
    this.#taking.onReject(event, bytes.subarray(start, end), line);
  };

  #event(bytes: Buffer, start: number, end: number, columns?: readonly string[]): WindowsRow {
    if (!isUtf8(bytes.subarray(start, end))) return 'notJson';
    const text = bytes.toString('utf8', start, end);
    const row = parseRow(text, columns);
    if (!row) return 'notJson';
    // Written as UTF-8 all halves are one character: names that differ would be one.
    if (HALF_CHARACTER.test(text) && HALF_CHARACTER.test(JSON.stringify(row))) return 'notJson';
    const event = readEvent(row, this.#taking);
    if (typeof event !== 'string') this.#shapes?.learn(bytes.subarray(start, end), row);
    return event;
  }

  /** Counts an event, and keeps it where it matters. */
  #keep(event: KeepableEvent): boolean {
    const { ledger } = this;
    const { window } = this.#taking;
    this.#early.learn(event);
    count(ledger.dialects, event.dialect);
    if (event.isZoneless) ledger.zoneless++;
    if (!Number.isNaN(event.time)) this.directions.add(this.#file, event.time);
    const isKept = mayMatter(event.id) && !(window && (event.time < window.from || event.time > window.to));
    if (isKept) this.kept.add(event, this.#file);
    else count(ledger.other, mayMatter(event.id) ? 'filtered' : (event.kind as 'security'));
    return isKept;
  }
}
