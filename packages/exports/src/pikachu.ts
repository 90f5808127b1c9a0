import { csvValue, NameBytes, PerName, type AuthColumn, type EventColumns } from '@cmsc/core';
import type { ExportFormat, ExportInput } from './export-format.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { RowExport, type RowWriter } from './parts/row-export.js';

const COMMA = 44;
const ZERO = 48;
const HOUR = 3600;
const FILE = 'auth_all_anom_1hr.csv';
const HEADER = ',timestamp,src_user,src_computer,dst_computer,label,snapshot';
const COLUMNS: readonly AuthColumn[] = [
  'src_user',
  'dst_user',
  'src_machine',
  'dst_machine',
  'auth_type',
  'logon_type',
];
const [SRC_USER, , SOURCE, DESTINATION, AUTH_TYPE, LOGON_TYPE] = [0, 1, 2, 3, 4, 5] as const;

/** Accounts that are nobody's: a word of these with something, if only its domain, behind it. */
const NOBODY = /(?:ANONYMOUS|LOCAL|NETWORK|ADMIN)(?!$)/;

/**
 * Pikachu (Paudel and Huang, NOMS 2022): edges between different machines in one CSV file, with the hour that each is in, counted from
 * the first of them. Its own red-team file has a header, so no event is lost; the red team's user is compared with the source user.
 */
export const pikachu: ExportFormat = {
  name: 'pikachu',
  title: 'Pikachu (Paudel and Huang 2022), github.com/rpaudel42/Pikachu',
  holds: 'between two machines, with both types known, of users and machines only',
  columns: COLUMNS,
  passes: 1,
  start(input) {
    const header = input.files.file(FILE);
    header.text(`${HEADER}\n`);
    const slices = { seconds: Infinity, fileOf: () => FILE, fillsGaps: false };
    const labels = { 'as-published': { user: 'src_user' }, corrected: { user: 'dst_user' } } as const;
    return new RowExport(input, { format: pikachu, slices, labels }, new PikachuRows(input));
  },
};

class PikachuRows implements RowWriter {
  readonly #isNobody: PerName;
  readonly #isUnknown: readonly PerName[];
  readonly #texts: readonly NameBytes[];
  #events!: EventColumns;
  #rows = 0;
  #firstTime = 0;

  constructor({ dictionaries }: ExportInput) {
    const isUnknown = (name: string): number => (name === '?' ? 1 : 0);
    this.#isNobody = new PerName(dictionaries[SRC_USER]!, (name) => (NOBODY.test(name) ? 1 : 0));
    this.#isUnknown = [AUTH_TYPE, LOGON_TYPE].map((column) => new PerName(dictionaries[column]!, isUnknown));
    this.#texts = [SRC_USER, SOURCE].map((column) => new NameBytes(dictionaries[column]!, csvValue));
  }

  begin(events: EventColumns): void {
    this.#events = events;
    for (const cache of [this.#isNobody, ...this.#isUnknown, ...this.#texts]) cache.refresh();
  }

  keeps(row: number): boolean {
    const { ids } = this.#events;
    const [authType, logonType] = this.#isUnknown;
    return (
      ids[SOURCE]![row] !== ids[DESTINATION]![row] &&
      authType!.values[ids[AUTH_TYPE]![row]!] === 0 &&
      logonType!.values[ids[LOGON_TYPE]![row]!] === 0 &&
      this.#isNobody.values[ids[SRC_USER]![row]!] === 0
    );
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    const [users, machines] = this.#texts;
    const second = time[row]!;
    if (this.#rows === 0) this.#firstTime = second;
    lines.integer(this.#rows++);
    lines.byte(COMMA);
    lines.integer(second);
    lines.byte(COMMA);
    lines.name(users!, ids[SRC_USER]![row]!);
    for (const column of [SOURCE, DESTINATION]) {
      lines.byte(COMMA);
      lines.name(machines!, ids[column]![row]!);
    }
    lines.byte(COMMA);
    lines.byte(ZERO + label);
    lines.byte(COMMA);
    lines.integer(Math.floor((second - this.#firstTime) / HOUR));
  }
}
