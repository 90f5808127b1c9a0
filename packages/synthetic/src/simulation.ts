import { Random } from '@cmsc/core';
import { planOf, type GenerateOptions, type Plan } from './options.js';
import { Population } from './people/population.js';
import { planAttacks, redteamLines, type Attack } from './attacks/attacks.js';
import { AuthRows } from './activity/auth-rows.js';
import { Beats } from './activity/pace.js';
import { TrafficRows } from './activity/traffic-rows.js';
import { ProcRows } from './activity/proc-rows.js';
import type { Second } from './activity/second.js';
import { TruthBook } from './truth/truth-book.js';
import { labelTruth, type Truth } from './truth/truth.js';

/** The five files. */
export type Kind = 'auth' | 'proc' | 'flows' | 'dns' | 'redteam';

/** The files that are made second by second. */
export type TimedKind = Exclude<Kind, 'redteam'>;

/** All five files at once, a second at a time: what one file says of a second, the others may build on. */
export class Simulation {
  readonly plan: Plan;
  /** The latest second; 0 before the first step. */
  time = 0;
  readonly #attacks: readonly Attack[];
  readonly #beats: Beats;
  readonly #book: TruthBook;
  readonly #auth: AuthRows;
  readonly #proc: ProcRows;
  readonly #flows: TrafficRows;
  readonly #dns: TrafficRows;
  readonly #others: readonly (ProcRows | TrafficRows)[];

  /** @throws CmscError BAD_OPTION when an option is out of its range. */
  constructor(options: GenerateOptions) {
    this.plan = planOf(options);
    const random = (stream: string) => new Random(`${this.plan.seed}/${stream}`);
    const { plan } = this;
    this.#beats = new Beats(plan);
    const population = new Population(plan, random('population'), 2 * plan.redteamRows + plan.growth);
    this.#attacks = planAttacks(population, this.#beats, random('redteam'));
    this.#book = new TruthBook(population, this.#attacks);
    this.#auth = new AuthRows(population, this.#book, this.#attacks, this.#beats, random('auth'));
    this.#proc = new ProcRows(population, this.#book, this.#auth.visits, this.#beats, random('proc'));
    this.#flows = TrafficRows.flows(population, this.#beats, random('flows'));
    this.#dns = TrafficRows.dns(population, this.#beats, random('dns'));
    this.#others = [this.#proc, this.#flows, this.#dns];
  }

  /** Whether there are seconds left. */
  get done(): boolean {
    return this.time >= this.plan.lastSecond;
  }

  /** Rows of auth so far. */
  get authRows(): number {
    return this.#auth.written;
  }

  /** Goes on to the next second that has rows, and makes them. They stay until the one after. */
  step(): void {
    const beat = this.#beats.from(this.time + 1);
    const time = this.#auth.visits.promptLogoff(this.time + 1, beat);
    this.time = time;
    if (time < beat) {
      for (const rows of this.#others) rows.second.clear();
      this.#auth.stepBetween(time);
      return;
    }
    this.#auth.step(time);
    for (const index of this.#auth.attacksNow) this.#proc.expect(this.#attacks[index]!);
    for (const rows of this.#others) rows.step(time);
  }

  /** The rows of the latest second. */
  second(kind: TimedKind): Second {
    return { auth: this.#auth, proc: this.#proc, flows: this.#flows, dns: this.#dns }[kind].second;
  }

  /** The lines of redteam.txt. */
  redteam(): Generator<string> {
    return redteamLines(this.#attacks);
  }

  /** What is known of the data. To be asked for once, when all seconds are done. */
  truth(): Truth {
    this.#book.finish();
    const presets = this.#book.presets(this.#auth.written);
    const attacks = this.#book.attacks();
    const labels = labelTruth(attacks, presets.destination.attackedSessions);
    return {
      version: 1,
      seed: this.plan.seed,
      lastSecond: this.plan.lastSecond,
      ...this.#auth.census(),
      rows: {
        auth: this.#auth.written,
        proc: this.#proc.written,
        flows: this.#flows.written,
        dns: this.#dns.written,
        redteam: labels.redteamRows,
      },
      flowsDuplicates: this.#flows.duplicates,
      ...presets,
      labels,
      processes: this.#book.processes.truth,
      attacks,
    };
  }
}
