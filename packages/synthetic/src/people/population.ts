import { grown, mix, type Random } from '@cmsc/core';
import type { Plan } from '../options.js';
import { CONTROLLERS, REDTEAM_SOURCES, SERVERS } from '../rates.js';
import { ByteNames } from './byte-names.js';
import { FLAVOR_NAMES, KIND_NAMES, KINDS, type FlavorName, type KindName } from './kinds.js';
import { layOut } from './lay-out.js';
import type { Turns } from './turns.js';
import { addNames, type FirstNames } from './vocabulary.js';

// What is kept of a key, side by side.
const USER = 0;
const COMPUTER = 1;
const KIND = 2;
const FLAVOR = 3;
// The other source stands behind the first one: they are origins 0 and 1.
const SOURCE = 4;
const OTHER_SOURCE = 5;
const TURNS = 6;
const PARTS = 8;
const BY_ACCOUNT = KIND_NAMES.map((name) => KINDS[name].byAccount);

/** The origin of a logon that comes from the destination itself. */
export const LOCAL = -1;
/** Origins below this are ordinary; origin `FIRST_REDTEAM_ORIGIN + i` is the red team's source `i`. */
export const FIRST_REDTEAM_ORIGIN = 2;

/** A pair, and how its user logs on. Users and computers are ids in the population's names. */
export interface Key {
  user: number;
  computer: number;
  kind: KindName;
  flavor: FlavorName;
  /** The computer that logons over the network come from: not `computer`. */
  source: number;
  /** Another one that some of them come from: neither `computer` nor `source`, nor one of the red team's. */
  otherSource: number;
}

/**
 * Users, computers, processes and the (user, computer) pairs that may have sessions: the keys of preset destination.
 * Pairs may be added while rows are made, up to {@link capacity}.
 */
export class Population {
  readonly names = new ByteNames();
  readonly plan: Plan;
  /** First ids of the families of names. */
  readonly first: FirstNames;
  /** Whose turn it is, by kind. */
  readonly turns: readonly Turns[];
  /** Number of keys. */
  keys = 0;
  /** Number of keys that there may be. */
  readonly capacity: number;
  /** The computers that people visit from the red team's sources, by source. */
  readonly redVisits: readonly number[][] = REDTEAM_SOURCES.map(() => []);
  #parts = new Int32Array(1024 * PARTS);
  /** An open-addressing table over (user, computer): key + 1, or 0 where nothing is. */
  #slots = new Int32Array(2048);

  /** Lays out the ordinary keys, and leaves room for some more, see {@link addKey}. */
  constructor(plan: Plan, random: Random, spare: number) {
    this.plan = plan;
    this.first = addNames(this.names, plan);
    this.turns = layOut(this, random);
    this.turns.forEach((turns) =>
      turns.shares.forEach((share, key) => (this.#parts[key * PARTS + TURNS] = share)),
    );
    for (let key = 0; key < this.keys; key++)
      if (this.originOf(key, 0) !== this.computerOf(key))
        this.redVisits[this.redNumber(this.originOf(key, 0))]?.push(this.computerOf(key));
    this.capacity = this.keys + spare;
  }

  /** dst_user of a key. */
  userOf(key: number): number {
    return this.#parts[key * PARTS + USER]!;
  }

  /** dst_machine of a key. */
  computerOf(key: number): number {
    return this.#parts[key * PARTS + COMPUTER]!;
  }

  /** The kind of a key, as its place in KIND_NAMES. */
  kindOf(key: number): number {
    return this.#parts[key * PARTS + KIND]!;
  }

  /** The flavour of a key, as its place in FLAVOR_NAMES. */
  flavorOf(key: number): number {
    return this.#parts[key * PARTS + FLAVOR]!;
  }

  /** How many turns of its kind's are a key's; 0 for one that was added later. */
  turnsOf(key: number): number {
    return this.#parts[key * PARTS + TURNS]!;
  }

  /** Whether a key's computer is a controller of the domain. */
  onController(key: number): boolean {
    return this.computerOf(key) < this.first.computer + CONTROLLERS;
  }

  /** The key (user, computer), or undefined when there is none. */
  keyOf(user: number, computer: number): number | undefined {
    const key = this.#slots[this.#slotOf(user, computer)]! - 1;
    return key < 0 ? undefined : key;
  }

  /** Adds a key, which must be new. */
  addKey({ user, computer, kind, flavor, source, otherSource }: Key): number {
    if ((this.keys + 1) * PARTS > this.#parts.length) this.#grow();
    const key = this.keys++;
    const at = key * PARTS;
    this.#parts[at + USER] = user;
    this.#parts[at + COMPUTER] = computer;
    this.#parts[at + KIND] = KIND_NAMES.indexOf(kind);
    this.#parts[at + FLAVOR] = FLAVOR_NAMES.indexOf(flavor);
    this.#parts[at + SOURCE] = source;
    this.#parts[at + OTHER_SOURCE] = otherSource;
    this.#slots[this.#slotOf(user, computer)] = key + 1;
    return key;
  }

  /** The computer that a person works at. */
  homeOf(person: number): number {
    const { users, computers } = this.plan;
    const place = person - this.first.person;
    const red = redHome(place, users);
    if (red !== undefined) return this.redSource(red);
    const own = computers - SERVERS - REDTEAM_SOURCES.length;
    return this.first.computer + SERVERS + (mix(place, 17) % own);
  }

  /** The red team's source with this number: an ordinary computer, with users of its own. */
  redSource(number: number): number {
    return this.first.computer + this.plan.computers - REDTEAM_SOURCES.length + number;
  }

  /** The number of the red team's source that this computer is; below 0 when it is none. */
  redNumber(computer: number): number {
    const number = computer - this.redSource(0);
    return number < REDTEAM_SOURCES.length ? number : -1;
  }

  /** Where a logon with this origin comes from. The origins of a key are all different, and none is its destination. */
  originOf(key: number, origin: number): number {
    if (origin === LOCAL) return this.computerOf(key);
    if (origin >= FIRST_REDTEAM_ORIGIN) return this.redSource(origin - FIRST_REDTEAM_ORIGIN);
    return this.#parts[key * PARTS + SOURCE + origin]!;
  }

  /** The source user of a key's LogOn rows. */
  sourceUserOf(key: number): number {
    return BY_ACCOUNT[this.kindOf(key)]
      ? this.first.account + this.computerOf(key) - this.first.computer
      : this.userOf(key);
  }

  /** A computer that people log on to: a controller mostly, or a server, the popular ones more often. */
  server(random: Random): number {
    const draw = random.fraction();
    const { computer } = this.first;
    if (draw < TO_CONTROLLER) return computer + random.rank(CONTROLLERS, 2);
    return draw < TO_CONTROLLER + TO_SERVER ? this.lesserServer(random) : this.computer(random);
  }

  /** A server that is no controller, the popular ones more often. */
  lesserServer(random: Random): number {
    return this.first.computer + CONTROLLERS + random.rank(SERVERS - CONTROLLERS, SERVER_OCTAVES);
  }

  /** A server that is no controller, each as often as the others. */
  anyServer(random: Random): number {
    return this.first.computer + CONTROLLERS + random.below(SERVERS - CONTROLLERS);
  }

  /** Any computer but the red team's. */
  computer(random: Random): number {
    return this.first.computer + random.below(this.plan.computers - REDTEAM_SOURCES.length);
  }

  /** A person, the busy ones more often. */
  person(random: Random): number {
    return this.first.person + random.rank(this.plan.users, PERSON_OCTAVES);
  }

  /** The slot of this pair, or the free one where it belongs. */
  #slotOf(user: number, computer: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = mix(user, computer) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#slots[slot]! - 1;
      if (key < 0 || (this.userOf(key) === user && this.computerOf(key) === computer)) return slot;
    }
  }

  #grow(): void {
    this.#parts = grown(this.#parts, this.#parts.length * 2);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let key = 0; key < this.keys; key++)
      this.#slots[this.#slotOf(this.userOf(key), this.computerOf(key))] = key + 1;
  }
}

/** Controllers' share of the logons over the network, and that of the other servers. The rest goes anywhere. */
const TO_CONTROLLER = 0.74;
const TO_SERVER = 0.258;
const SERVER_OCTAVES = 6;
const PERSON_OCTAVES = 6;

/** Chosen: the red team's sources are the own computers of people in the middle of the field, two each. */
function redHome(place: number, users: number): number | undefined {
  const middle = Math.floor(users / 8);
  const number = Math.floor((place - middle) / 2);
  return number >= 0 && number < REDTEAM_SOURCES.length ? number : undefined;
}
