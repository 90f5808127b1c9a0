import type { Random } from '@cmsc/core';
import type { Plan } from '../options.js';
import { CONTROLLERS, LANL, SERVERS } from '../rates.js';
import { KIND_NAMES, KINDS, type FlavorName, type KindName } from './kinds.js';
import type { Population } from './population.js';
import { Turns, turnsOfRank } from './turns.js';

/** Chosen: the first so many users are accounts that programs use. */
const ROBOTS = 40;
/** Chosen: computers that many people come from, each of them from one of these: terminal servers and the like. */
const SHARED = 8;
/** Chosen: computers from which others are looked after, and the place of the first among the servers. */
const ADMINS = 5;
const FIRST_ADMIN = 30;
/** Chosen: computers that each of them looks after, for one that the red team goes to, and at least. */
const ADMINISTERED = 1.1;
const LEAST_ADMINISTERED = 30;
/** Chosen: turns of the rarest. */
const LEAST_TURNS = 12;
/** Chosen: how the turns of a person fall to the computers that they visit: each gets this part of what is left. */
const FAVOURITE = 0.55;
/** Chosen: computers whose accounts log on elsewhere; fewer where there are too few rows for each to show what it always does. */
const LEAST_ACCOUNTS = 600;
const ROWS_PER_ACCOUNT = 200;
/** Chosen: with fewer rows than these, those who come least visit one computer only, so that a week shows it. */
const FEW_ROWS = 400_000;
const TRIES = 12;
/** Flavours go round by their weights, so that a hundred keys have all of them. */
const FLAVOR_STRIDE = 61;
/** Chosen: people who log on at their own computer where it can be seen; they are the ones who ask for tickets there. */
const RESIDENTS = 0.08;

/** Lays out who logs on where, and how often. @returns the turns of each kind, in the order of KIND_NAMES. */
export function layOut(population: Population, random: Random): Turns[] {
  const layout = new Layout(population, random);
  layout.people();
  layout.robots();
  layout.admins();
  layout.accounts();
  layout.machines();
  return layout.turns();
}

class Layout {
  readonly #population: Population;
  readonly #random: Random;
  readonly #shares = new Map<KindName, Map<number, number>>(KIND_NAMES.map((name) => [name, new Map()]));

  constructor(population: Population, random: Random) {
    this.#population = population;
    this.#random = random;
  }

  turns(): Turns[] {
    return KIND_NAMES.map((name) => new Turns(this.#shares.get(name)!));
  }

  /** Everybody at their own computer, and on a few servers from there. */
  people(): void {
    const { first, plan } = this.#population;
    const octaves = octavesOf(plan.users);
    for (let place = ROBOTS; place < plan.users; place++) {
      const user = first.person + place;
      const turns = turnsOfRank(place - ROBOTS, plan.users - ROBOTS, octaves, LEAST_TURNS);
      const home = this.#population.homeOf(user);
      if (place < plan.users * RESIDENTS) this.#add('resident', user, home, home, turns);
      this.#visits('visitor', user, home, visitsOf(place, plan), turns);
    }
  }

  robots(): void {
    const { first } = this.#population;
    for (let place = 0; place < ROBOTS; place++) {
      const user = first.person + place;
      const turns = turnsOfRank(place, ROBOTS, 5, 40);
      this.#visits(
        'robot',
        user,
        this.#server(SERVERS - CONTROLLERS),
        4 + Math.floor(30 / (place + 2)),
        turns,
      );
    }
  }

  /** Computers that many others are looked after from, by an account of their own: each other one has the same turns. */
  admins(): void {
    const { first, plan } = this.#population;
    const visited = (plan.redteamRows * LANL.redteamDestinations) / LANL.redteamRows;
    const count = Math.min(
      Math.floor(plan.computers / 4),
      LEAST_ADMINISTERED + Math.round(visited * ADMINISTERED),
    );
    for (let place = 0; place < ADMINS; place++) {
      const source = first.computer + FIRST_ADMIN + place;
      const user = first.person + ROBOTS + place;
      for (let left = count; left > 0; left--)
        this.#add('admin', user, this.#population.computer(this.#random), source, 1);
    }
  }

  /** Accounts of computers, on a few servers. */
  accounts(): void {
    const { first, plan } = this.#population;
    const count = Math.min(
      plan.computers,
      Math.max(LEAST_ACCOUNTS, Math.round(plan.authRows / ROWS_PER_ACCOUNT)),
    );
    for (let place = 0; place < count; place++) {
      // Which computers are busy has nothing to do with which are servers.
      const computer = (place * 31 + 7) % plan.computers;
      const turns = turnsOfRank(place, count, 4, LEAST_TURNS);
      const visits = place < count / 8 ? 5 : place < count / 2 ? 2 : 1;
      this.#visits('account', first.account + computer, first.computer + computer, visits, turns);
    }
  }

  /** What every computer has, or some of them. */
  machines(): void {
    const { first, plan } = this.#population;
    for (let place = 0; place < plan.computers; place++) {
      const computer = first.computer + place;
      const turns = turnsOfRank(place, plan.computers, 6, 2);
      this.#add('host', first.account + place, computer, computer, turns);
      this.#add('system', first.system + place, computer, computer, turns);
      const service = place % 8 === 7 ? first.networkService : first.localService;
      this.#add('service', service + place, computer, computer, turns);
      if (place % 16 === 0)
        this.#add('anonymous', first.anonymous + place, computer, this.#someSource(computer), turns);
      if (place % 16 === 3) this.#add('batch', first.batch + place, computer, computer, turns);
      if (place % 32 === 5)
        this.#add('local', first.local + place, computer, this.#someSource(computer), turns);
    }
    for (let place = 0; place < plan.users / 16; place++) {
      const computer = this.#population.server(this.#random);
      this.#add('unknown', first.unknown + place, computer, this.#someSource(computer), 1);
    }
  }

  /** Gives a user some computers to visit from a source, the first of them most often. */
  #visits(kind: KindName, user: number, source: number, count: number, turns: number): void {
    let left = turns;
    for (let visit = 0; visit < count; visit++) {
      const share = visit === count - 1 ? left : left * FAVOURITE;
      for (let tries = TRIES; tries > 0; tries--) {
        const computer = this.#population.server(this.#random);
        if (this.#add(kind, user, computer, source, Math.max(1, Math.round(share)))) break;
      }
      left -= share;
    }
  }

  /** @returns false when there is such a key already, or when the computer would be visited from itself. */
  #add(kind: KindName, user: number, computer: number, source: number, turns: number): boolean {
    const population = this.#population;
    const overNetwork = KINDS[kind].remote > 0;
    if ((overNetwork && computer === source) || population.keyOf(user, computer) !== undefined) return false;
    const flavors = FLAVORS_OF_KIND.get(kind)!;
    const shares = this.#shares.get(kind)!;
    const flavor = flavors[(shares.size * FLAVOR_STRIDE) % flavors.length]!;
    const otherSource = this.#sharedSource(user, computer, source);
    const key = population.addKey({ user, computer, kind, flavor, source, otherSource });
    shares.set(key, turns);
    return true;
  }

  /** The shared computer that a user comes from at times. */
  #sharedSource(user: number, computer: number, source: number): number {
    const from = this.#population.first.computer + CONTROLLERS;
    for (let place = user % SHARED; ; place++) {
      const shared = from + place;
      if (shared !== computer && shared !== source) return shared;
    }
  }

  #server(count: number): number {
    return this.#population.first.computer + CONTROLLERS + this.#random.below(count);
  }

  #someSource(computer: number): number {
    for (;;) {
      const source = this.#population.computer(this.#random);
      if (source !== computer) return source;
    }
  }
}

/** People are the more concentrated the more there are, so that so many rows show as many of them at any size. */
function octavesOf(users: number): number {
  if (users < 4000) return 2;
  return users < 8000 ? 5 : 8;
}

/** How many computers a person visits. */
function visitsOf(place: number, { users, authRows }: Plan): number {
  if (place < users / 32) return 6;
  if (place < users / 8) return 5;
  if (place < users / 2) return 3;
  return authRows < FEW_ROWS ? 1 : 2;
}

/** Flavours of each kind, each as often as it weighs. */
const FLAVORS_OF_KIND = new Map<KindName, readonly FlavorName[]>(
  KIND_NAMES.map((kind) => {
    const weights = Object.entries(KINDS[kind].flavors) as [FlavorName, number][];
    return [kind, weights.flatMap(([flavor, weight]) => Array<FlavorName>(weight).fill(flavor))];
  }),
);
