import { CsvRowSource } from './csv/csv-row-source.js';
import type { Format } from './formats/format.js';
import { formatGiven, type EventOf, type FormatName } from './formats/registry.js';
import { JsonRowSource } from './json/json-row-source.js';
import { openBytes } from './opening/open-bytes.js';
import { pathsGiven, readRows, settledRules, type ReadOptions } from './read-rows.js';
import { checkDialect } from './rows/dialect.js';
import { Intake } from './rows/intake.js';
import type { RowTarget } from './rows/row-source.js';

/** Few enough that a list of rows of any length stays within bounds, enough to forget the cost of handing it on. */
const MOST_EVENTS = 4096;

/**
 * The rows of CMSC files as objects. Several files are one stream, in the order given; a file is plain or gzip, `-` is standard input.
 *
 * @param paths one file or several.
 * @param format a format by its name; the other form takes a format of your own.
 * @param options how they are written and what is wanted of them; see {@link ReadOptions}.
 * @throws CmscError (usage) at once for options that can't be; while reading the codes of bad rows, BAD_GZIP, GZIP_TRUNCATED and MISSING_COLUMN
 * (data), NOT_FOUND and READ_FAILED (io), INTERRUPTED. The rows before an error come before it.
 * @example
 * for await (const event of readEvents('auth.txt.gz', 'auth')) {
 *   if (event.orientation === 'LogOn') console.log(event.time, event.dst_user, event.dst_machine);
 * }
 */
export function readEvents<Name extends FormatName>(
  paths: string | readonly string[],
  format: Name,
  options?: ReadOptions,
): AsyncIterable<EventOf<Name>>;
/**
 * The same for a format of your own: its `toEvent` makes the objects.
 *
 * @throws CmscError as the form for named formats does.
 */
export function readEvents<Event>(
  paths: string | readonly string[],
  format: Format<Event>,
  options?: ReadOptions,
): AsyncIterable<Event>;
export function readEvents(
  paths: string | readonly string[],
  format: string | Format,
  options: ReadOptions = {},
): AsyncIterable<unknown> {
  const rowFormat = formatGiven(format);
  const dialect = checkDialect(options.dialect ?? {}, rowFormat);
  const intake = new Intake({
    ...settledRules(options),
    format: rowFormat,
    others: 'emit',
    failedLogons: 'other',
    previousTime: -1,
  });
  const target = new EventList(rowFormat);
  const lists = readRows({
    paths: pathsGiven(paths),
    format: rowFormat,
    options,
    intake,
    target,
    sourceOf: ({ isTable }) =>
      rowFormat.syntax === 'json-lines'
        ? new JsonRowSource(rowFormat, intake, target)
        : new CsvRowSource({ format: rowFormat, dialect, intake, target, countsRows: isTable }),
    inputs: [],
    eager: true,
    openText: (path) => openBytes(path, { hash: false, signal: options.signal }),
    onProgress: undefined,
  });
  return flattened(lists);
}

async function* flattened<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const list of lists) yield* list;
}

/** Gathers rows as objects. */
class EventList<Event> implements RowTarget<Event[]> {
  #events: Event[] = [];
  readonly #format: Format<Event>;

  constructor(format: Format<Event>) {
    this.#format = format;
  }

  get size(): number {
    return this.#events.length;
  }

  get full(): boolean {
    return this.#events.length >= MOST_EVENTS;
  }

  add(fields: readonly string[]): void {
    this.#events.push(this.#format.toEvent(fields));
  }

  take(): Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
