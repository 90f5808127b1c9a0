import { type Dictionary, type EventColumns, PerName } from '@cmsc/core';
import {
  VARIANTS,
  type ExportInput,
  type ExportTally,
  type FlowRange,
  type Variant,
} from '../export-format.js';
import type { ArgusRows } from './argus-rows.js';
import type { LineBuffer } from './line-buffer.js';
import { NumberedNames, writeNameMap } from './numbered-names.js';
import { NearbyAttacks } from './attack-labels.js';
import { emptyTally } from './row-export.js';
import { SliceFiles, type SliceRule } from './slice-files.js';

const COMMA = 44;
const ZERO = 48;
const NEARBY_SECONDS = 300;

/** The columns of flows whose ids are read; durations, packets and bytes come as text. */
export const FLOW_COLUMNS = ['src_machine', 'dst_machine', 'src_port', 'dst_port', 'protocol'] as const;
const [SOURCE, DESTINATION, SRC_PORT, DST_PORT, PROTOCOL] = [0, 1, 2, 3, 4] as const;

/**
 * Flows as Argus has them: time, source, destination, both ports, protocol, duration, packets, bytes, label. A flow is
 * kept when nothing in it is unknown and both its machines are in the map of the auth rows; it has label 1 within 300
 * seconds of a red-team logon from its source to its destination.
 */
export class FlowExport {
  readonly tally: ExportTally = emptyTally();
  readonly #input: ExportInput;
  readonly #auth: ArgusRows;
  readonly #slices: SliceFiles;
  readonly #unknown: readonly PerName[];
  readonly #srcPorts: NumberedNames;
  readonly #dstPorts: NumberedNames;
  readonly #protocols: NumberedNames;
  readonly #attacks: NearbyAttacks;

  /** `dictionaries` are those of {@link FLOW_COLUMNS}; that of the machines is auth's, too. */
  constructor(input: ExportInput, dictionaries: readonly Dictionary[], slices: SliceRule, auth: ArgusRows) {
    this.#input = input;
    this.#auth = auth;
    this.#slices = new SliceFiles(input.files, slices);
    this.#unknown = dictionaries.map((names) => new PerName(names, (name) => (name.includes('?') ? 1 : 0)));
    this.#srcPorts = new NumberedNames(dictionaries[SRC_PORT]!);
    this.#dstPorts = new NumberedNames(dictionaries[DST_PORT]!, undefined, this.#srcPorts.list);
    this.#protocols = new NumberedNames(dictionaries[PROTOCOL]!);
    this.#attacks = new NearbyAttacks(input.redteam, dictionaries[SOURCE]!, NEARBY_SECONDS);
  }

  /** Takes flows, in order. */
  write({ events, begin, end, raw }: FlowRange): void {
    for (const facts of this.#unknown) facts.refresh();
    for (let row = begin; row < end; row++) {
      if (this.#unknown.some(({ values }, column) => values[events.ids[column]![row]!] === 1)) continue;
      const [published, corrected] = VARIANTS.map((variant) => this.#labelIn(variant, events, row));
      if ((published === undefined) !== (corrected === undefined)) this.tally.differences.rows++;
      else if (published !== corrected) this.tally.differences.labels++;
      const label = this.#input.variant === 'corrected' ? corrected : published;
      if (label === undefined) continue;
      const lines = this.#slices.fileAt(events.time[row]!);
      this.#writeRow(lines, events, row);
      putNumbers(lines, raw.bytes, row === 0 ? 0 : raw.ends[row - 1]!, raw.ends[row]!);
      lines.byte(COMMA);
      lines.byte(ZERO + label);
      lines.endLine();
      this.tally.rows++;
      this.tally.labelled += label;
    }
  }

  /** Closes the last file and writes the maps of ports and protocols. */
  finish(): void {
    this.#slices.finish();
    writeNameMap(this.#input.files, 'pomap', this.#srcPorts.list);
    writeNameMap(this.#input.files, 'prmap', this.#protocols.list);
  }

  /** The label that a variant gives the flow; undefined when it leaves it out. */
  #labelIn(variant: Variant, { time, ids }: EventColumns, row: number): 0 | 1 | undefined {
    const [source, destination] = [ids[SOURCE]![row]!, ids[DESTINATION]![row]!];
    if (!this.#auth.knows(source, variant) || !this.#auth.knows(destination, variant)) return undefined;
    return this.#attacks.labelOf(time[row]!, source, destination, variant);
  }

  #writeRow(lines: LineBuffer, { time, ids }: EventColumns, row: number): void {
    lines.integer(time[row]!);
    const numbered = [
      this.#auth.machines,
      this.#auth.machines,
      this.#srcPorts,
      this.#dstPorts,
      this.#protocols,
    ];
    numbered.forEach((numbers, column) => {
      lines.byte(COMMA);
      lines.integer(numbers.numberOf(ids[column]![row]!));
    });
  }
}

/** Appends the duration, which is the second value of the row, and packets and bytes, the last two: none is ever in quotes. */
function putNumbers(lines: LineBuffer, bytes: Uint8Array, start: number, end: number): void {
  const duration = bytes.indexOf(COMMA, start);
  lines.copy(bytes, duration, bytes.indexOf(COMMA, duration + 1));
  const bytesColumn = bytes.lastIndexOf(COMMA, end - 1);
  lines.copy(bytes, bytes.lastIndexOf(COMMA, bytesColumn - 1), end - 1);
}
