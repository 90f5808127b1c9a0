import { compareBytes, csvValue, type EventColumns, KeyDigest, NameBytes } from '@cmsc/core';
import type {
  AuthColumn,
  Candidates,
  ExportFormat,
  ExportInput,
  ExportRun,
  RowRange,
  Variant,
} from './export-format.js';
import { AttackLabels } from './parts/attack-labels.js';
import { RemoteLogons } from './parts/remote-logons.js';
import { emptyTally } from './parts/row-export.js';

const COMMA = 44;
const HOUR = 3600;
const TRAIN_HOURS = 168;
const VALIDATION_HOURS = 192;
/** Nothing of the red team's happens after day 30: the published code stops there. */
const END = 2_592_000;
const COLUMNS: readonly AuthColumn[] = ['dst_user', 'src_machine', 'dst_machine', 'orientation'];
const [, SOURCE, DESTINATION, ORIENTATION] = [0, 1, 2, 3] as const;
const HEADER = 'window,src,dst,count';
/** Ids of machines are below it: a pair of them is one whole number. */
const PAIR = 2 ** 26;

/**
 * Larroche 2023 (cl-anssi/NetworkSourceSeparation): remote logons counted by hour, source and destination, in three files by time. After the
 * first seven days only machines of these days are kept. The published code labels all of an hour's logons between two machines when the red
 * team has one in that hour, whoever it logged on as; corrected, one of the hour's logons has to be the red team's.
 */
export const larroche2023: ExportFormat = {
  name: 'larroche2023',
  title: 'Larroche 2023, github.com/cl-anssi/NetworkSourceSeparation',
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
  readonly #logons: RemoteLogons;
  readonly #labels: AttackLabels;
  readonly #texts: NameBytes;
  readonly #digest: KeyDigest;
  /** Pairs of machines that the red team has in an hour. */
  readonly #attackedHours = new Set<string>();
  /** Machines of the hours of training. */
  readonly #known = new Set<number>();
  readonly #edges = new Map<number, Edge>();
  #hour = -1;
  #units = 0;

  constructor(input: ExportInput) {
    const { redteam, dictionaries, files } = input;
    const machines = dictionaries[SOURCE]!;
    this.#input = input;
    this.#logons = new RemoteLogons(dictionaries[ORIENTATION]!);
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
    for (let row = begin; row < end; row++) {
      if (events.time[row]! >= END) break;
      if (this.#keeps(events, row)) this.#count(events, row, attacks.has(row));
    }
  }

  finish(): void {
    this.#writeHour();
  }

  candidates(): Candidates {
    return { units: this.#units, keyDigest: this.#digest.toString() };
  }

  #keeps({ time, ids }: EventColumns, row: number): boolean {
    const [source, destination] = [ids[SOURCE]![row]!, ids[DESTINATION]![row]!];
    if (!this.#logons.has(ids[ORIENTATION]![row]!, source, destination)) return false;
    if (time[row]! >= TRAIN_HOURS * HOUR) return this.#known.has(source) && this.#known.has(destination);
    this.#known.add(source).add(destination);
    return true;
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
    if (this.#hour >= VALIDATION_HOURS) {
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
  return hour < TRAIN_HOURS ? 'train.csv' : hour < VALIDATION_HOURS ? 'validation.csv' : 'test.csv';
}

function hourKey(time: number, source: number, destination: number): string {
  return `${Math.floor(time / HOUR)} ${source} ${destination}`;
}
