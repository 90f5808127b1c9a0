import { compareBytes, csvValue, KeyDigest, NameBytes, type AuthColumn, type EventColumns } from '@cmsc/core';
import { protocolNamed } from '@cmsc/detection';
import type {
  CandidateUnits,
  ExportFormat,
  ExportInput,
  ExportRun,
  RowRange,
  Variant,
} from './export-format.js';
import { AttackLabels } from './parts/attack-labels.js';
import { CandidateRows } from './parts/chosen-rows.js';
import { emptyTally } from './parts/row-export.js';

const COMMA = 44;
const PROTOCOL = protocolNamed('larroche2023');
const { unitSeconds: HOUR, trainTo = 0, testFrom } = PROTOCOL;
const COLUMNS: readonly AuthColumn[] = ['dst_user', 'src_machine', 'dst_machine', 'orientation'];
const [SOURCE, DESTINATION] = [COLUMNS.indexOf('src_machine'), COLUMNS.indexOf('dst_machine')];
const HEADER = 'window,src,dst,count';
/** Ids of machines are below it: a pair of them is one whole number. */
const PAIR = 2 ** 26;

/**
 * Larroche 2023 (cl-anssi/NetworkSourceSeparation): remote logons counted by hour, source and destination, in three files by time. After the
 * first seven days only machines of these days are kept. The published code labels all of an hour's logons between two machines when the red
 * team has one in that hour, whoever it logged on as; corrected, one of the hour's logons has to be the red team's.
 */
export const larroche2023: ExportFormat = {
  name: PROTOCOL.name,
  title: PROTOCOL.title,
  holds: 'of the first 30 days that are LogOns with src_machine other than dst_machine, by hour',
  columns: COLUMNS,
  passes: 1,
  start: (input) => new LarrocheExport(input),
};

/** What an hour has of one pair of machines. */
interface Edge {
  source: number;
  destination: number;
  count: number;
  /** Whether one of the logons is the red team's. */
  isAttack: boolean;
}

class LarrocheExport implements ExportRun {
  readonly tally = emptyTally();
  readonly #input: ExportInput;
  readonly #candidates: CandidateRows;
  readonly #labels: AttackLabels;
  readonly #texts: NameBytes;
  readonly #digest: KeyDigest;
  /** Pairs of machines that the red team has in an hour. */
  readonly #attackedHours = new Set<string>();
  readonly #edges = new Map<number, Edge>();
  #hour = -1;
  #units = 0;

  constructor(input: ExportInput) {
    const { redteam, dictionaries, files } = input;
    const machines = dictionaries[SOURCE]!;
    this.#input = input;
    this.#candidates = new CandidateRows(PROTOCOL, COLUMNS, dictionaries);
    const rules = { 'as-published': { user: 'dst_user' }, corrected: { user: 'dst_user' } } as const;
    this.#labels = new AttackLabels(redteam, rules, COLUMNS, dictionaries);
    this.#texts = new NameBytes(machines, (name) => `,${csvValue(name)}`);
    this.#digest = new KeyDigest([machines, machines]);
    for (const { attack_time, src_machine, dst_machine } of redteam.tuples)
      this.#attackedHours.add(
        hourKey(attack_time, machines.intern(src_machine), machines.intern(dst_machine)),
      );
    for (const file of ['train.csv', 'validation.csv', 'test.csv'])
      files.file(file).text(`${HEADER}${file === 'test.csv' ? ',label' : ''}\n`);
  }

  write({ events, begin, end }: RowRange): void {
    const attacks = new Set(this.#labels.of(events, begin, end).map(({ row }) => row));
    for (const row of this.#candidates.of(events, begin, end)) this.#count(events, row, attacks.has(row));
  }

  finish(): void {
    this.#writeHour();
  }

  candidates(): CandidateUnits {
    return { units: this.#units, keyDigest: this.#digest.toString() };
  }

  #count({ time, ids }: EventColumns, row: number, isAttack: boolean): void {
    const hour = Math.floor(time[row]! / HOUR);
    if (hour !== this.#hour) this.#writeHour();
    this.#hour = hour;
    const [source, destination] = [ids[SOURCE]![row]!, ids[DESTINATION]![row]!];
    const key = source * PAIR + destination;
    const edge = this.#edges.get(key) ?? { source, destination, count: 0, isAttack: false };
    edge.count++;
    edge.isAttack ||= isAttack;
    this.#edges.set(key, edge);
  }

  /** Writes the hour that is over, sorted by the names of its machines. */
  #writeHour(): void {
    const machines = this.#input.dictionaries[SOURCE]!;
    const nameOf = (machine: number): string => machines.name(machine);
    const edges = [...this.#edges.values()].sort(
      (a, b) =>
        compareBytes(nameOf(a.source), nameOf(b.source)) ||
        compareBytes(nameOf(a.destination), nameOf(b.destination)),
    );
    this.#texts.refresh();
    for (const edge of edges) this.#writeEdge(edge);
    this.#edges.clear();
  }

  #writeEdge(edge: Edge): void {
    const { source, destination, count } = edge;
    const lines = this.#input.files.file(fileOf(this.#hour));
    lines.integer(this.#hour);
    for (const machine of [source, destination]) lines.name(this.#texts, machine);
    lines.byte(COMMA);
    lines.integer(count);
    if (this.#hour * HOUR >= testFrom) {
      lines.text(this.#isAttack(edge) ? ',-1' : ',1');
      this.#digest.addOne(this.#hour, [source, destination]);
      this.#units++;
    }
    lines.endLine();
    this.tally.rows++;
  }

  #isAttack({ source, destination, isAttack }: Edge): boolean {
    const labels: Record<Variant, boolean> = {
      'as-published': this.#attackedHours.has(hourKey(this.#hour * HOUR, source, destination)),
      corrected: isAttack,
    };
    if (labels['as-published'] !== labels.corrected) this.tally.differences.labels++;
    const label = labels[this.#input.variant];
    if (label) this.tally.labelled++;
    return label;
  }
}

function fileOf(hour: number): string {
  return hour * HOUR < trainTo ? 'train.csv' : hour * HOUR < testFrom ? 'validation.csv' : 'test.csv';
}

function hourKey(time: number, source: number, destination: number): string {
  return `${Math.floor(time / HOUR)} ${source} ${destination}`;
}
