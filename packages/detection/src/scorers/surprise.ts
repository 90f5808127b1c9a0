import { firstFrom, KeyIds } from '@cmsc/core';
import { bits } from '../bits.js';
import { FactsById } from '../facts-by-id.js';
import { BLOCK_ROWS, type LogonColumns } from '../logon-columns.js';
import type { LogonBlock } from '../logon-kinds.js';
import { FeatureHistograms } from './feature-histograms.js';
import { FitWindow, type MachineFeatures } from './fit-window.js';
import { LastSeconds, NEVER } from './last-seconds.js';
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
  /** For each feature its value in each row. */
  readonly #values = BINS.map(() => new Uint8Array(BLOCK_ROWS));
  #fit: FitWindow | undefined = new FitWindow();
  #machines: MachineFeatures | undefined;

  constructor(options: ScorerOptions) {
    this.#options = options;
  }

  get entries(): number {
    return this.#userDestinations.size + this.#userSources.size;
  }

  score(rows: LogonBlock, scores: Float64Array): void {
    const { time, length } = rows;
    const fitted = firstFrom(time, this.#options.fitUntil, 0, length);
    const learned = firstFrom(time, this.#options.learnUntil, 0, length);
    this.#locate(rows, Math.min(fitted, learned));
    this.#watch(rows, learned);
    this.#fitRows(rows, Math.min(fitted, learned));
    scores.fill(NaN, 0, fitted);
    if (fitted < length) this.#scoreRows(rows, fitted, scores);
  }

  /** Finds the keys of the rows; of the first `inFit` of them also those of the fit. */
  #locate(rows: LogonBlock, inFit: number): void {
    const { src_user, src_machine, dst_machine, length } = rows.firsts;
    this.#userDestinations.locate([src_user, dst_machine], 0, length);
    this.#userSources.locate([src_user, src_machine], 0, length);
    this.#ofKinds.add([this.#userDestinations.found, this.#userSources.found], length);
    this.#ofKinds.take(rows.kind, rows.length);
    this.#fit?.locate(rows, inFit);
  }

  /**
   * Takes the values of the features that change while rows come, and learns the first `learned` rows. Each of them knows which second is
   * which, so that a column can be taken after the other.
   */
  #watch({ time, src_user, src_machine, length }: LogonColumns, learned: number): void {
    const { dictionaries } = this.#options;
    const [userDestinations, userSources] = this.#ofKinds.columns as [Int32Array, Int32Array];
    const [toDestination, toSource] = [this.#destinationsLast, this.#sourcesLast];
    toDestination.pass(userDestinations, this.#userDestinations.size, time, learned, length);
    toSource.pass(userSources, this.#userSources.size, time, learned, length);
    const users = dictionaries.src_user.size;
    const destinations = this.#newDestinations.pass(src_user, users, time, toDestination.isFirst, length);
    const machines = dictionaries.src_machine.size;
    const newUsers = this.#newUsers.pass(src_machine, machines, time, toSource.isFirst, length);
    for (let row = 0; row < length; row++) {
      const last = toDestination.lasts[row] as number;
      const gap = last === NEVER ? 0 : 1 + Math.min(bits((time[row] as number) - last) - 1, MOST_GAP);
      this.#values[DESTINATION_NEW]![row] = last === NEVER ? 1 : 0;
      this.#values[SOURCE_NEW]![row] = toSource.lasts[row] === NEVER ? 1 : 0;
      this.#values[GAP]![row] = gap;
      this.#values[NEW_DESTINATIONS]![row] = Math.min(bits(destinations[row] as number), MOST_RECENT);
      this.#values[NEW_USERS]![row] = Math.min(bits(newUsers[row] as number), MOST_RECENT);
    }
  }

  /** Fits the model on rows, the first `length`, as far as it goes by them. */
  #fitRows({ time, dst_machine }: LogonColumns, length: number): void {
    const { isFirst } = this.#destinationsLast;
    for (let row = 0; row < length; row++) {
      if (isFirst[row] === 1) this.#fit?.addUser(dst_machine[row] as number);
      if ((time[row] as number) < this.#options.fitUntil / 2) continue;
      for (let feature = 0; feature < POPULARITY; feature++)
        this.#histograms.add(feature, this.#values[feature]![row] as number, 1);
      this.#fit?.countRow(row);
    }
  }

  /** Scores the rows from `from` on. */
  #scoreRows({ src_machine, dst_machine, length }: LogonColumns, from: number, scores: Float64Array): void {
    const machines = (this.#machines ??= this.#endFit());
    const surprises = this.#histograms.surprises();
    const popularity = this.#values[POPULARITY] as Uint8Array;
    const hops = this.#values[HOPS] as Uint8Array;
    for (let row = from; row < length; row++) {
      const destination = dst_machine[row] as number;
      popularity[row] = machines.popularity(destination);
      hops[row] = machines.hops(src_machine[row] as number, destination);
    }
    scores.fill(0, from, length);
    for (let feature = 0; feature < BINS.length; feature++)
      addSurprise(scores, surprises[feature]!, this.#values[feature]!, from, length);
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
}

function addSurprise(
  scores: Float64Array,
  surprises: Float64Array,
  values: Uint8Array,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++)
    scores[row] = (scores[row] as number) + (surprises[values[row] as number] as number);
}
