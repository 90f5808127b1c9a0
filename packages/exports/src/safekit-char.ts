import { AUTH_COLUMNS, NameBytes, PerName, utf8, type EventColumns } from '@cmsc/core';
import { type ExportFormat, type ExportInput } from './export-format.js';
import { LineBuffer } from './parts/line-buffer.js';
import { RowExport, type RowWriter } from './parts/row-export.js';
import { SAFEKIT_LABELS, SAFEKIT_SLICES, SafekitRows } from './parts/safekit-rows.js';

const SPACE = 32;
/** The longest line that there is room for, without its time. */
const LONGEST = 120;
const CODE_OFFSET = 30;
/** The code of the comma between two values. */
const COMMA_CODE = utf8(` ${44 - CODE_OFFSET}`);
const BEGIN = utf8(' 0');
const END = utf8(' 1');
const PADDING = utf8(' 0'.repeat(LONGEST));

/**
 * safekit, character level (Tuor et al. 2018): the bytes of a row behind its time, each as its code − 30, from 0 (begin) to 1 (end),
 * filled up with 0 to 122 tokens. The published code writes longer lines when there are more than 120 bytes; the
 * corrected form cuts them there.
 */
export const safekitChar: ExportFormat = {
  name: 'safekit-char',
  title: 'safekit, character level (Tuor et al. 2018), github.com/pnnl/safekit',
  holds: 'whose src_user starts with U, on working days',
  columns: AUTH_COLUMNS,
  passes: 1,
  start: (input) =>
    new RowExport(
      input,
      { format: safekitChar, slices: SAFEKIT_SLICES, labels: SAFEKIT_LABELS },
      new CharRows(input),
    ),
};

class CharRows implements RowWriter {
  readonly #common: SafekitRows;
  readonly #cutsLong: boolean;
  readonly #codes: readonly NameBytes[];
  readonly #lengths: readonly PerName[];
  #events!: EventColumns;

  constructor(input: ExportInput) {
    this.#common = new SafekitRows(input);
    this.#cutsLong = input.variant === 'corrected';
    const last = AUTH_COLUMNS.length - 1;
    const bytesOf =
      (column: number) =>
      (name: string): Uint8Array =>
        utf8(column === last ? name.trimEnd() : name);
    this.#codes = input.dictionaries.map(
      (names, column) => new NameBytes(names, (name) => codesOf(bytesOf(column)(name))),
    );
    this.#lengths = input.dictionaries.map(
      (names, column) => new PerName(names, (name) => bytesOf(column)(name).length),
    );
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#common.begin(events);
    for (const cache of [...this.#codes, ...this.#lengths]) cache.refresh();
  }

  keeps(row: number): boolean {
    return this.#common.keeps(row);
  }

  loses(): boolean {
    return this.#common.loses();
  }

  differs(row: number): boolean {
    return this.#lengthOf(row) > LONGEST;
  }

  write(lines: LineBuffer, row: number, number: number, label: 0 | 1): void {
    const length = this.#lengthOf(row);
    const isCut = this.#cutsLong && length > LONGEST;
    this.#common.putHead(lines, row, number, label);
    lines.byte(SPACE);
    lines.integer((isCut ? LONGEST : length) + 1);
    lines.copy(BEGIN);
    if (isCut) this.#putCut(lines, row);
    else this.#putCodes(lines, row);
    lines.copy(END);
    lines.copy(PADDING, 0, 2 * Math.max(0, LONGEST - length));
  }

  /** Bytes of the row behind its time, commas included. */
  #lengthOf(row: number): number {
    const { ids } = this.#events;
    let length = ids.length - 1;
    for (let column = 0; column < ids.length; column++)
      length += this.#lengths[column]!.values[ids[column]![row]!]!;
    return length;
  }

  #putCodes(lines: LineBuffer, row: number): void {
    const { ids } = this.#events;
    for (let column = 0; column < ids.length; column++) {
      if (column > 0) lines.copy(COMMA_CODE);
      lines.name(this.#codes[column]!, ids[column]![row]!);
    }
  }

  /** The first codes of a row that has too many. */
  #putCut(lines: LineBuffer, row: number): void {
    const whole = new LineBuffer();
    this.#putCodes(whole, row);
    const codes = new TextDecoder().decode(whole.view()).trim().split(' ').slice(0, LONGEST);
    lines.text(` ${codes.join(' ')}`);
  }
}

/** Each code with a space before it. */
function codesOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ` ${byte - CODE_OFFSET}`).join('');
}
