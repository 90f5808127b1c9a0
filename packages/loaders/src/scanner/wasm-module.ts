import { readFileSync } from 'node:fs';
import { WasmMemory, type GrowingMemory } from './wasm-memory.js';

interface WasmGlobal {
  readonly value: number;
}

/** What assembly/index.ts exports. Addresses and counts are unsigned numbers of 32 bits that arrive signed. */
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
  scan(bytes: number): number;
}

/** One running scanner. */
export interface ScanInstance {
  memory: WasmMemory;
  exports: ScanExports;
}

/** The part of WebAssembly that is used here: Node's types leave it to those of browsers. */
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (pages: { initial: number; maximum: number }) => GrowingMemory;
  Instance: new (module: object, imports: { env: { memory: GrowingMemory } }) => { exports: ScanExports };
}

/** Pages of 64 KiB: 4 GiB, all that addresses of 32 bits reach. */
const MOST_PAGES = 65_536;
/** 1 MiB, from where it grows. The garbage collector counts all of it, and many small runs would keep it busy. */
const FIRST_PAGES = 16;

/** The module beside this file, and where it is when this file runs from its source. */
const PLACES = ['./scan.wasm', '../../dist/scanner/scan.wasm'];

/** The module, once it was compiled. */
let compiled: object | undefined;

/**
 * Starts a scanner with a memory of its own.
 *
 * @returns undefined where there is no WebAssembly with SIMD, no memory for it, or no module: the scanner in TypeScript does the same.
 */
export function startScanModule(mostPages = MOST_PAGES): ScanInstance | undefined {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
  for (const place of PLACES) {
    try {
      const module = (compiled ??= new WebAssembly.Module(readFileSync(new URL(place, import.meta.url))));
      const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: mostPages });
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      return { memory: new WasmMemory(memory), exports };
    } catch {
      continue;
    }
  }
  return undefined;
}
