import { KeyIds } from '@cmsc/core';
import { bits } from '../bits.js';
import { FactsById } from '../facts-by-id.js';
import type { LogonColumns } from '../logon-columns.js';
import type { LogonBlock } from '../logon-kinds.js';
import { FeatureHistograms } from './feature-histograms.js';
import { FitWindow, type MachineFeatures } from './fit-window.js';
import { LastSeconds } from './last-seconds.js';
import { RecentCounts } from './recent-counts.js';
import type { Scorer, ScorerOptions, Scoring } from './scorer.js';

const HOUR = 3600;
const DAY = 86_400;
const MOST_GAP = 22;
const MOST_RECENT = 15;

/** The features, by their place in {@link BINS}. */
const DESTINATION_NEW = 0;
const SOURCE_NEW = 1;
const GAP = 2;
const NEW_DESTINATIONS = 3;
const NEW_USERS = 4;
const POPULARITY = 5;
const HOPS = 6;
/** Number of values of each feature. */
const BINS = [2, 2, 24, 16, 16, 20, 7];

/**
 * The sum of −ln p of seven features of a logon, each by its histogram: Tarn's variant `graph` (samad-zeeshan/Tarn). The user is src_user,
 * and every feature looks at earlier seconds only, whatever the period: whether user and destination are a new pair; whether user and
 * source are; how long ago the user was last on the destination; the user's new destinations within an hour; new users of the source
 * within a day; how many users the destination had before the fit ended; how many hops nearer to the busiest destinations it leads.
 * Histograms are of the second half of the time before `fitUntil`, and frozen then.
 */
export const surprise: Scorer = {
  name: 'surprise',
  title: 'sum of −ln p of seven features of user, source and destination',
  scoresFrom: ({ fitUntil }) => fitUntil,
  start: (options) => new SurpriseScoring(options),
};

class SurpriseScoring implements Scoring {
  readonly #options: ScorerOptions;
  readonly #userDestinations = new KeyIds(2);
  readonly #userSources = new KeyIds(2);
  /** Of each kind of logon, its keys in both. */
  readonly #ofKinds = new FactsById(2);
  readonly #destinationsLast = new LastSeconds();
  readonly #sourcesLast = new LastSeconds();
  readonly #newDestinations = new RecentCounts(HOUR);
  readonly #newUsers = new RecentCounts(DAY);
  readonly #histograms = new FeatureHistograms(BINS);
  /** Values of the present row. */
  readonly #values = new Uint8Array(BINS.length);
  #fit: FitWindow | undefined = new FitWindow();
  #machines: MachineFeatures | undefined;

  constructor(options: ScorerOptions) {
    this.#options = options;
  }

  get entries(): number {
    return this.#userDestinations.size + this.#userSources.size;
  }

  score(rows: LogonBlock, scores: Float64Array): void {
    this.#locate(rows);
    for (let row = 0; row < rows.length; row++) {
      const time = rows.time[row] as number;
      this.#watch(rows, row, time);
      scores[row] = time < this.#options.fitUntil ? this.#fitRow(row, time) : this.#scoreRow(rows, row);
      if (time < this.#options.learnUntil) this.#learn(rows, row, time);
    }
  }

  #locate(rows: LogonBlock): void {
    const { src_user, src_machine, dst_machine, length } = rows.firsts;
    const { dictionaries, fitUntil, learnUntil } = this.#options;
    this.#userDestinations.locate([src_user, dst_machine], 0, length);
    this.#userSources.locate([src_user, src_machine], 0, length);
    this.#ofKinds.add([this.#userDestinations.found, this.#userSources.found], length);
    this.#ofKinds.take(rows.kind, rows.length);
    this.#fit?.locate(rows, rowsBefore(Math.min(fitUntil, learnUntil), rows));
    this.#destinationsLast.reserve(this.#userDestinations.size);
    this.#sourcesLast.reserve(this.#userSources.size);
    const [userDestinations, userSources] = this.#ofKinds.columns as [Int32Array, Int32Array];
    this.#destinationsLast.touch(userDestinations, rows.length);
    this.#sourcesLast.touch(userSources, rows.length);
    this.#newDestinations.reserve(dictionaries.src_user.size);
    this.#newUsers.reserve(dictionaries.src_machine.size);
  }

  #userDestination(row: number): number {
    return (this.#ofKinds.columns[0] as Int32Array)[row] as number;
  }

  #userSource(row: number): number {
    return (this.#ofKinds.columns[1] as Int32Array)[row] as number;
  }

  /** Takes the values of the features that change while rows come. */
  #watch({ src_user, src_machine }: LogonColumns, row: number, time: number): void {
    const values = this.#values;
    const last = this.#destinationsLast.before(this.#userDestination(row), time);
    const isSourceNew = this.#sourcesLast.before(this.#userSource(row), time) < 0;
    values[DESTINATION_NEW] = last < 0 ? 1 : 0;
    values[SOURCE_NEW] = isSourceNew ? 1 : 0;
    values[GAP] = last < 0 ? 0 : 1 + Math.min(bits(time - last) - 1, MOST_GAP);
    const destinations = this.#newDestinations.count(src_user[row] as number, time);
    values[NEW_DESTINATIONS] = Math.min(bits(destinations), MOST_RECENT);
    values[NEW_USERS] = Math.min(bits(this.#newUsers.count(src_machine[row] as number, time)), MOST_RECENT);
  }

  #fitRow(row: number, time: number): number {
    const { fitUntil, learnUntil } = this.#options;
    if (time < fitUntil / 2 || time >= learnUntil) return NaN;
    for (let feature = 0; feature < POPULARITY; feature++)
      this.#histograms.add(feature, this.#values[feature] as number, 1);
    this.#fit?.countRow(row);
    return NaN;
  }

  #scoreRow({ src_machine, dst_machine }: LogonColumns, row: number): number {
    const machines = (this.#machines ??= this.#endFit());
    const values = this.#values;
    const destination = dst_machine[row] as number;
    values[POPULARITY] = machines.popularity(destination);
    values[HOPS] = machines.hops(src_machine[row] as number, destination);
    const surprises = this.#histograms.surprises();
    let score = 0;
    for (let feature = 0; feature < BINS.length; feature++)
      score += (surprises[feature] as Float64Array)[values[feature] as number] as number;
    return score;
  }

  #endFit(): MachineFeatures {
    const { dst_machine } = this.#options.dictionaries;
    const fit = this.#fit as FitWindow;
    this.#fit = undefined;
    return fit.finish(
      dst_machine.size,
      (machine) => dst_machine.name(machine),
      (popularity, hops, rows) => {
        this.#histograms.add(POPULARITY, popularity, rows);
        this.#histograms.add(HOPS, hops, rows);
      },
    );
  }

  #learn({ src_user, src_machine, dst_machine }: LogonColumns, row: number, time: number): void {
    const userDestination = this.#userDestination(row);
    const userSource = this.#userSource(row);
    if (!this.#destinationsLast.has(userDestination)) {
      this.#newDestinations.add(src_user[row] as number, time);
      if (time < this.#options.fitUntil) this.#fit?.addUser(dst_machine[row] as number);
    }
    if (!this.#sourcesLast.has(userSource)) this.#newUsers.add(src_machine[row] as number, time);
    this.#destinationsLast.see(userDestination, time);
    this.#sourcesLast.see(userSource, time);
  }
}

function rowsBefore(end: number, { time, length }: LogonColumns): number {
  let rows = length;
  while (rows > 0 && (time[rows - 1] as number) >= end) rows--;
  return rows;
}
