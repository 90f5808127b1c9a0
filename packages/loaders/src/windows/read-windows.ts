import { CmscError, oneOfChoices } from '@cmsc/core';
import { openBytes } from '../opening/open-bytes.js';
import { nameOfInput } from '../opening/places.js';
import { ON_BAD_ROW, type InputFile, type OnBadRow } from '../read-rows.js';
import type { RejectedRow } from '../rows/intake.js';
import { BlockThreads } from '../threads/block-threads.js';
import { badRow } from './bad-row.js';
import type { ProcessSource } from './event-kinds.js';
import { LineBlocks, takeLines, type TextEnd } from './line-blocks.js';
import { areLines, ObjectSplitter } from './object-splitter.js';
import type { Rejection, WindowsEvent } from './read-event.js';
import { tooLong } from './row-splitter.js';
import { RowTaker } from './row-taker.js';
import { sessionizeWindows } from './sessionize-windows.js';
import type { TakenLines } from './windows-block.js';
import { addCounts, type WindowsLedger } from './windows-ledger.js';
import type { WindowsRun } from './windows-sessions.js';
import { timeZone, type EventWindow } from './windows-time.js';

/** How Windows events are read. */
export interface WindowsReading {
  /** The zone of times that name none, as {@link timeZone} takes it; UTC when absent. */
  timeZone?: string | undefined;
  /** What process runs are made of; the log Security when absent. */
  processes?: ProcessSource | undefined;
  /** Of events that matter, the times of those that are read; all when absent. The others count as `filtered`. */
  window?: EventWindow | undefined;
  /** What a bad row does: end the reading (`fail`, when absent), or be counted. */
  onBadRow?: OnBadRow | undefined;
  /** Is given each bad row that is skipped. */
  onReject?: ((row: RejectedRow) => void) | undefined;
  /**
   * Rows of a file, from the first on, that are parsed whatever they are; of those behind them the ones that don't matter are passed over by
   * their bytes. 20,000 when absent: so a small file is looked at in whole.
   */
  parsedRows?: number | undefined;
  /**
   * Threads to use (1). With more, so many read most of a long text where rows have lines of their own, unless events are shown; they are started
   * when there is so much.
   */
  threads?: number | undefined;
  /** Is shown each event of those that may matter. */
  onEvent?: ((event: WindowsEvent) => void) | undefined;
  /** Where rows are counted: for whoever wants to know how far a reading came that fails. */
  ledger?: WindowsLedger | undefined;
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

/**
 * Logon sessions and process runs out of Windows events, as any of the known tools exports them: the few that matter are kept and put in
 * order, since exports are newest first, shuffled, or of many computers.
 *
 * @param paths files, or `-` for standard input.
 * @throws CmscError BAD_OPTION (usage) for bad rows that do something else; as {@link openBytes} does, and for the first bad row unless they are skipped.
 */
export async function readWindows(
  paths: readonly string[],
  reading: WindowsReading = {},
): Promise<WindowsResult> {
  const { timeZone: zoneName = 'UTC', processes = 'security', window, threads = 1, onEvent } = reading;
  oneOfChoices('onBadRow', reading.onBadRow ?? 'fail', ON_BAD_ROW);
  const inThreads = threads > 1 && !onEvent;
  const blockThreads = inThreads ? new BlockThreads(threads, { zoneName, processes, window }) : undefined;
  const reader = new WindowsReader(reading, blockThreads);
  const inputs: InputFile[] = [];
  try {
    for (const path of paths) inputs.push(await reader.read(path));
  } finally {
    await blockThreads?.close();
  }
  const { kept, directions, ledger } = reader.taker;
  const run = sessionizeWindows(kept, directions, ledger);
  return { ...run, ledger, inputs };
}

class WindowsReader {
  readonly taker: RowTaker;
  readonly #reading: WindowsReading;
  #file = -1;
  #name = '';
  /** The line that the next block begins with. */
  #line = 1;
  readonly #threads: BlockThreads | undefined;

  constructor(reading: WindowsReading, threads: BlockThreads | undefined) {
    this.#reading = reading;
    this.#threads = threads;
    const { timeZone: zoneName = 'UTC', processes = 'security', window, onEvent, ledger } = reading;
    const zone = timeZone(zoneName);
    const onReject = (...row: [Rejection, Buffer, number]) => this.#reject(...row);
    this.taker = new RowTaker({ zone, processes, window, onEvent, onReject, ledger });
  }

  async read(path: string): Promise<InputFile> {
    const { onProgress, signal } = this.#reading;
    const { ledger } = this.taker;
    const text = openBytes(path, { signal, utf16: true });
    this.#file++;
    this.#name = nameOfInput(path);
    const before = ledger.rows;
    let push: TakeChunk | undefined;
    for await (const chunk of untilBroken(text, async () => push?.('broken off'))) {
      push ??= areLines(chunk) ? this.#lines() : this.#objects();
      await push(chunk);
      await onProgress?.(ledger.rows, text.bytes);
    }
    await push?.('ended');
    await onProgress?.(ledger.rows, text.bytes);
    const { bytes, sha256 } = text;
    return { path, bytes, sha256, rows: ledger.rows - before, complete: true };
  }

  /** Takes a text of objects, every one of which is parsed: one that is damaged may go on in the next. */
  #objects(): TakeChunk {
    this.taker.begin(this.#file, Infinity);
    const splitter = new ObjectSplitter(this.#name, this.taker.take);
    return (chunk) => {
      if (typeof chunk !== 'string') splitter.push(chunk);
      else if (chunk === 'ended') splitter.end();
    };
  }

  /** Takes a text of lines. */
  #lines(): TakeChunk {
    const { parsedRows = PARSED_ROWS } = this.#reading;
    const parsedTo = this.taker.ledger.rows + parsedRows;
    const blocks = new LineBlocks();
    this.#line = 1;
    return async (chunk) => {
      if (typeof chunk === 'string') return this.#takeLast(blocks, blocks.end(chunk), parsedTo);
      for (const block of blocks.push(chunk)) await this.#take(block, parsedTo, blocks);
    };
  }

  async #take(block: Buffer, parsedTo: number, blocks: LineBlocks): Promise<void> {
    const threads = this.#threads;
    if (!threads || (threads.waiting === 0 && this.taker.ledger.rows < parsedTo)) {
      this.#takeHere(block, parsedTo);
      return blocks.giveBack(block);
    }
    threads.push(block);
    if (threads.waiting > threads.atOnce) await this.#takeRead(threads, blocks);
  }

  async #takeLast(blocks: LineBlocks, last: Buffer, parsedTo: number): Promise<void> {
    const threads = this.#threads;
    // A short text is not worth the start of a thread.
    if (!threads?.waiting) return this.#takeHere(last, parsedTo);
    await this.#take(last, parsedTo, blocks);
    while (threads.waiting > 0) await this.#takeRead(threads, blocks);
  }

  #takeHere(block: Buffer, parsedTo: number): void {
    this.taker.begin(this.#file, parsedTo);
    this.#endBlock(takeLines(block, this.#line, this.taker.take));
  }

  /** Takes what the first of the blocks has that threads were given. */
  async #takeRead(threads: BlockThreads, blocks: LineBlocks): Promise<void> {
    const { block, bytes } = await threads.take();
    const { ledger, kept, directions } = this.taker;
    addCounts(ledger, block.counts);
    for (const { rejection, bytes: row, line } of block.rejects)
      this.#reject(rejection, Buffer.from(row), this.#line + line);
    kept.append(block.kept, this.#file);
    directions.append(this.#file, block.direction);
    const { lines, tooLong: at } = block;
    this.#endBlock({ lines, tooLong: at === undefined ? undefined : this.#line + at });
    blocks.giveBack(Buffer.from(bytes));
  }

  #endBlock({ lines, tooLong: line }: TakenLines): void {
    if (line !== undefined) throw tooLong(this.#name, line);
    this.#line += lines;
  }

  #reject(rejection: Rejection, bytes: Buffer, line: number): void {
    if (rejection === 'preview') return;
    const { onBadRow = 'fail', onReject } = this.#reading;
    const error = badRow(rejection, this.#name, line, bytes.subarray(0, 4096).toString('utf8'));
    if (onBadRow === 'fail') throw error;
    const { code, what: reason } = error;
    onReject?.({ file: this.#name, line, code, reason, row: bytes.toString('utf8'), bytes });
  }
}

/** Takes the next part of a text, or what is left where it ends or breaks off. */
type TakeChunk = (chunk: Uint8Array | TextEnd) => void | Promise<void>;

/** The chunks of a text; where it is damaged, `onBreak` takes what is left of those before. */
async function* untilBroken(
  text: AsyncIterable<Uint8Array>,
  onBreak: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* text;
  } catch (error) {
    if (error instanceof CmscError && error.kind === 'data') await onBreak();
    throw error;
  }
}
