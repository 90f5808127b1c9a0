import type { CompiledLoops, LoopsExports, LoopsHost } from '@cmsc/core';
import { newMemory, startWasm } from './start-wasm.js';

/** Pages of 64 KiB: 4 GiB, all that addresses of 32 bits reach. */
const MOST_PAGES = 65_536;
/** 1 MiB, from where it grows: the garbage collector counts all of it. */
const FIRST_PAGES = 16;

/**
 * Starts the compiled loops of a sessionizer (assembly/sessionizer) over a memory of their own.
 *
 * @param host what they leave to it.
 * @returns undefined where there is no WebAssembly with SIMD, or no memory for it.
 */
export function startLoops(host: LoopsHost): CompiledLoops | undefined {
  const memory = newMemory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
  return memory && startWasm<LoopsExports>('sessionizer/sessionize.wasm', { memory, textBytes: 0, host });
}
