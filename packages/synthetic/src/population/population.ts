import type { Plan } from '../options.js';
import { mix, type Random } from '../random.js';
import { FULL_SIZE_ROWS, LANL, ROWS_PER_PAIR } from '../rates.js';
import { ByteNames } from './byte-names.js';
import { FLAVOR_NAMES, KIND_NAMES, KINDS, type FlavorName, type KindName } from './kinds.js';
import { addNames, type FirstNames } from './vocabulary.js';

const USER_OCTAVES = 6;
const SERVER_OCTAVES = 7;
const LEAST_KEYS = 4;
const PARTS = 4;
/** Chosen: pairs that are a person on a server; the others are a computer's account on a server. */
const VISITORS = 0.45;
const ACCOUNT = KIND_NAMES.indexOf('account');
const FLAVOR_WEIGHTS = KIND_NAMES.map(
  (name) => Object.entries(KINDS[name].flavors) as [FlavorName, number][],
);
const BY_ACCOUNT = KIND_NAMES.map((name) => KINDS[name].byAccount);

/** The origin of a logon that comes from the destination itself. */
export const LOCAL = -1;
/** Origins below this are ordinary; origin `FIRST_REDTEAM_ORIGIN + i` is the red team's source `i`. */
export const FIRST_REDTEAM_ORIGIN = 4;

/** The keys of one kind: a range of ids, the busiest first. */
export interface KeyRange {
  first: number;
  count: number;
}

/**
 * Users, computers, processes and the (user, computer) pairs that may have sessions: the keys of preset destination.
 * Users and computers are ids in {@link names}.
 */
export class Population {
  readonly names = new ByteNames();
  readonly plan: Plan;
  /** First ids of the families of names. */
  readonly first: FirstNames;
  /** By key, side by side: user, computer, kind, flavour. */
  readonly #keyParts: Int32Array;
  readonly ranges: readonly KeyRange[];
  /** Number of keys. */
  keys = 0;
  /** An open-addressing table over (user, computer): key + 1, or 0 where nothing is. */
  readonly #slots: Int32Array;

  /** Lays out the ordinary keys, and leaves room for some more, see {@link addKey}. */
  constructor(plan: Plan, random: Random, spare: number) {
    this.plan = plan;
    this.first = addNames(this.names, plan);
    const counts = KIND_NAMES.map((name) => keyCount(name, plan));
    const capacity = counts.reduce((sum, count) => sum + count, spare);
    this.#keyParts = new Int32Array(capacity * PARTS);
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.ranges = counts.map((count, kind) => this.#addKind(kind, count, random));
  }

  /** The keys of a kind. */
  range(name: KindName): KeyRange {
    return this.ranges[KIND_NAMES.indexOf(name)]!;
  }

  /** dst_user of a key. */
  userOf(key: number): number {
    return this.#keyParts[key * PARTS]!;
  }

  /** dst_machine of a key. */
  computerOf(key: number): number {
    return this.#keyParts[key * PARTS + 1]!;
  }

  /** The kind of a key, as its place in KIND_NAMES. */
  kindOf(key: number): number {
    return this.#keyParts[key * PARTS + 2]!;
  }

  /** The flavour of a key, as its place in FLAVOR_NAMES. */
  flavorOf(key: number): number {
    return this.#keyParts[key * PARTS + 3]!;
  }

  /** The key (user, computer), or undefined when there is none. */
  keyOf(user: number, computer: number): number | undefined {
    const key = this.#slots[this.#slotOf(user, computer)]! - 1;
    return key < 0 ? undefined : key;
  }

  /** Adds the key (user, computer), which must be new. */
  addKey(user: number, computer: number, kind: KindName, flavor: FlavorName): number {
    const key = this.keys++;
    this.#keyParts.set([user, computer, KIND_NAMES.indexOf(kind), FLAVOR_NAMES.indexOf(flavor)], key * PARTS);
    this.#slots[this.#slotOf(user, computer)] = key + 1;
    return key;
  }

  /** The computer that a user works at. */
  homeOf(user: number): number {
    return this.first.computer + (mix(user, 17) % this.plan.computers);
  }

  /** Where a logon with this origin comes from. The origins of a key are all different, and none is its destination. */
  originOf(key: number, origin: number): number {
    const computer = this.computerOf(key);
    if (origin === LOCAL) return computer;
    if (origin >= FIRST_REDTEAM_ORIGIN) return this.first.redteam + origin - FIRST_REDTEAM_ORIGIN;
    const user = this.userOf(key);
    if (this.kindOf(key) === ACCOUNT) return this.first.computer + user - this.first.account;
    const { computers } = this.plan;
    const stride = 1 + (mix(user, 29) % Math.floor((computers - 1) / 5));
    const from = mix(user, 17) + origin * stride;
    const origins = FIRST_REDTEAM_ORIGIN;
    const place =
      this.first.computer + (from % computers) === computer ? from + (origins - origin) * stride : from;
    return this.first.computer + (place % computers);
  }

  /** The source user of a key's LogOn rows. */
  sourceUserOf(key: number): number {
    return BY_ACCOUNT[this.kindOf(key)]
      ? this.first.account + this.computerOf(key) - this.first.computer
      : this.userOf(key);
  }

  /** A server, the popular ones more often. */
  server(random: Random): number {
    return this.first.computer + random.rank(this.plan.computers, SERVER_OCTAVES);
  }

  /** A person, the busy ones more often. */
  person(random: Random): number {
    return this.first.person + random.rank(this.plan.users, USER_OCTAVES);
  }

  /** The slot of this pair, or the free one where it belongs. */
  #slotOf(user: number, computer: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = mix(user, computer) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#slots[slot]! - 1;
      if (key < 0 || (this.userOf(key) === user && this.computerOf(key) === computer)) return slot;
    }
  }

  #addKind(kind: number, count: number, random: Random): KeyRange {
    const name = KIND_NAMES[kind]!;
    const first = this.keys;
    for (let place = 0; place < count; place++) {
      const [user, computer] = this.#pair(name, place, random);
      this.#addNear(user, computer, name, flavorInTurn(kind, place));
    }
    return { first, count };
  }

  /**
   * Adds the key, or one of the same user on the next computer that is free.
   *
   * @throws Error when there is none: more keys were asked for than there are pairs.
   */
  #addNear(user: number, computer: number, kind: KindName, flavor: FlavorName): void {
    const { computers } = this.plan;
    for (let step = 0; step <= computers; step++) {
      const place = (computer - this.first.computer + step) % computers;
      const ownComputer = kind === 'account' && place === user - this.first.account;
      if (ownComputer || this.keyOf(user, this.first.computer + place) !== undefined) continue;
      this.addKey(user, this.first.computer + place, kind, flavor);
      return;
    }
    throw new Error(`no computer is left for the user ${this.names.text(user)}`);
  }

  /** A person at home, or at a second computer of theirs. */
  #resident(user: number, home: boolean): [user: number, computer: number] {
    return [user, home ? this.homeOf(user) : this.first.computer + (mix(user, 43) % this.plan.computers)];
  }

  #pair(kind: KindName, place: number, random: Random): [user: number, computer: number] {
    const { first, plan } = this;
    const computer = first.computer + place;
    switch (kind) {
      case 'resident':
        return this.#resident(first.person + (place % plan.users), place < plan.users);
      case 'visitor':
        return [this.person(random), this.server(random)];
      case 'account':
        return [first.account + random.rank(plan.computers, USER_OCTAVES), this.server(random)];
      case 'host':
        return [first.account + place, computer];
      case 'system':
        return [first.system + place, computer];
      case 'service':
        return [(place % 8 === 7 ? first.networkService : first.localService) + place, computer];
      case 'anonymous':
        return [first.anonymous + place, computer];
      case 'batch':
        return [first.batch + place, computer];
      case 'local':
        return [first.local + place, computer];
      case 'unknown':
        return [first.unknown + place, this.server(random)];
    }
  }
}

/**
 * Keys of each kind: at full size, as many persons and computers as there are bear; below, in proportion to the rows, so
 * that a key has as many rows in a small file as in a large one.
 */
function keyCount(kind: KindName, plan: Plan): number {
  const share = plan.pairs / (FULL_SIZE_ROWS / ROWS_PER_PAIR);
  const atFullSize: Record<KindName, number> = {
    resident: LANL.users * 2,
    visitor: (FULL_SIZE_ROWS / ROWS_PER_PAIR) * VISITORS,
    account: (FULL_SIZE_ROWS / ROWS_PER_PAIR) * (1 - VISITORS),
    host: LANL.computers,
    system: LANL.computers,
    service: LANL.computers,
    anonymous: LANL.computers / 2,
    batch: LANL.computers / 4,
    local: LANL.users / 8,
    unknown: LANL.users / 16,
  };
  const most: Partial<Record<KindName, number>> = {
    host: plan.computers,
    system: plan.computers,
    service: plan.computers,
  };
  return Math.min(most[kind] ?? Infinity, Math.max(LEAST_KEYS, Math.round(atFullSize[kind] * share)));
}

/**
 * Flavours go round by their weights, so that a hundred keys have all of them.
 *
 * @throws Error when the weights do not add up, which is a bug.
 */
function flavorInTurn(kind: number, place: number): FlavorName {
  const weights = FLAVOR_WEIGHTS[kind]!;
  let left = (place * 61) % weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [flavor, weight] of weights) {
    if (left < weight) return flavor;
    left -= weight;
  }
  throw new Error(`no flavour for ${KIND_NAMES[kind]}`);
}
