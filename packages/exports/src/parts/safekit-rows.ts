import { AUTH_COLUMNS, NameBytes, PerName, type EventColumns } from '@cmsc/core';
import { wordOf } from '@cmsc/sequences';
import { type ExportInput } from '../export-format.js';
import type { LineBuffer } from './line-buffer.js';
import type { RowLayout } from './row-export.js';
import type { SliceRule } from './slice-files.js';
import { accountOf } from './users.js';

const SPACE = 32;
const ZERO = 48;
const DAY = 86_400;
const SRC_USER = AUTH_COLUMNS.indexOf('src_user');

/** The days that the published code leaves out as weekends … */
const WEEKEND_DAYS = [3, 4, 10, 11, 17, 18, 24, 25, 31, 32, 38, 39, 45, 46, 52, 53];
/** … and one day more, which is none: 45 and 46 are Saturday and Sunday. */
const MONDAY_LEFT_OUT = 47;

/** A file a day. Days without rows have none. */
export const SAFEKIT_SLICES: SliceRule = { seconds: DAY, fileOf: (day) => `${day}.txt`, fillsGaps: false };

/** The published code compares whole lines of auth with those that are the red team's, so both variants label alike. */
export const SAFEKIT_LABELS: RowLayout['labels'] = {
  'as-published': { user: 'dst_user' },
  corrected: { user: 'dst_user' },
};

/** What both of safekit's forms share: the rows of users on working days, and the five columns that begin a line. */
export class SafekitRows {
  readonly #isUser: PerName;
  readonly #numbers: NameBytes;
  #events!: EventColumns;
  /** The day of the row asked for last, and whether it is a weekend. */
  #day = -1;
  #isWeekend = false;

  constructor({ dictionaries }: ExportInput) {
    const users = dictionaries[SRC_USER]!;
    this.#isUser = new PerName(users, (user) => (user.startsWith('U') ? 1 : 0));
    this.#numbers = new NameBytes(users, (user) => wordOf(accountOf(user.trim()).replaceAll('U', '')));
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#isUser.refresh();
    this.#numbers.refresh();
  }

  keeps(row: number): boolean {
    const { time, ids } = this.#events;
    if (this.#isUser.values[ids[SRC_USER]![row]!] === 0) return false;
    this.#moveTo(Math.floor(time[row]! / DAY));
    return !this.#isWeekend;
  }

  /** Whether the row, which `keeps` was asked about last, is one of the Monday. */
  loses(): boolean {
    return this.#day === MONDAY_LEFT_OUT;
  }

  /** Appends line number, second, day, number of the user, and label. */
  putHead(lines: LineBuffer, row: number, number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    lines.integer(number);
    lines.byte(SPACE);
    lines.integer(time[row]!);
    lines.byte(SPACE);
    lines.integer(this.#day);
    lines.byte(SPACE);
    lines.name(this.#numbers, ids[SRC_USER]![row]!);
    lines.byte(SPACE);
    lines.byte(ZERO + label);
  }

  #moveTo(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#isWeekend = WEEKEND_DAYS.includes(day);
  }
}
