import { AUTH_COLUMNS, csvValue, NameBytes, PerName, type EventColumns } from '@cmsc/core';
import { type ExportFormat, type ExportInput } from './export-format.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { RowExport, type RowWriter } from './parts/row-export.js';
import { accountOf, domainOf, withoutDollar } from './parts/users.js';

const COMMA = 44;
const ZERO = 48;
const [SRC_USER, DST_USER] = [AUTH_COLUMNS.indexOf('src_user'), AUTH_COLUMNS.indexOf('dst_user')];

/**
 * KTH's log anomaly detection: the rows of users, by day, with users cut into account and domain.
 * The published code compares the red team's user with the row's source user, although it is the one logged on as.
 */
export const kth: ExportFormat = {
  name: 'kth',
  title: 'Log anomaly detection at KTH, github.com/KTH-SSAS/log-anomaly-detection',
  holds: 'whose src_user starts with U',
  columns: AUTH_COLUMNS,
  passes: 1,
  start: (input) =>
    new RowExport(
      input,
      {
        format: kth,
        slices: { seconds: 86_400, fileOf: (day) => `${day}.csv`, fillsGaps: false },
        labels: { 'as-published': { user: 'src_user' }, corrected: { user: 'dst_user' } },
      },
      new KthRows(input),
    ),
};

class KthRows implements RowWriter {
  readonly #isUser: PerName;
  readonly #texts: readonly NameBytes[];
  #events!: EventColumns;

  constructor({ dictionaries }: ExportInput) {
    this.#isUser = new PerName(dictionaries[SRC_USER]!, (name) => (name.startsWith('U') ? 1 : 0));
    this.#texts = dictionaries.map((names, column) => new NameBytes(names, textOf(column)));
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#isUser.refresh();
    for (const texts of this.#texts) texts.refresh();
  }

  keeps(row: number): boolean {
    return this.#isUser.values[this.#events.ids[SRC_USER]![row]!] === 1;
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    lines.integer(time[row]!);
    for (let column = 0; column < ids.length; column++) lines.name(this.#texts[column]!, ids[column]![row]!);
    lines.byte(COMMA);
    lines.byte(ZERO + label);
  }
}

/** How a value of a column is written, with the comma before it. */
function textOf(column: number): (value: string) => string {
  if (column === SRC_USER) return (user) => `,${csvValue(accountOf(user))},${csvValue(domainOf(user))}`;
  if (column === DST_USER)
    return (user) => `,${csvValue(withoutDollar(accountOf(user)))},${csvValue(domainOf(user))}`;
  return (value) => `,${csvValue(value)}`;
}
