import { AUTH_COLUMNS, Dictionary, EDGE_OTHER, type EventColumns, type RedTeamEvent } from '@cmsc/core';
import { RedTeamIndex } from '@cmsc/labeling';
import {
  type ExportFiles,
  type ExportFormat,
  type ExportTally,
  type RowRange,
  type Variant,
} from '../export-format.js';
import { FLOW_COLUMNS } from '../parts/flow-export.js';
import { LineBuffer } from '../parts/line-buffer.js';

/** The files of an export, in memory. */
export class MemoryFiles implements ExportFiles {
  readonly #files = new Map<string, LineBuffer>();
  /** Files that were closed; nothing may come for them any more. */
  readonly closed = new Set<string>();

  file(path: string): LineBuffer {
    if (this.closed.has(path)) throw new Error(`${path} was closed already`);
    const lines = this.#files.get(path) ?? new LineBuffer();
    this.#files.set(path, lines);
    return lines;
  }

  close(path: string): void {
    this.closed.add(path);
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  bytes(path: string): Uint8Array {
    return this.#files.get(path)!.view();
  }

  text(path: string): string {
    return new TextDecoder().decode(this.bytes(path));
  }
}

/** What a format is run with. */
export interface FormatCase {
  lines: readonly string[];
  redteam: readonly string[];
  flows?: readonly string[];
  variant: Variant;
  batchRows?: number;
}

/** What came of it. */
export interface FormatResult {
  files: MemoryFiles;
  tally: ExportTally;
  flowTally: ExportTally | undefined;
}

/** Runs a format over lines. */
export function runFormat(
  format: ExportFormat,
  { lines, redteam, flows, variant, batchRows = 7 }: FormatCase,
): FormatResult {
  const files = new MemoryFiles();
  const dictionaries: Record<string, Dictionary> = {};
  const dictionaryOf = (column: string): Dictionary => {
    const kind = /user$/.test(column) ? 'user' : /machine$/.test(column) ? 'computer' : column;
    return (dictionaries[kind] ??= new Dictionary());
  };
  const run = format.start({
    variant,
    redteam: new RedTeamIndex(redteam.map(redTeamRow)),
    files,
    dictionaries: format.columns.map(dictionaryOf),
    flowDictionaries: flows && FLOW_COLUMNS.map(dictionaryOf),
  });
  const auth = (): Generator<RowRange> =>
    batches(lines, ['time', ...AUTH_COLUMNS], format.columns, dictionaryOf, batchRows);
  if (format.passes === 2) for (const range of auth()) run.count!(range);
  for (const range of auth()) run.write(range);
  if (flows) {
    for (const range of batches(flows, FLOW_FILE_COLUMNS, FLOW_COLUMNS, dictionaryOf, batchRows)) {
      const rows = flows
        .slice(range.firstRow, range.firstRow + range.events.length)
        .map((line) => `${line}\n`);
      const encoded = rows.map((text) => new TextEncoder().encode(text));
      let end = 0;
      const ends = Uint32Array.from(encoded, (bytes) => (end += bytes.length));
      run.writeFlows!({ ...range, raw: { bytes: new TextEncoder().encode(rows.join('')), ends } });
    }
  }
  run.finish();
  return { files, tally: run.tally, flowTally: run.flowTally };
}

const FLOW_FILE_COLUMNS = [
  'time',
  'duration',
  'src_machine',
  'src_port',
  'dst_machine',
  'dst_port',
  'protocol',
  'packets',
  'bytes',
];

function* batches(
  lines: readonly string[],
  fileColumns: readonly string[],
  columns: readonly string[],
  dictionaryOf: (column: string) => Dictionary,
  batchRows: number,
): Generator<RowRange> {
  const places = columns.map((column) => fileColumns.indexOf(column));
  for (let firstRow = 0; firstRow < lines.length; firstRow += batchRows) {
    const rows = lines.slice(firstRow, firstRow + batchRows).map((line) => line.split(','));
    const events: EventColumns = {
      length: rows.length,
      time: Int32Array.from(rows, ([time]) => Number(time)),
      edge: new Uint8Array(rows.length).fill(EDGE_OTHER),
      ids: places.map((place, i) =>
        Int32Array.from(rows, (row) => dictionaryOf(columns[i]!).intern(row[place]!)),
      ),
    };
    yield { events, begin: 0, end: rows.length, firstRow };
  }
}

function redTeamRow(line: string): RedTeamEvent {
  const [time, src_user, src_machine, dst_machine] = line.split(',') as [string, string, string, string];
  return { attack_time: Number(time), src_user, src_machine, dst_machine };
}
