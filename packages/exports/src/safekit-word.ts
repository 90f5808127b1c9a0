import { AUTH_COLUMNS, utf8, type EventColumns } from '@cmsc/core';
import { type ExportFormat, type ExportInput, type ExportRun, type RowRange } from './export-format.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { RowExport, type RowWriter } from './parts/row-export.js';
import { SAFEKIT_LABELS, SAFEKIT_SLICES, SafekitRows } from './parts/safekit-rows.js';
import { accountOf, domainOf, withoutDollar } from './parts/users.js';
import { RESERVED_WORDS, WordIds, WordKind, WordsOfNames } from './parts/word-ids.js';

const SPACE = 32;
/** A machine or domain that occurs less often is out of the vocabulary. */
const CUTOFF = 40;
const BEGIN = utf8(` ${RESERVED_WORDS.begin}`);
const END = utf8(` ${RESERVED_WORDS.end}`);
/** A value that the data itself cuts off in different places. */
const OFTEN_CUT = 'MICROSOFT_AUTH';

/**
 * safekit, word level (Tuor et al. 2018): ten word ids a row, between 0 (begin) and 1 (end). Rare machines and domains have the ids 3 and 4;
 * 2 is there for rare users, but the published code keeps all users, and so do both variants here.
 */
export const safekitWord: ExportFormat = {
  name: 'safekit-word',
  title: 'safekit, word level (Tuor et al. 2018), github.com/pnnl/safekit',
  holds: 'whose src_user starts with U, on working days',
  columns: AUTH_COLUMNS,
  passes: 2,
  start: startWords,
};

function startWords(input: ExportInput): ExportRun {
  const rules = new WordRows(input);
  const rows = new RowExport(
    input,
    { format: safekitWord, slices: SAFEKIT_SLICES, labels: SAFEKIT_LABELS },
    rules,
  );
  return {
    tally: rows.tally,
    count: (range) => rules.count(range),
    write: (range) => rows.write(range),
    finish: () => rows.finish(),
  };
}

class WordRows implements RowWriter {
  readonly #input: ExportInput;
  readonly #common: SafekitRows;
  readonly #ids = new WordIds();
  /** The ten words of a row in their order, each with the column that it comes from. */
  readonly #words: readonly { column: number; words: WordsOfNames }[];
  #isCounting = true;
  #events!: EventColumns;

  constructor(input: ExportInput) {
    this.#input = input;
    this.#common = new SafekitRows(input);
    const users = new WordKind(this.#ids);
    const machines = new WordKind(this.#ids, RESERVED_WORDS.rareMachine, CUTOFF);
    const domains = new WordKind(this.#ids, RESERVED_WORDS.rareDomain, CUTOFF);
    const words = (column: number, wordOf: (name: string) => string, kindOf: (word: string) => WordKind) => {
      return { column, words: new WordsOfNames(input.dictionaries[column]!, wordOf, kindOf) };
    };
    // The account of a machine is a machine.
    const usersOrMachines = (word: string): WordKind => (word.startsWith('U') ? users : machines);
    const values = (column: number, wordOf = (name: string): string => name) => {
      const kind = new WordKind(this.#ids);
      return words(column, wordOf, () => kind);
    };
    this.#words = [
      words(0, accountOf, () => users),
      words(0, domainOf, () => domains),
      words(1, (user) => withoutDollar(accountOf(user)), usersOrMachines),
      words(1, domainOf, () => domains),
      words(
        2,
        (name) => name,
        () => machines,
      ),
      words(
        3,
        (name) => name,
        () => machines,
      ),
      values(4, (type) => (type.startsWith(OFTEN_CUT) ? OFTEN_CUT : type)),
      values(5),
      values(6),
      values(7, (result) => result.trim()),
    ];
  }

  /** Counts the words of the rows that will be written. */
  count({ events, begin, end }: RowRange): void {
    this.begin(events);
    for (let row = begin; row < end; row++) {
      if (!this.keeps(row) || (this.#input.variant === 'as-published' && this.loses())) continue;
      for (const { column, words } of this.#words) words.count(events.ids[column]![row]!);
    }
  }

  begin(events: EventColumns): void {
    this.#events = events;
    this.#common.begin(events);
  }

  keeps(row: number): boolean {
    return this.#common.keeps(row);
  }

  loses(): boolean {
    return this.#common.loses();
  }

  write(lines: LineBuffer, row: number, number: number, label: 0 | 1): void {
    if (this.#isCounting) this.#finishCounting();
    this.#common.putHead(lines, row, number, label);
    lines.copy(BEGIN);
    for (const { column, words } of this.#words) {
      lines.byte(SPACE);
      lines.integer(words.idOf(this.#events.ids[column]![row]!));
    }
    lines.copy(END);
  }

  finish(): void {
    const put = (path: string, text: string): void => this.#input.files.file(path).text(text);
    put('word_token_map.json', this.#ids.toJson());
    put(`${CUTOFF}_em_size.txt`, String(this.#ids.size));
  }

  #finishCounting(): void {
    this.#isCounting = false;
    for (const { words } of this.#words) words.finishCounting();
  }
}
