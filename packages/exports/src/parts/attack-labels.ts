import { type AuthColumn, type Dictionary, type EventColumns, firstFrom } from '@cmsc/core';
import type { RedTeamIndex } from '@cmsc/labeling';
import type { Variant } from '../export-format.js';

/** Which rows of auth a variant takes for red-team logons: those with the time, source and destination of a red-team row, and … */
export interface LabelRule {
  /** … its user as the user named here, or any user. */
  user: 'src_user' | 'dst_user' | 'any';
  /** Whether the first row of the red-team file is taken for a header and lost. */
  losesFirstRow?: boolean;
}

/** A row that is a red-team logon in at least one of the variants. */
export interface LabelledRow {
  row: number;
  labels: Readonly<Record<Variant, 0 | 1>>;
}

interface Attack {
  user: number;
  source: number;
  destination: number;
  /** Whether it is still there when the first row of the file is lost. */
  survives: boolean;
}

/** Finds the red-team logons among rows of auth, as either variant sees them. It looks at no row outside the red team's seconds. */
export class AttackLabels {
  readonly #rules: Readonly<Record<Variant, LabelRule>>;
  readonly #seconds: Int32Array;
  readonly #attacks = new Map<number, Attack[]>();
  /** Places of the columns. */
  readonly #places: { srcUser: number; dstUser: number; source: number; destination: number };

  /** Interns the red team's names in the dictionaries of `columns`. */
  constructor(
    redteam: RedTeamIndex,
    rules: Readonly<Record<Variant, LabelRule>>,
    columns: readonly AuthColumn[],
    dictionaries: readonly Dictionary[],
  ) {
    const place = (column: AuthColumn): number => columns.indexOf(column);
    this.#places = {
      srcUser: place('src_user'),
      dstUser: place('dst_user'),
      source: place('src_machine'),
      destination: place('dst_machine'),
    };
    this.#rules = rules;
    this.#seconds = redteam.times;
    const surviving = new Set(redteam.rowTuples.slice(1));
    const computers = dictionaries[this.#places.source]!;
    const users = dictionaries[Math.max(this.#places.srcUser, this.#places.dstUser)];
    redteam.tuples.forEach(({ attack_time, src_user, src_machine, dst_machine }, number) => {
      const attack = {
        user: users?.intern(src_user) ?? -1,
        source: computers.intern(src_machine),
        destination: computers.intern(dst_machine),
        survives: surviving.has(number),
      };
      const sameSecond = this.#attacks.get(attack_time);
      if (sameSecond) sameSecond.push(attack);
      else this.#attacks.set(attack_time, [attack]);
    });
  }

  /** The red-team logons among the rows from `begin` up to `end`, in their order: usually none. */
  of(events: EventColumns, begin: number, end: number): readonly LabelledRow[] {
    const { time } = events;
    const found: LabelledRow[] = [];
    for (let row = begin; row < end;) {
      const second = this.#seconds[firstFrom(this.#seconds, time[row]!)];
      if (second === undefined) break;
      row = firstFrom(time, second, row, end);
      const attacks = this.#attacks.get(second)!;
      for (; row < end && time[row] === second; row++) {
        const labelled = this.#label(events, row, attacks);
        if (labelled) found.push(labelled);
      }
    }
    return found;
  }

  #label({ ids }: EventColumns, row: number, attacks: readonly Attack[]): LabelledRow | undefined {
    const { srcUser, dstUser, source, destination } = this.#places;
    const onRoute = attacks.filter(
      (a) => a.source === ids[source]![row] && a.destination === ids[destination]![row],
    );
    if (onRoute.length === 0) return undefined;
    const [src, dst] = [ids[srcUser]?.[row], ids[dstUser]?.[row]];
    const labelBy = ({ user, losesFirstRow = false }: LabelRule): 0 | 1 =>
      onRoute.some((attack) => {
        if (losesFirstRow && !attack.survives) return false;
        return user === 'any' || attack.user === (user === 'src_user' ? src : dst);
      })
        ? 1
        : 0;
    const labels = {
      'as-published': labelBy(this.#rules['as-published']),
      corrected: labelBy(this.#rules.corrected),
    };
    return labels['as-published'] || labels.corrected ? { row, labels } : undefined;
  }
}

type Route = Readonly<Record<Variant, Int32Array>>;

/**
 * Says whether a flow is near a red-team logon: from its source to its destination, within some seconds before or after.
 * The published code loses the first row of the red-team file, and labels nothing that is earlier than that row.
 */
export class NearbyAttacks {
  readonly #seconds: number;
  readonly #from: Readonly<Record<Variant, number>>;
  /** By source, then destination, the attack times of either variant, ascending. */
  readonly #routes = new Map<number, Map<number, Route>>();

  /** Interns the red team's machines in the dictionary `machines`. */
  constructor(redteam: RedTeamIndex, machines: Dictionary, seconds: number) {
    const first = redteam.tuples[redteam.rowTuples[0] ?? -1];
    this.#seconds = seconds;
    this.#from = { 'as-published': first?.attack_time ?? 0, corrected: 0 };
    const surviving = new Set(redteam.rowTuples.slice(1));
    redteam.tuples.forEach(({ src_machine, dst_machine, attack_time }, number) => {
      const source = machines.intern(src_machine);
      const destination = machines.intern(dst_machine);
      const routes = this.#routes.get(source) ?? new Map<number, Route>();
      this.#routes.set(source, routes);
      const { 'as-published': published, corrected } = routes.get(destination) ?? NO_TIMES;
      routes.set(destination, {
        'as-published': surviving.has(number) ? withTime(published, attack_time) : published,
        corrected: withTime(corrected, attack_time),
      });
    });
  }

  /** The label of a flow. */
  labelOf(time: number, source: number, destination: number, variant: Variant): 0 | 1 {
    const times = this.#routes.get(source)?.get(destination)?.[variant];
    if (times === undefined || time < this.#from[variant]) return 0;
    const nearest = times[firstFrom(times, time - this.#seconds)];
    return nearest !== undefined && nearest <= time + this.#seconds ? 1 : 0;
  }
}

const NO_TIMES: Route = { 'as-published': new Int32Array(0), corrected: new Int32Array(0) };

function withTime(times: Int32Array, time: number): Int32Array {
  return Int32Array.from([...times, time]).sort();
}
