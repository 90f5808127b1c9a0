import { isUtf8 } from 'node:buffer';
import { openBytes } from '../opening/open-bytes.js';
import { nameOfInput } from '../opening/places.js';
import type { InputFile } from '../read-rows.js';
import type { RejectedRow } from '../rows/intake.js';
import { badRow } from './bad-row.js';
import { EarlyRejection } from './early-rejection.js';
import { mayMatter, type ProcessSource } from './event-kinds.js';
import { KeptEvents } from './kept-events.js';
import { FileDirections } from './order-events.js';
import { readEvent, type Rejection, type WindowsEvent } from './read-event.js';
import { rowSplitter, type RowSplitter } from './row-splitter.js';
import { sessionizeWindows } from './sessionize-windows.js';
import { parseObject } from './unwrap.js';
import { count, emptyLedger, type WindowsLedger } from './windows-ledger.js';
import type { WindowsRun } from './windows-sessions.js';
import { UTC, type TimeZone } from './windows-time.js';

/** How Windows events are read. */
export interface WindowsReading {
  /** The zone of times that name none; UTC when absent. */
  zone?: TimeZone | undefined;
  /** What process runs are made of; the log Security when absent. */
  processes?: ProcessSource | undefined;
  /** What a bad row does: end the reading (`fail`, when absent), or be counted. */
  onBadRow?: 'fail' | 'skip' | undefined;
  /** Is given each bad row that is skipped. */
  onReject?: ((row: RejectedRow) => void) | undefined;
  /**
   * Rows of a file, from the first on, that are parsed whatever they are; of those behind them the ones that don't matter are passed over by
   * their bytes. 20,000 when absent: so a small file is looked at in whole.
   */
  parsedRows?: number | undefined;
  /** Is shown each event of those that may matter. */
  onEvent?: ((event: WindowsEvent) => void) | undefined;
  /** Is told of the rows and stored bytes read so far, and waited for. */
  onProgress?: ((rows: number, bytes: number) => void | Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
}

/** What was read of Windows events. */
export interface WindowsResult extends WindowsRun {
  ledger: WindowsLedger;
  inputs: InputFile[];
}

const PARSED_ROWS = 20_000;

/** A lone half of a character, as JSON writes it again. */
const HALF_CHARACTER = /\\u[dD][89a-fA-F]/;

/**
 * Logon sessions and process runs out of Windows events, as any of the known tools exports them: the few that matter are kept and put in
 * order, since exports are newest first, shuffled, or of many computers.
 *
 * @param paths files, or `-` for standard input.
 * @throws CmscError as {@link openBytes} does, and for the first bad row unless they are skipped.
 */
export async function readWindows(
  paths: readonly string[],
  reading: WindowsReading = {},
): Promise<WindowsResult> {
  const reader = new WindowsReader(reading);
  const inputs: InputFile[] = [];
  for (const path of paths) inputs.push(await reader.read(path));
  const { ledger } = reader;
  const run = sessionizeWindows(reader.kept, reader.directions, ledger);
  return { ...run, ledger, inputs };
}

class WindowsReader {
  readonly kept = new KeptEvents();
  readonly directions = new FileDirections();
  readonly ledger = emptyLedger();
  readonly #early = new EarlyRejection();
  readonly #reading: WindowsReading;
  readonly #values: { zone: TimeZone; processes: ProcessSource };
  #file = -1;
  /** The row of the file before which every one is parsed. */
  #parsedTo = 0;
  #name = '';

  constructor(reading: WindowsReading) {
    this.#reading = reading;
    this.#values = { zone: reading.zone ?? UTC, processes: reading.processes ?? 'security' };
  }

  async read(path: string): Promise<InputFile> {
    const { onProgress, signal } = this.#reading;
    const text = openBytes(path, { signal, utf16: true });
    this.#file++;
    this.#name = nameOfInput(path);
    const before = this.ledger.rows;
    this.#parsedTo = before + (this.#reading.parsedRows ?? PARSED_ROWS);
    let splitter: RowSplitter | undefined;
    for await (const chunk of text) {
      splitter ??= rowSplitter(chunk, this.#name, (...row) => this.#take(...row));
      if (!splitter.keepsRowsApart) this.#parsedTo = Infinity;
      splitter.push(chunk);
      await onProgress?.(this.ledger.rows, text.bytes);
    }
    splitter?.end();
    const { bytes, sha256 } = text;
    return { path, bytes, sha256, rows: this.ledger.rows - before, complete: true };
  }

  #take(bytes: Buffer, start: number, end: number, line: number): void {
    const { ledger } = this;
    ledger.rows++;
    const skipped = ledger.rows > this.#parsedTo ? this.#early.tell(bytes, start, end) : undefined;
    if (skipped) {
      count(ledger.dialects, skipped.dialect);
      count(ledger.other, skipped.kind);
      if (skipped.isZoneless) ledger.zoneless++;
      return;
    }
    const event = this.#event(bytes, start, end);
    if (typeof event === 'string') this.#reject(event, bytes.subarray(start, end), line);
    else this.#keep(event);
  }

  #event(bytes: Buffer, start: number, end: number): WindowsEvent | Rejection {
    if (!isUtf8(bytes.subarray(start, end))) return 'notJson';
    const text = bytes.toString('utf8', start, end);
    const row = parseObject(text);
    if (!row) return 'notJson';
    // Written as UTF-8 all halves are one character: names that differ would be one.
    if (HALF_CHARACTER.test(text) && HALF_CHARACTER.test(JSON.stringify(row))) return 'notJson';
    return readEvent(row, this.#values);
  }

  #keep(event: WindowsEvent): void {
    const { ledger } = this;
    this.#early.learn(event);
    count(ledger.dialects, event.dialect);
    if (event.isZoneless) ledger.zoneless++;
    if (!Number.isNaN(event.time)) this.directions.add(this.#file, event.time);
    if (!mayMatter(event.id)) return count(ledger.other, event.kind as 'security');
    this.#reading.onEvent?.(event);
    this.kept.add(event, this.#file);
  }

  #reject(rejection: Rejection, bytes: Buffer, line: number): void {
    count(this.ledger.rejected, rejection);
    if (rejection === 'preview') return;
    const { onBadRow = 'fail', onReject } = this.#reading;
    const error = badRow(rejection, this.#name, line, bytes.subarray(0, 4096).toString('utf8'));
    if (onBadRow === 'fail') throw error;
    const { code, what: reason } = error;
    onReject?.({ file: this.#name, line, code, reason, row: bytes.toString('utf8'), bytes });
  }
}
