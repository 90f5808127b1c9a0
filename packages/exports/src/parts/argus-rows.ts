import { AUTH_COLUMNS, grown, type EventColumns } from '@cmsc/core';
import { type ExportInput, type Variant } from '../export-format.js';
import type { LineBuffer } from './line-buffer.js';
import { NumberedNames, writeNameMap } from './numbered-names.js';
import { NtlmRows } from './chosen-rows.js';
import type { RowWriter } from './row-export.js';
import { accountOf, withoutDollar } from './users.js';

const COMMA = 44;
const ZERO = 48;
const SEEN_LOST = 1;
const SEEN = 2;
const [SRC_USER, DST_USER, SOURCE, DESTINATION, AUTH_TYPE, LOGON_TYPE, ORIENTATION, RESULT] =
  AUTH_COLUMNS.map((_, i) => i) as [number, number, number, number, number, number, number, number];

/** Rows as Argus has them: time, source, destination, both users, authentication type, logon type, orientation, result, label. */
export class ArgusRows implements RowWriter {
  /** The numbers of machines. */
  readonly machines: NumberedNames;
  readonly #input: ExportInput;
  readonly #ntlm: NtlmRows;
  /** Each column with the numbers that are written for its names; columns that share numbers share the object. */
  readonly #written: readonly { column: number; numbers: NumberedNames }[];
  readonly #maps: Readonly<Record<string, NumberedNames>>;
  #events!: EventColumns;
  /** By machine, whether it was seen: in a row that the published code has, or only in one that it loses. */
  #seen = new Uint8Array(256);

  constructor(input: ExportInput) {
    const numbered = (column: number): NumberedNames => new NumberedNames(input.dictionaries[column]!);
    const users = new NumberedNames(input.dictionaries[SRC_USER]!, (user) => withoutDollar(accountOf(user)));
    const [machines, types, logons] = [numbered(SOURCE), numbered(AUTH_TYPE), numbered(LOGON_TYPE)];
    const [orientations, results] = [numbered(ORIENTATION), numbered(RESULT)];
    this.#input = input;
    this.#ntlm = new NtlmRows(input.dictionaries);
    this.machines = machines;
    this.#maps = {
      nmap: machines,
      umap: users,
      atmap: types,
      ltmap: logons,
      aomap: orientations,
      smap: results,
    };
    this.#written = [
      { column: SOURCE, numbers: machines },
      { column: DESTINATION, numbers: machines },
      { column: SRC_USER, numbers: users },
      { column: DST_USER, numbers: users },
      { column: AUTH_TYPE, numbers: types },
      { column: LOGON_TYPE, numbers: logons },
      { column: ORIENTATION, numbers: orientations },
      { column: RESULT, numbers: results },
    ];
  }

  /** Whether the machine `id` is in the map that a variant makes. */
  knows(id: number, variant: Variant): boolean {
    const seen = this.#seen[id];
    return seen === SEEN || (seen === SEEN_LOST && variant === 'corrected');
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#ntlm.begin(events);
    this.#seen = grown(this.#seen, this.#input.dictionaries[SOURCE]!.size);
  }

  keeps(row: number): boolean {
    return this.#ntlm.has(row);
  }

  loses(row: number, number: number): boolean {
    const lost = number === 0;
    const { ids } = this.#events;
    for (const machine of [ids[SOURCE]![row]!, ids[DESTINATION]![row]!]) {
      if (!lost) this.#seen[machine] = SEEN;
      else if (this.#seen[machine] !== SEEN) this.#seen[machine] = SEEN_LOST;
    }
    return lost;
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    lines.integer(time[row]!);
    for (const { column, numbers } of this.#written) {
      lines.byte(COMMA);
      lines.integer(numbers.numberOf(ids[column]![row]!));
    }
    lines.byte(COMMA);
    lines.byte(ZERO + label);
  }

  finish(): void {
    for (const [name, numbers] of Object.entries(this.#maps))
      writeNameMap(this.#input.files, name, numbers.list);
  }
}
