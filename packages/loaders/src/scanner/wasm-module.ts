import { LATEST_TIME } from '@cmsc/core';
import { newMemory, startWasm, type GrowingMemory, type WasmGlobal } from '../wasm/start-wasm.js';
import type { ScanColumns, ScanPlan } from './scanner.js';
import type { TextMemory } from './text-memory.js';

/** What assembly/index.ts exports. */
interface ScanExports {
  readonly input: WasmGlobal;
  readonly inputBytes: WasmGlobal;
  readonly times: WasmGlobal;
  readonly edges: WasmGlobal;
  readonly rawText: WasmGlobal;
  readonly rawEnds: WasmGlobal;
  readonly rawLength: WasmGlobal;
  readonly length: WasmGlobal;
  readonly rows: WasmGlobal;
  readonly starts: WasmGlobal;
  readonly ends: WasmGlobal;
  readonly other: WasmGlobal;
  readonly failedStarts: WasmGlobal;
  readonly time: WasmGlobal;
  readonly consumed: WasmGlobal;
  setColumns(count: number, ordered: boolean): void;
  setEdge(column: number, othersAllowed: boolean): void;
  setWords(start: bigint, startBytes: number, end: bigint, endBytes: number): void;
  setFailure(column: number, value: bigint, bytes: number, starts: boolean): void;
  addNumberColumn(column: number): void;
  setTimes(from: number, to: number): void;
  setOrder(previousTime: number, mostStep: number): void;
  setOthers(what: number, seconds: number): number;
  setBatch(rows: number, raw: boolean): void;
  select(column: number, names: number): number;
  newNames(): number;
  sizeOf(names: number): number;
  entriesOf(names: number): number;
  intern(names: number, text: number, bytes: number): number;
  skipId(names: number): number;
  start(previousTime: number): void;
  scan(bytes: number, window: number): number;
}

/** How the others are called in assembly/plan.ts. */
const OTHERS_COUNT = 0;
const OTHERS_EMIT = 1;
const OTHERS_AT = 2;

/** Limits of assembly/plan.ts. All formats keep well within them. */
const MOST_COLUMNS = 64;
const EDGE_WORD = /^[A-Za-z]{1,6}$/;

/** One running scanner. */
export interface ScanInstance {
  memory: WasmMemory;
  exports: ScanExports;
}

/**
 * Starts a scanner with a memory of its own, or with the one in which the text lies.
 *
 * @returns undefined where it can't run: the scanner in TypeScript does the same.
 */
export function startScanModule(text?: TextMemory, mostPages?: number): ScanInstance | undefined {
  const memory = text?.memory ?? newMemory({ maximum: mostPages });
  if (!memory) return undefined;
  const file = text ? 'scanner/scan-shared.wasm' : 'scanner/scan.wasm';
  const started = startWasm<ScanExports>(file, { memory, textBytes: text?.bytes ?? 0 });
  return started && { memory: new WasmMemory(started.memory), exports: started.exports };
}

/** Whether the wasm scanner can do this at all. */
export function fitsWasm({ count, selected, edge }: ScanColumns): boolean {
  const words = edge ? [edge.start, edge.end, edge.fails?.value ?? edge.start] : [];
  const wordsFit = words.every((word) => EDGE_WORD.test(word));
  return wordsFit && count <= MOST_COLUMNS && selected.length <= MOST_COLUMNS;
}

/** Tells a new wasm scanner what it is made for; all but the selected columns. */
export function setPlan({ exports, memory }: ScanInstance, plan: ScanPlan, columns: ScanColumns): void {
  exports.setColumns(columns.count, plan.format.ordered);
  const { edge } = columns;
  if (edge) {
    exports.setEdge(edge.column, edge.others);
    exports.setWords(bytesOf(edge.start), edge.start.length, bytesOf(edge.end), edge.end.length);
    const { fails } = edge;
    if (fails) exports.setFailure(fails.column, bytesOf(fails.value), fails.value.length, fails.starts);
  }
  for (const column of columns.numbers) exports.addNumberColumn(column);
  exports.setTimes(...secondsBetween(plan.from, plan.to));
  exports.setOrder(plan.previousTime, Math.min(plan.mostStepSeconds, LATEST_TIME));
  exports.setBatch(plan.batchRows, plan.raw);
  const seconds =
    typeof plan.others === 'object' ? Int32Array.from(plan.others.at).sort() : new Int32Array(0);
  const address = exports.setOthers(othersOf(plan), seconds.length) >>> 0;
  new Int32Array(memory.buffer, address, seconds.length).set(seconds);
}

/** The same bounds as numbers of 32 bits. */
function secondsBetween(from: number, to: number): [number, number] {
  const first = Math.ceil(Math.max(from, 0));
  const last = Math.floor(Math.min(to, LATEST_TIME));
  return first <= last ? [first, last] : [1, 0];
}

function othersOf({ others }: ScanPlan): number {
  if (typeof others === 'object') return OTHERS_AT;
  return others === 'emit' ? OTHERS_EMIT : OTHERS_COUNT;
}

/** The letters of a word as the bytes of a number, the first lowest. */
function bytesOf(word: string): bigint {
  return Buffer.from(word.padEnd(8, '\0'), 'latin1').readBigUInt64LE();
}

/** A memory of WebAssembly with views of all of it. Ask for them again after everything that may let it grow. */
class WasmMemory implements GrowingMemory {
  readonly #memory: GrowingMemory;
  #bytes: Buffer = Buffer.alloc(0);
  #words: Uint32Array = new Uint32Array(0);

  constructor(memory: GrowingMemory) {
    this.#memory = memory;
  }

  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  get bytes(): Buffer {
    this.#renew();
    return this.#bytes;
  }

  /** Numbers of 32 bits, unsigned. */
  get words(): Uint32Array {
    this.#renew();
    return this.#words;
  }

  #renew(): void {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = Buffer.from(buffer);
    this.#words = new Uint32Array(buffer);
  }
}
