import { newMemory, startWasm, type GrowingMemory, type WasmGlobal } from '../wasm/start-wasm.js';
import type { TextMemory } from '../wasm/text-memory.js';

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

/** One running scanner. */
export interface ScanInstance {
  memory: WasmMemory;
  exports: ScanExports;
}

/** Pages of 64 KiB: 4 GiB, all that addresses of 32 bits reach. */
const MOST_PAGES = 65_536;
/** 1 MiB, from where it grows. The garbage collector counts all of it, and many small runs would keep it busy. */
const FIRST_PAGES = 16;

/**
 * Starts a scanner with a memory of its own, or with the one in which the text lies.
 *
 * @returns undefined where it can't run: the scanner in TypeScript does the same.
 */
export function startScanModule(text?: TextMemory, mostPages = MOST_PAGES): ScanInstance | undefined {
  const memory = text?.memory ?? newMemory({ initial: FIRST_PAGES, maximum: mostPages });
  if (!memory) return undefined;
  const file = text ? 'scanner/scan-shared.wasm' : 'scanner/scan.wasm';
  const started = startWasm<ScanExports>(file, { memory, textBytes: text?.bytes ?? 0 });
  return started && { memory: new WasmMemory(started.memory), exports: started.exports };
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
