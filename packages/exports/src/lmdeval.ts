import { csvValue, KeyDigest, NameBytes, type AuthColumn, type EventColumns } from '@cmsc/core';
import { protocolNamed } from '@cmsc/detection';
import type { CandidateUnits, ExportFormat, ExportInput } from './export-format.js';
import { CandidateRows } from './parts/chosen-rows.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { RowExport, type RowWriter } from './parts/row-export.js';

const COMMA = 44;
const ZERO = 48;
const FILE = 'lanl.csv';
const PROTOCOL = protocolNamed('lmdeval');
const COLUMNS: readonly AuthColumn[] = [...PROTOCOL.key, 'orientation'];
const KEY = PROTOCOL.key.map((_, column) => column);

/** LMDEval: the remote logons in one CSV file without a header. Nothing of its code has to be mended, so the variants are one. */
export const lmdeval: ExportFormat = {
  name: PROTOCOL.name,
  title: PROTOCOL.title,
  holds: PROTOCOL.holds,
  columns: COLUMNS,
  passes: 1,
  start(input) {
    const slices = { seconds: Infinity, fileOf: () => FILE, fillsGaps: false };
    const labels = { 'as-published': { user: 'dst_user' }, corrected: { user: 'dst_user' } } as const;
    const rows = new LmdevalRows(input);
    input.files.file(FILE);
    const run = new RowExport(input, { format: lmdeval, slices, labels }, rows);
    return Object.assign(run, { candidates: () => rows.candidates() });
  },
};

class LmdevalRows implements RowWriter {
  readonly #candidates: CandidateRows;
  readonly #texts: readonly NameBytes[];
  readonly #digest: KeyDigest;
  #events!: EventColumns;
  /** The candidates of the batch, and how many of them were asked for. */
  #kept: Int32Array = new Int32Array(0);
  #asked = 0;
  #units = 0;

  constructor({ dictionaries }: ExportInput) {
    const ofKey = KEY.map((column) => dictionaries[column]!);
    this.#candidates = new CandidateRows(PROTOCOL, COLUMNS, dictionaries);
    this.#texts = ofKey.map((names) => new NameBytes(names, (name) => `,${csvValue(name)}`));
    this.#digest = new KeyDigest(ofKey);
  }

  begin(events: EventColumns, begin: number, end: number): void {
    this.#events = events;
    this.#kept = this.#candidates.of(events, begin, end);
    this.#asked = 0;
    for (const texts of this.#texts) texts.refresh();
  }

  keeps(row: number): boolean {
    if (this.#kept[this.#asked] !== row) return false;
    this.#asked++;
    return true;
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    const key = KEY.map((column) => ids[column]![row]!);
    lines.integer(time[row]!);
    for (const column of KEY) lines.name(this.#texts[column]!, key[column]!);
    lines.byte(COMMA);
    lines.byte(ZERO + label);
    if (time[row]! < PROTOCOL.testFrom) return;
    this.#digest.addOne(time[row]!, key);
    this.#units++;
  }

  candidates(): CandidateUnits {
    return { units: this.#units, keyDigest: this.#digest.toString() };
  }
}
