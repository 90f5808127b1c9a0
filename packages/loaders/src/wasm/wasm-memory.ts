import type { GrowingMemory } from './start-wasm.js';

/** A memory of WebAssembly with views of all of it. Ask for them again after everything that may let it grow. */
export class WasmMemory implements GrowingMemory {
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
