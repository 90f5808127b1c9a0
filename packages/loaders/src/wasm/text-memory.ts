import { newMemory, type GrowingMemory } from './start-wasm.js';

/** Where the text begins: behind what a scanner has at the beginning of its memory, by assembly/memory.ts. */
const TEXT_BEGIN = 65_536;
const PAGE_BYTES = 65_536;
/** What a scanner needs at first. */
const SCANNER_PAGES = 16;
const MOST_PAGES = 65_536;

/** The memory of a scanner with room for text that another thread puts there: it is scanned where it lies. */
export interface TextMemory {
  /** That of the scanner. */
  readonly memory: GrowingMemory;
  /** Bytes of that room. */
  readonly bytes: number;
}

/** Makes such a memory, for one scanner; undefined where there is no WebAssembly with threads, or no memory for it. */
export function makeTextMemory(bytes: number): TextMemory | undefined {
  const initial = Math.ceil((TEXT_BEGIN + bytes) / PAGE_BYTES) + SCANNER_PAGES;
  const memory = newMemory({ initial, maximum: MOST_PAGES, shared: true });
  return memory && { memory, bytes };
}

/** The room for text, of a memory that has come from another thread or was made here. */
export function textRoom({ memory, bytes }: TextMemory): Uint8Array {
  return new Uint8Array(memory.buffer, TEXT_BEGIN, bytes);
}
