import { Dictionary, EDGE_START, NO_END, OncePerId, PerName, type EventColumns } from '@cmsc/core';
import { noProcesses, type ProcessLedger } from '@cmsc/sequences';
import type { DatabaseBuild, SortedRows, TableBatch } from '@cmsc/store';
import type { FileSource } from '../file-source.js';
import type { PassWatch } from './file-worker.js';
import { NO_PAIR, PairIds } from './pair-ids.js';
import { fillSessionProcesses, SPANS, STARTS } from './placed-processes.js';

/** What counts as a process of a session: every start, or every run once, also where it was started repeatedly. */
export type ProcessEvents = 'starts' | 'runs';

/** Stands for the number of sessions without an end, which hold no processes. */
const NO_SESSION = 0;

/**
 * Brings together what the processes in sessions are worked out from: first the sessions of a build, as they are numbered,
 * then its process starts. Both wait sorted by their pair of user and computer, outside memory where they have to.
 */
export class SessionProcesses {
  readonly #database: DatabaseBuild;
  readonly #events: ProcessEvents;
  readonly #ledger = noProcesses();
  readonly #pairs = new PairIds();
  readonly #spans: SortedRows;
  readonly #starts: SortedRows;
  #names = new Dictionary();
  /** Whether there are both, and sessions say whose they are. */
  #hasSessions = false;
  #hasStarts = false;

  constructor(database: DatabaseBuild, events: ProcessEvents) {
    this.#database = database;
    this.#events = events;
    this.#spans = database.sortedRows(SPANS);
    this.#starts = database.sortedRows(STARTS);
  }

  /** What takes the sessions of a pass; nothing under a key without user or computer. */
  sessionsOf({ plan, pass: { keys } }: FileSource): Pick<PassWatch, 'onRows'> {
    const [user, computer] = ['dst_user', 'dst_machine'].map((name) => plan.rule.key.indexOf(name));
    if (user === undefined || computer === undefined || user < 0 || computer < 0) return {};
    this.#hasSessions = true;
    const pairs = new OncePerId((key) => this.#pairs.intern(keys.name(user, key), keys.name(computer, key)));
    return {
      onRows: (batch, first) =>
        this.#addSessions(
          batch,
          batch.key.subarray(0, batch.length).map((key) => pairs.of(key)),
          first,
        ),
    };
  }

  /** What takes the process starts of a pass, once all sessions are there. */
  startsOf(source: FileSource): Pick<PassWatch, 'onEvents' | 'onRows'> {
    if (!this.#hasSessions) return {};
    this.#hasStarts = true;
    const { plan, dictionaries } = source;
    this.#names = dictionaries[plan.select.indexOf('process_name')] as Dictionary;
    return this.#events === 'starts' ? this.#everyStart(source) : this.#everyRun(source);
  }

  /**
   * Fills the table `session_processes`, which stays empty without proc.
   *
   * @param onPlaced told how many of the starts are through.
   * @returns where the starts went; nothing without proc.
   */
  async fill(onPlaced?: (done: number, total: number) => void): Promise<ProcessLedger | undefined> {
    const rows = { spans: this.#spans, starts: this.#starts, onPlaced };
    await fillSessionProcesses(this.#database, rows, this.#names, this.#ledger);
    return this.#hasStarts ? this.#ledger : undefined;
  }

  #everyStart({ plan, dictionaries }: FileSource): Pick<PassWatch, 'onEvents'> {
    const places = ['user_domain', 'computer', 'process_name'].map((name) => plan.select.indexOf(name));
    const [user, computer, name] = places as [number, number, number];
    const { users, computers } = this.#pairs;
    const usersHere = new PerName(dictionaries[user] as Dictionary, (text) => users.find(text) ?? NO_PAIR);
    const computersHere = new PerName(
      dictionaries[computer] as Dictionary,
      (text) => computers.find(text) ?? NO_PAIR,
    );
    return {
      onEvents: ({ length, time, edge, ids }: EventColumns) => {
        const batch = new StartBatch(length);
        const [userOf, computerOf] = [usersHere.refresh(), computersHere.refresh()];
        for (let row = 0; row < length; row++) {
          if (edge[row] !== EDGE_START) continue;
          const pair = this.#pairs.find(
            userOf[ids[user]?.[row] as number] as number,
            computerOf[ids[computer]?.[row] as number] as number,
          );
          batch.add(pair, time[row] as number, ids[name]?.[row] as number);
        }
        this.#addStarts(batch);
      },
    };
  }

  #everyRun({ plan, pass: { keys } }: FileSource): Pick<PassWatch, 'onRows'> {
    const places = ['user_domain', 'computer', 'process_name'].map((name) => plan.rule.key.indexOf(name));
    const [user, computer, name] = places as [number, number, number];
    const pairs = new OncePerId((key) =>
      this.#pairs.findNamed(keys.name(user, key), keys.name(computer, key)),
    );
    return {
      onRows: ({ length, key, columns }: TableBatch) => {
        const batch = new StartBatch(length);
        const names = keys.column(name);
        const start = columns[0] as Int32Array;
        for (let row = 0; row < length; row++)
          batch.add(pairs.of(key[row] as number), start[row] as number, names[key[row] as number] as number);
        this.#addStarts(batch);
      },
    };
  }

  #addSessions({ length, columns }: TableBatch, pair: Int32Array, first: number | undefined): void {
    const [start, end] = columns as readonly Int32Array[] as [Int32Array, Int32Array];
    const session = new Int32Array(length).fill(NO_SESSION);
    if (first !== undefined) for (let row = 0; row < length; row++) session[row] = first + row;
    const ends = first === undefined ? new Int32Array(length).fill(NO_END) : end;
    this.#spans.add({ length, key: pair, columns: [start, ends, session] });
  }

  #addStarts({ length, all, pair, time, process }: StartBatch): void {
    this.#ledger.starts += all - length;
    this.#ledger.withoutSession += all - length;
    if (length > 0) this.#starts.add({ length, key: pair, columns: [time, process] });
  }
}

/** Process starts, without those of pairs that have no number and so no session. */
class StartBatch {
  readonly pair: Int32Array;
  readonly time: Int32Array;
  readonly process: Int32Array;
  length = 0;
  /** How many there were, with those left out. */
  all = 0;

  constructor(room: number) {
    this.pair = new Int32Array(room);
    this.time = new Int32Array(room);
    this.process = new Int32Array(room);
  }

  add(pair: number, time: number, process: number): void {
    this.all++;
    if (pair === NO_PAIR) return;
    this.pair[this.length] = pair;
    this.time[this.length] = time;
    this.process[this.length++] = process;
  }
}
