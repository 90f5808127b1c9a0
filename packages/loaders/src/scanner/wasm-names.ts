import { isNoPlainValue, type NameTable } from './name-table.js';
import { tooManyNames } from './too-many-names.js';
import type { ScanInstance } from './wasm-module.js';

const ENTRY_BYTES = 8;

/** A dictionary in the memory of a wasm scanner. */
export class WasmNames implements NameTable {
  readonly address: number;
  readonly #instance: ScanInstance;
  readonly #encoder = new TextEncoder();
  /** A byte order mark is part of a name like any other character. */
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(instance: ScanInstance) {
    this.#instance = instance;
    this.address = instance.exports.newNames();
  }

  get size(): number {
    return this.#instance.exports.sizeOf(this.address) >>> 0;
  }

  /** @throws CmscError TOO_MANY_KEYS when there is no memory for it. */
  add(name: string): void {
    if (this.#added(name) < 0) throw tooManyNames();
  }

  #added(name: string): number {
    const { exports, memory } = this.#instance;
    // The name goes to where the text of a window will go: whatever is longer than that is in no window.
    const input = exports.input.value >>> 0;
    const room = new Uint8Array(memory.buffer, input, exports.inputBytes.value);
    const { read, written } = this.#encoder.encodeInto(name, room);
    if (read < name.length || isNoPlainValue(name)) return exports.skipId(this.address);
    return exports.intern(this.address, input, written);
  }

  name(id: number): string {
    const { exports, memory } = this.#instance;
    const entry = (exports.entriesOf(this.address) >>> 0) + id * ENTRY_BYTES;
    const [address, bytes] = new Uint32Array(memory.buffer, entry, 2);
    return this.#decoder.decode(new Uint8Array(memory.buffer, address, bytes));
  }
}
