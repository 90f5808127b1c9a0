import { appendTo, AUTH_PRESETS, LineDigest, putInt } from '@cmsc/core';
import { LOCAL, type Population } from '../people/population.js';
import type { Attack } from '../attacks/attacks.js';
import { KeyCells } from './key-cells.js';
import { ProcessBook } from './process-book.js';
import { SessionBook } from './session-book.js';
import type { AttackTruth, PresetTruth } from './truth.js';

const COMMA = 44;
const NEWLINE = 10;

/** All that a key does in one second. */
export interface Beat {
  /** Where its logons come from, in any order. */
  origins: readonly number[];
  /** How many of them failed. */
  failed: number;
  /** Number of its LogOffs. */
  ends: number;
  /** Whether its LogOn rows stand before its LogOff rows in the file. */
  startsFirst: boolean;
}

/**
 * Keeps what is known of the data while it is made: the sessions of both presets, where the red team's logons ended up,
 * and which sessions processes were started in. Its memory depends on the number of keys, not of rows.
 */
export class TruthBook {
  /** Preset destination: one key of the population is one key there. */
  readonly sessions: SessionBook;
  readonly processes: ProcessBook;
  /** What is kept of each key; others may reserve cells too. */
  readonly cells: KeyCells;
  readonly #population: Population;
  /** Preset notebook, keys (user, computer, computer) only: those that LogOff rows belong to. */
  readonly #local: SessionBook;
  /** The other keys of preset notebook, by key a bit for each origin seen. They never see a LogOff. */
  readonly #origins: number;
  #remoteKeys = 0;
  #remoteRepeats = 0;
  readonly #destinationDigest = new LineDigest();
  readonly #notebookDigest = new LineDigest();
  readonly #attacks: readonly Attack[];
  /** Indexes of the attacks in each key's latest session. */
  readonly #attacksOfKey = new Map<number, number[]>();
  readonly #fates: (AttackTruth['fate'] | undefined)[];
  readonly #line = new Uint8Array(1024);
  #attackedSessions = 0;
  #starts = 0;
  /** Those of them that failed: logons to preset notebook, neither logon nor logoff to preset destination. */
  #failed = 0;
  #ends = 0;

  constructor(population: Population, attacks: readonly Attack[]) {
    const cells = new KeyCells(population.capacity);
    this.cells = cells;
    this.#population = population;
    this.#attacks = attacks;
    this.#fates = attacks.map(() => undefined);
    this.#origins = cells.reserve(1);
    this.processes = new ProcessBook(cells);
    this.sessions = new SessionBook(cells, {
      opened: (key) => this.processes.opened(key),
      extended: (key) => this.processes.extended(key),
      session: (key, start, end, logons, logoffs) =>
        this.#destinationSession(key, start, end, logons, logoffs),
      open: (key) => this.#openSession(key),
    });
    this.#local = new SessionBook(cells, {
      session: (key, start, end, logons, logoffs) => this.#addLine(key, true, start, end, logons, logoffs),
    });
  }

  /** What a key does in one second. It must not be called twice for one second. */
  beat(key: number, time: number, { origins, failed, ends, startsFirst }: Beat): void {
    this.#starts += origins.length;
    this.#failed += failed;
    this.#ends += ends;
    this.#pair(key, time, origins.length - failed, ends);
    let local = 0;
    for (const origin of origins) {
      if (origin === LOCAL) local++;
      else this.#remoteStart(key, origin);
    }
    if (startsFirst) for (; local > 0; local--) this.#local.start(key, time);
    for (let i = 0; i < ends; i++) this.#local.end(key, time);
    for (; local > 0; local--) this.#local.start(key, time);
  }

  /** The key's logon in this second, told already, is the attack with this index and has a row in auth. */
  attack(key: number, index: number): void {
    appendTo(this.#attacksOfKey, key, index);
  }

  /** A process started by the key's user on its computer. To be told after all beats of its second. */
  processStarted(key: number, time: number): void {
    this.processes.started(key, this.sessions.holds(key, time), this.sessions.turnedOver(key, time));
  }

  /** Ends the book, once. */
  finish(): void {
    this.sessions.finish();
    this.#local.finish();
    this.processes.finish();
  }

  /** The presets' ledgers and digests, for a file of this many rows. */
  presets(rows: number): { destination: PresetTruth; notebook: PresetTruth } {
    const none = { filtered: 0, rejected: 0 };
    const counts = (failedStarts: number) => {
      const [starts, ends] = [this.#starts - failedStarts, this.#ends];
      return { rows, starts, ends, other: rows - starts - ends, failedStarts, ...none };
    };
    const local = this.#local.counts;
    const notebook = {
      ...local,
      keys: local.keys + this.#remoteKeys,
      open: local.open + this.#remoteKeys,
      repeatedStarts: local.repeatedStarts + this.#remoteRepeats,
    };
    return {
      destination: {
        ...AUTH_PRESETS.destination,
        failedLogons: 'other',
        ledger: { ...counts(this.#failed), ...this.sessions.counts },
        sessionsDigest: this.#destinationDigest.toString(),
        attackedSessions: this.#attackedSessions,
      },
      notebook: {
        ...AUTH_PRESETS.notebook,
        failedLogons: 'start',
        ledger: { ...counts(0), ...notebook },
        sessionsDigest: this.#notebookDigest.toString(),
        attackedSessions: 0,
      },
    };
  }

  /** Where each attack ended up. */
  attacks(): AttackTruth[] {
    return this.#attacks.map((attack, index) => ({
      ...attack.tuple,
      rows: attack.rows,
      match: attack.otherDestination ? 'origin' : 'exact',
      fate: attack.otherDestination ? { in: 'none', reason: 'other destination' } : this.#fateOf(index),
    }));
  }

  /** Ties `pair`: while the key is open an end comes first, while it is not a start does; what is left over follows. */
  #pair(key: number, time: number, starts: number, ends: number): void {
    while (starts + ends > 0) {
      const endFirst = ends > 0 && (starts === 0 || this.sessions.isOpen(key));
      if (endFirst) {
        this.sessions.end(key, time);
        ends--;
      } else {
        this.sessions.start(key, time);
        starts--;
      }
    }
  }

  #remoteStart(key: number, origin: number): void {
    const bit = 1 << origin;
    const at = key * KeyCells.width + this.#origins;
    const { cells } = this.cells;
    if (cells[at]! & bit) this.#remoteRepeats++;
    else this.#remoteKeys++;
    cells[at]! |= bit;
  }

  #destinationSession(key: number, start: number, end: number, logons: number, logoffs: number): void {
    this.#addLine(key, false, start, end, logons, logoffs);
    const attacks = this.#attacksOfKey.get(key);
    this.processes.session(key, attacks !== undefined);
    if (attacks === undefined) return;
    this.#attackedSessions++;
    for (const index of attacks) this.#fates[index] = { in: 'session', start_time: start, end_time: end };
    this.#attacksOfKey.delete(key);
  }

  #openSession(key: number): void {
    this.processes.open(key);
    for (const index of this.#attacksOfKey.get(key) ?? []) this.#fates[index] = { in: 'open session' };
  }

  #fateOf(index: number): AttackTruth['fate'] {
    const fate = this.#fates[index];
    if (fate === undefined) throw new Error(`the attack ${index} has no row in auth`);
    return fate;
  }

  #addLine(key: number, source: boolean, start: number, end: number, logons: number, logoffs: number): void {
    const { names } = this.#population;
    const computer = this.#population.computerOf(key);
    const line = this.#line;
    let at = names.copy(this.#population.userOf(key), line, 0);
    if (source) at = names.copy(computer, line, at);
    at = names.copy(computer, line, at);
    at = putInt(line, at, start);
    line[at++] = COMMA;
    at = putInt(line, at, end);
    line[at++] = COMMA;
    at = putInt(line, at, logons);
    line[at++] = COMMA;
    at = putInt(line, at, logoffs);
    line[at++] = NEWLINE;
    (source ? this.#notebookDigest : this.#destinationDigest).addBytes(line, at);
  }
}
