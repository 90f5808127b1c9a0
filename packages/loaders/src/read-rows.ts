import { CmscError } from '@cmsc/core';
import { checkFirstRow } from './check-first-row.js';
import type { Format } from './formats/format.js';
import { sizeOfInputs } from './opening/input-size.js';
import type { TextSource } from './opening/open-bytes.js';
import { nameOfInput } from './opening/places.js';
import type { Dialect } from './rows/dialect.js';
import type { Intake } from './rows/intake.js';
import { LineCutter, type LineBlock } from './rows/line-cutter.js';
import type { RowSource, RowTarget } from './rows/row-source.js';

/** A file that was read to its end. */
export interface InputFile {
  /** As it was named; `-` for standard input. */
  path: string;
  /** Its size as it is stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hex; undefined when it was not wanted. */
  sha256: string | undefined;
  /** Its rows, good and bad. */
  rows: number;
  /** Rows with white space around a value, and lines of nothing else: where values are trimmed, and there were some. */
  trimmedRows?: number;
}

/** How far a reader is. */
export interface ReadProgress {
  /** Rows read so far, good and bad. */
  rows: number;
  /** Stored bytes read so far. */
  bytes: number;
  /** Stored bytes of all inputs; undefined when one of them is a pipe. */
  bytesTotal: number | undefined;
}

/** What {@link readRows} reads, and what with. */
export interface RowReading<Batch> {
  paths: readonly string[];
  format: Format;
  dialect: Dialect;
  intake: Intake;
  target: RowTarget<Batch>;
  /** The reader of one file. */
  sourceOf(path: string): RowSource<Batch>;
  /** Where the files that were read are noted down. */
  inputs: InputFile[];
  /** Whether rows are handed on with every chunk, and not only when the target is full. */
  eager: boolean;
  openText: (path: string) => TextSource;
  onProgress: ((progress: ReadProgress) => void) | undefined;
}

/**
 * Reads files as one stream of rows. An error comes after the rows before it.
 *
 * @throws CmscError for what can't be read, for bad rows of a strict run, INTERRUPTED.
 */
export async function* readRows<Batch>(reading: RowReading<Batch>): AsyncGenerator<Batch> {
  const { paths, intake, target, inputs, openText } = reading;
  const bytesTotal = await sizeOfInputs(paths);
  let bytesBefore = 0;
  for (const path of paths) {
    const rowsBefore = intake.counts.rows;
    const trimmedBefore = intake.trimmedRows;
    intake.file = nameOfInput(path);
    const text = openText(path);
    const report = () =>
      reading.onProgress?.({ rows: intake.counts.rows, bytes: bytesBefore + text.bytes, bytesTotal });
    yield* readFileRows(text, reading, report);
    bytesBefore += text.bytes;
    const rows = intake.counts.rows - rowsBefore;
    const trimmedRows = intake.trimmedRows - trimmedBefore;
    const { bytes, sha256 } = text;
    inputs.push({ path, bytes, sha256, rows, ...(trimmedRows > 0 && { trimmedRows }) });
  }
  if (target.size > 0) yield target.take();
}

async function* readFileRows<Batch>(
  text: TextSource,
  { format, dialect, intake, target, sourceOf, eager }: RowReading<Batch>,
  report: () => void,
): AsyncGenerator<Batch> {
  const cutter = new LineCutter();
  const source = sourceOf(text.path);
  let isFirst = true;
  function* checked(blocks: Iterable<LineBlock>): Generator<LineBlock> {
    for (const block of blocks) {
      if (isFirst && !block.tooLong) checkFirstRow(block.bytes, format, dialect, intake.file);
      isFirst = false;
      yield block;
    }
  }
  try {
    for await (const chunk of text) {
      yield* pushAll(source, checked(cutter.push(chunk)));
      if (eager && target.size > 0) yield target.take();
      report();
    }
    yield* pushAll(source, checked(cutter.end()));
    yield* source.end();
    report();
  } catch (error) {
    if (error instanceof CmscError && error.kind !== 'interrupted' && target.size > 0) yield target.take();
    throw error;
  }
}

function* pushAll<Batch>(source: RowSource<Batch>, blocks: Iterable<LineBlock>): Generator<Batch> {
  for (const block of blocks) yield* source.push(block);
}
