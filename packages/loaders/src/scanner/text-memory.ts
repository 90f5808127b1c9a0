import { FIRST_PAGES, newMemory, type GrowingMemory } from '../wasm/start-wasm.js';

// Apart from the scanner, since it is public: what declares that names types of Node, which users may do without.

/** Where the text begins: behind what a scanner has at the beginning of its memory, by assembly/memory.ts. */
const TEXT_BEGIN = 65_536;
const PAGE_BYTES = 65_536;

/** The memory of a scanner with room for text that another thread puts there: it is scanned where it lies. */
export interface TextMemory {
  /** That of the scanner. */
  readonly memory: GrowingMemory;
  /** Bytes of that room. */
  readonly bytes: number;
}

/** Makes such a memory, for one scanner; undefined where there is no WebAssembly with threads, or no memory for it. */
export function makeTextMemory(bytes: number): TextMemory | undefined {
  const initial = Math.ceil((TEXT_BEGIN + bytes) / PAGE_BYTES) + FIRST_PAGES;
  const memory = newMemory({ initial, shared: true });
  return memory && { memory, bytes };
}

/** The room for text, of a memory that has come from another thread or was made here. */
export function textRoom({ memory, bytes }: TextMemory): Uint8Array {
  return new Uint8Array(memory.buffer, TEXT_BEGIN, bytes);
}
