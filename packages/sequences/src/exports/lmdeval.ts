import { csvValue, type EventColumns, KeyDigest, NameBytes } from '@cmsc/core';
import type { AuthColumn, Candidates, ExportFormat, ExportInput } from './export-format.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { RemoteLogons } from './parts/remote-logons.js';
import { RowExport, type RowRules } from './parts/row-export.js';

const COMMA = 44;
const ZERO = 48;
const FILE = 'lanl.csv';
const COLUMNS: readonly AuthColumn[] = ['dst_user', 'src_machine', 'dst_machine', 'orientation'];
const [USER, SOURCE, DESTINATION, ORIENTATION] = [0, 1, 2, 3] as const;
const KEY = [USER, SOURCE, DESTINATION];
/** The code has no split: as in `cmsc score`, the units to be scored begin with the first red-team event. */
const TEST_FROM = 150_885;

/** LMDEval: the remote logons in one CSV file without a header. Nothing of its code has to be mended, so the variants are one. */
export const lmdeval: ExportFormat = {
  name: 'lmdeval',
  title: 'LMDEval, github.com/cl-anssi/LMDEval',
  holds: 'that are LogOns with src_machine other than dst_machine',
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

class LmdevalRows implements RowRules {
  readonly #logons: RemoteLogons;
  readonly #texts: readonly NameBytes[];
  readonly #digest: KeyDigest;
  #events!: EventColumns;
  #units = 0;

  constructor({ dictionaries }: ExportInput) {
    const ofKey = KEY.map((column) => dictionaries[column]!);
    this.#logons = new RemoteLogons(dictionaries[ORIENTATION]!);
    this.#texts = ofKey.map((names) => new NameBytes(names, (name) => `,${csvValue(name)}`));
    this.#digest = new KeyDigest(ofKey);
  }

  begin(events: EventColumns): void {
    this.#events = events;
    for (const texts of this.#texts) texts.refresh();
  }

  keeps(row: number): boolean {
    const { ids } = this.#events;
    return this.#logons.has(ids[ORIENTATION]![row]!, ids[SOURCE]![row]!, ids[DESTINATION]![row]!);
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    const key = KEY.map((column) => ids[column]![row]!);
    lines.integer(time[row]!);
    for (const column of KEY) lines.name(this.#texts[column]!, key[column]!);
    lines.byte(COMMA);
    lines.byte(ZERO + label);
    if (time[row]! < TEST_FROM) return;
    this.#digest.addOne(time[row]!, key);
    this.#units++;
  }

  candidates(): Candidates {
    return { units: this.#units, keyDigest: this.#digest.toString() };
  }
}
