import { isNoPlainValue, tooManyNames, type NameTable } from './name-table.js';
import type { ScanInstance } from './wasm-module.js';

/** Each entry of a dictionary is two words: the address of the name and its bytes. */
const ENTRY_WORDS = 2;
const WORD_BYTES = 4;

/** A dictionary in the memory of a wasm scanner. */
export class WasmNames implements NameTable {
  readonly address: number;
  readonly #instance: ScanInstance;

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
    // It goes to where the text of a window goes: a name that is longer is in no window.
    const tooLong = Buffer.byteLength(name) > exports.inputBytes.value;
    if (tooLong || isNoPlainValue(name)) return exports.skipId(this.address);
    const input = exports.input.value >>> 0;
    return exports.intern(this.address, input, memory.bytes.write(name, input));
  }

  name(id: number): string {
    const { exports, memory } = this.#instance;
    const entry = (exports.entriesOf(this.address) >>> 0) / WORD_BYTES + id * ENTRY_WORDS;
    const address = memory.words[entry]!;
    return memory.bytes.toString('utf8', address, address + memory.words[entry + 1]!);
  }
}
