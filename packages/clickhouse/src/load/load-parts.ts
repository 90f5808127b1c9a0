import { CmscError, noRows, type Dictionary, type EventColumns, type RowCounts } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { engineFailure } from '../connection/engine-errors.js';
import type { EventKind } from './event-kind.js';
import { inTurns } from '../connection/in-turns.js';
import {
  countLoads,
  dropLoad,
  findAttempts,
  findLoads,
  goodRows,
  newLoad,
  registerLoad,
  storedRows,
  type Load,
} from './loads.js';
import { EventBlocks } from '../native/event-blocks.js';
import { quoteNames, quoteText } from '../sql/sql-text.js';

/** A file, or another part of a data set, that is to lie in the cluster. */
export interface EventPart {
  /** As messages name it. */
  name: string;
  /**
   * Identifies its rows: two parts with the same content are loaded once. The SHA-256 of the file, and a word more
   * where something else decides about the rows, such as a dialect or skipped bad rows.
   */
  content: string;
  /** Opens it; called only when it has to be loaded. */
  open(): PartRows | Promise<PartRows>;
}

/** The rows of a part, every one of them: those that neither start nor end anything too, and of all times. */
export interface PartRows {
  /** Events whose ids are those of all columns of the kind, in its order. Arrays may be used again. */
  batches: AsyncIterable<EventColumns>;
  /** What the ids stand for: the dictionary of each column. */
  dictionaries: readonly Dictionary[];
  /** Asked after the last batch. */
  counts(): RowCounts;
}

/** How parts are loaded. */
export interface LoadOptions {
  /** Parts at a time: 2 by default. */
  parallel?: number;
  /** Told after every batch. */
  onProgress?: (progress: { part: string; rows: number }) => void;
}

/** What became of a part. */
export interface LoadedPart extends Load {
  /** Whether it was there already, so that nothing had to be done. */
  wasLoaded: boolean;
}

/**
 * Loads parts into the table of their kind, several at a time, each through another node, which hands rows on to the
 * nodes of their keys. A part that is there is not loaded again; one that was left half loaded is dropped and loaded
 * anew. What is half loaded is never part of a result: a load counts from the moment that the register says so.
 *
 * @returns the loads, in the order of the parts: what sessions can be extracted from.
 * @throws CmscError ENGINE_FAILED, INTERRUPTED, TIME_BACKWARDS when a part begins before the one ahead of it ends, or
 * what a part's rows have failed with. Parts that were complete stay: a rerun goes on from there.
 */
export async function loadParts(
  cluster: ClickHouseCluster,
  kind: EventKind,
  parts: readonly EventPart[],
  { parallel = 2, onProgress = () => undefined }: LoadOptions = {},
): Promise<LoadedPart[]> {
  const wanted = distinctContents(parts);
  const known = new Map(
    (
      await findLoads(
        cluster,
        kind,
        wanted.map(({ content }) => content),
      )
    ).map((load) => [load.content, load]),
  );
  const loader = new PartLoader(cluster, kind, await wholeLoads(cluster, kind, known), onProgress);
  const loads = await inTurns(wanted, parallel, (part, i) => loader.load(part, i));
  refuseTimeBackwards(loads);
  return loads;
}

/** A part may well have the same rows as another, and then both count: the later ones get a content of their own. */
function distinctContents(parts: readonly EventPart[]): EventPart[] {
  const seen = new Map<string, number>();
  return parts.map((part) => {
    const times = (seen.get(part.content) ?? 0) + 1;
    seen.set(part.content, times);
    return times === 1 ? part : { ...part, content: `${part.content}#${times}` };
  });
}

/** The loads whose rows are all there. */
async function wholeLoads(
  cluster: ClickHouseCluster,
  kind: EventKind,
  loads: ReadonlyMap<string, Load>,
): Promise<Map<string, Load>> {
  const counts = await countLoads(
    cluster,
    kind,
    [...loads.values()].map(({ load }) => load),
  );
  return new Map([...loads].filter(([, load]) => storedRows(counts, load.load) === goodRows(load.counts)));
}

class PartLoader {
  readonly #cluster: ClickHouseCluster;
  readonly #kind: EventKind;
  readonly #known: ReadonlyMap<string, Load>;
  readonly #onProgress: NonNullable<LoadOptions['onProgress']>;

  constructor(
    cluster: ClickHouseCluster,
    kind: EventKind,
    known: ReadonlyMap<string, Load>,
    onProgress: NonNullable<LoadOptions['onProgress']>,
  ) {
    this.#cluster = cluster;
    this.#kind = kind;
    this.#known = known;
    this.#onProgress = onProgress;
  }

  async load(part: EventPart, turn: number): Promise<LoadedPart> {
    const { name, content } = part;
    const known = this.#known.get(content);
    if (known) {
      this.#cluster.debug(`${name}: loaded already`);
      return { ...known, name, wasLoaded: true };
    }
    await this.#dropRemains(part);
    const load: Load = { load: newLoad(), content, name, counts: noRows(), firstTime: -1, lastTime: -1 };
    await registerLoad(this.#cluster, this.#kind, 'loading', load);
    await this.#insert(part, load, turn);
    await this.#check(load);
    await registerLoad(this.#cluster, this.#kind, 'loaded', load);
    return { ...load, wasLoaded: false };
  }

  async #dropRemains({ name, content }: EventPart): Promise<void> {
    for (const { load } of await findAttempts(this.#cluster, this.#kind, content)) {
      this.#cluster.debug(`${name}: was left half loaded, is dropped and loaded anew`);
      const remains = { load, content, name, counts: noRows(), firstTime: -1, lastTime: -1 };
      await dropLoad(this.#cluster, this.#kind, remains);
    }
  }

  async #insert(part: EventPart, load: Load, turn: number): Promise<void> {
    const { columns, table } = this.#kind;
    const node = this.#cluster.nodes[turn % this.#cluster.nodes.length] as ClickHouseCluster['first'];
    const structure = [
      'row UInt64',
      'time UInt32',
      'edge UInt8',
      ...columns.map((name) => `${name} LowCardinality(String)`),
    ];
    const blocks = this.#blocks(part, load);
    const first = await blocks.next();
    // A part without rows has nothing to send, and a node wants no empty insert.
    if (first.done) return;
    await node.insert(
      `INSERT INTO ${this.#cluster.table(table)} (load, row, time, edge, ${quoteNames(columns)})
SELECT ${load.load}, * FROM input(${quoteText(structure.join(', '))}) FORMAT Native`,
      startingWith(first.value, blocks),
    );
  }

  async *#blocks(part: EventPart, load: Load): AsyncGenerator<Buffer> {
    const rows = await part.open();
    const blocks = new EventBlocks(this.#kind.columns, rows.dictionaries);
    for await (const events of rows.batches) {
      if (events.length === 0) continue;
      if (blocks.rows === 0) load.firstTime = events.time[0] as number;
      load.lastTime = events.time[events.length - 1] as number;
      yield blocks.block(events);
      this.#onProgress({ part: part.name, rows: blocks.rows });
    }
    load.counts = rows.counts();
    if (goodRows(load.counts) !== blocks.rows)
      throw new RangeError(
        `${part.name}: ${goodRows(load.counts)} rows were counted and ${blocks.rows} handed over`,
      );
  }

  async #check(load: Load): Promise<void> {
    const stored = storedRows(await countLoads(this.#cluster, this.#kind, [load.load]), load.load);
    if (stored === goodRows(load.counts)) return;
    throw engineFailure(
      this.#cluster.first.name,
      `holds with the others ${stored} of the ${goodRows(load.counts)} rows of ${load.name}`,
      'see that nobody else loads the same part, then run it again',
    );
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

/**
 * Parts are one stream: their times never go backwards.
 *
 * @throws CmscError TIME_BACKWARDS.
 */
function refuseTimeBackwards(loads: readonly Load[]): void {
  let last = -1;
  for (const { name, firstTime, lastTime } of loads) {
    if (firstTime < 0) continue;
    if (firstTime < last)
      throw new CmscError('data', 'TIME_BACKWARDS', `time goes backwards from ${last} to ${firstTime}`, {
        file: name,
        line: 1,
        column: 'time',
        hint: 'name the parts in the order of their times',
      });
    last = lastTime;
  }
}
