import { AUTH_COLUMNS, type EventColumns } from '@cmsc/core';
import { type ExportFormat, type ExportInput } from './export-format.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { NumberedNames, writeNameMap } from './parts/numbered-names.js';
import { NtlmRows } from './parts/chosen-rows.js';
import { RowExport, type RowLayout, type RowWriter } from './parts/row-export.js';
import type { SliceRule } from './parts/slice-files.js';

const COMMA = 44;
const ZERO = 48;
const [SOURCE, DESTINATION] = [AUTH_COLUMNS.indexOf('src_machine'), AUTH_COLUMNS.indexOf('dst_machine')];

/** Its loader opens `0.txt`, `10000.txt`, … and stops at the first that is missing, so slices without rows have files. */
export const EULER_SLICES: SliceRule = {
  seconds: 10_000,
  fileOf: (slice) => `${slice * 10_000}.txt`,
  fillsGaps: true,
};

/** The published splitters take the first line of auth and of the red team for a header, and match without the user. */
export const EULER_LABELS: RowLayout['labels'] = {
  'as-published': { user: 'any', losesFirstRow: true },
  corrected: { user: 'dst_user' },
};

/** Euler (King and Huang, NDSS 2022): machine-to-machine edges of the rows that contain NTLM. */
export const euler: ExportFormat = {
  name: 'euler',
  title: 'Euler (King and Huang 2022), github.com/iHeartGraph/Euler',
  holds: 'that contain NTLM, in any case',
  columns: AUTH_COLUMNS,
  passes: 1,
  start: (input) =>
    new RowExport(input, { format: euler, slices: EULER_SLICES, labels: EULER_LABELS }, new EulerRows(input)),
};

class EulerRows implements RowWriter {
  readonly #input: ExportInput;
  readonly #ntlm: NtlmRows;
  readonly #machines: NumberedNames;
  #events!: EventColumns;

  constructor(input: ExportInput) {
    this.#input = input;
    this.#ntlm = new NtlmRows(input.dictionaries);
    this.#machines = new NumberedNames(input.dictionaries[SOURCE]!);
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#ntlm.begin(events);
  }

  keeps(row: number): boolean {
    return this.#ntlm.has(row);
  }

  loses(_row: number, number: number): boolean {
    return number === 0;
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    lines.integer(time[row]!);
    lines.byte(COMMA);
    lines.integer(this.#machines.numberOf(ids[SOURCE]![row]!));
    lines.byte(COMMA);
    lines.integer(this.#machines.numberOf(ids[DESTINATION]![row]!));
    lines.byte(COMMA);
    lines.byte(ZERO + label);
  }

  finish(): void {
    writeNameMap(this.#input.files, 'nmap', this.#machines.list);
  }
}
