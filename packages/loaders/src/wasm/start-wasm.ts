import type { CompiledLoops, LoopsExports, LoopsHost } from '@cmsc/core';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A memory of WebAssembly. `buffer` is another object whenever it has grown, and the one before is empty. */
export interface GrowingMemory {
  /** All of it. */
  readonly buffer: ArrayBufferLike;
}

/** A global that a module exports. Addresses and counts are unsigned numbers of 32 bits that arrive signed. */
export interface WasmGlobal {
  readonly value: number;
}

/** The part of WebAssembly that is used here: Node's types leave it to those of browsers. */
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (pages: MemoryPages) => GrowingMemory;
  Instance: new (module: object, imports: object) => { exports: unknown };
}

/** What a module is given. */
export interface WasmImports {
  memory: GrowingMemory;
  /** Bytes of text in that memory which are not the module's. */
  textBytes: number;
  /** What is done for it. */
  host?: object;
}

/** Pages of 64 KiB that a memory has at first, from where it grows: the garbage collector counts all of them, and many small runs would keep it busy. */
export const FIRST_PAGES = 16;
/** 4 GiB, all that addresses of 32 bits reach. */
const MOST_PAGES = 65_536;

/** How large a memory is at first, and at most, in pages of 64 KiB. */
export interface MemoryPages {
  initial?: number | undefined;
  maximum?: number | undefined;
  /** Whether other threads have it, too. */
  shared?: boolean;
}

/** The modules. */
type WasmPath =
  'scanner/scan.wasm' | 'scanner/scan-shared.wasm' | 'opening/inflate.wasm' | 'sessionizer/sessionize.wasm';

/** Where the modules are: beside this file when that is bundled; from it as it is built, and as it is written. */
const PLACES = [
  (path: string) => `./${basename(path)}`,
  (path: string) => `../${path}`,
  (path: string) => `../../dist/${path}`,
];

/** The modules that were compiled. */
const compiled = new Map<string, object>();

/** A memory; undefined where there is no WebAssembly, or no room for it. */
export function newMemory({ initial = FIRST_PAGES, maximum = MOST_PAGES, shared = false }: MemoryPages = {}):
  GrowingMemory | undefined {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
  try {
    return new WebAssembly.Memory({ initial, maximum, shared });
  } catch {
    return undefined;
  }
}

/**
 * Starts a module with a memory of its own: one that it is given, or that it has and exports.
 *
 * @returns undefined where there is no WebAssembly with SIMD, no memory for it, or no module: what it does is done without it, too.
 */
export function startWasm<Exports>(
  path: WasmPath,
  imports?: WasmImports,
): { exports: Exports; memory: GrowingMemory } | undefined {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
  for (const place of PLACES) {
    try {
      const file = new URL(place(path), import.meta.url);
      const module = compiled.get(path) ?? new WebAssembly.Module(readFileSync(file));
      compiled.set(path, module);
      const instance = new WebAssembly.Instance(module, imports ? importsOf(imports) : {});
      const exports = instance.exports as Exports & { memory: GrowingMemory };
      return { exports, memory: imports?.memory ?? exports.memory };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** By the names of AssemblyScript: a constant goes by the file that declares it. */
function importsOf({ memory, textBytes, host = {} }: WasmImports): object {
  return { env: { memory }, memory: { textBytes }, host };
}

/**
 * Starts the compiled loops of a sessionizer (assembly/sessionizer) over a memory of their own.
 *
 * @param host what they leave to it.
 * @returns undefined where there is no WebAssembly with SIMD, or no memory for it.
 */
export function startLoops(host: LoopsHost): CompiledLoops | undefined {
  const memory = newMemory();
  return memory && startWasm<LoopsExports>('sessionizer/sessionize.wasm', { memory, textBytes: 0, host });
}
