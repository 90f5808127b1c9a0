/** A number that a module exports; addresses and counts are unsigned numbers of 32 bits that arrive signed. */
export interface LoopsNumber<Value = number> {
  /** What it is now. */
  readonly value: Value;
}

/** What is rare, and left to this side by the loops: see {@link CompiledLoops}. */
export interface LoopsHost {
  /** The handle of the set of origins with `id` in it. */
  addOrigin(handle: number, id: number): number;
  /** The handle of the list of origins with `id` at its end. */
  appendOrigin(handle: number, id: number): number;
  /** An id of a list, below 0 behind its end. */
  originAt(handle: number, place: number): number;
  /** Gives back the room of a list. */
  releaseOrigins(handle: number): void;
  /** Takes over a key's starts, for which its slot has no more room; the packed counts without them. */
  moveStarts(key: number, packed: number): number;
  /** Takes over a key's ends in the same way. */
  moveEnds(key: number, packed: number): number;
  /** The starts that were taken over for a key: asked for before its ends. */
  takeStarts(key: number): number;
  /** The ends that were taken over for a key, of which nothing is kept then. */
  takeEnds(key: number): number;
}

/**
 * The loops of a {@link Sessionizer} with the pairing `merge`, compiled: a module of WebAssembly that runs over a memory of its own.
 * Whoever knows where its code is starts it; `startLoops` of @cmsc/loaders does.
 */
export interface CompiledLoops {
  /** Its memory; `buffer` is another one whenever it has grown. */
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly exports: LoopsExports;
}

/** Starts the loops; undefined where there is no WebAssembly with SIMD, or no memory. */
export type StartLoops = (host: LoopsHost) => CompiledLoops | undefined;

/** What the module exports: places of columns, counts, and what it does. */
export interface LoopsExports {
  /** Most events at once. */
  readonly batchRows: LoopsNumber;
  readonly times: LoopsNumber;
  readonly edges: LoopsNumber;
  readonly keyA: LoopsNumber;
  readonly keyB: LoopsNumber;
  readonly keyC: LoopsNumber;
  readonly origins: LoopsNumber;
  /** Number of keys, and where their slots are. */
  readonly size: LoopsNumber;
  readonly slots: LoopsNumber;
  /** The sessions that were brought out. */
  readonly length: LoopsNumber;
  readonly keys: LoopsNumber;
  readonly starts: LoopsNumber;
  readonly ends: LoopsNumber;
  readonly startCounts: LoopsNumber;
  readonly endCounts: LoopsNumber;
  readonly handles: LoopsNumber;
  /** The second that is going on. */
  readonly time: LoopsNumber;
  readonly entries: LoopsNumber;
  readonly used: LoopsNumber;
  readonly sessions: LoopsNumber<bigint>;
  readonly zeroLength: LoopsNumber<bigint>;
  readonly repeatedStarts: LoopsNumber<bigint>;
  readonly extendingEnds: LoopsNumber<bigint>;
  readonly orphanEnds: LoopsNumber<bigint>;
  readonly open: LoopsNumber<bigint>;
  setFileOrder(value: boolean): void;
  setTies(isPair: boolean, withOrigins: boolean): void;
  setRestarts(value: boolean): void;
  setLargeKeys(count: number): void;
  /** The id of a key, below 0 when there is no memory. */
  locate(a: number, b: number, c: number): number;
  /** Where the saved entries of a second go, 0 when there is no memory. */
  restore(second: number, size: number, events: number): number;
  /** Forgets the sessions that were brought out. */
  start(): void;
  /** Takes events; 0 when there is no memory. */
  push(rows: number): number;
  /** Ends the last second; 0 when there is no memory. */
  settleLast(): number;
  /** Brings out what is inside the keys from this one on; the next one, below 0 when there is no memory. */
  finish(from: number, most: number): number;
}
