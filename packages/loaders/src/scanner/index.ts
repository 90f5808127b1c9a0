import { scanColumns } from './scan-columns.js';
import type { Scanner, ScanPlan } from './scanner.js';
import { TypeScriptScanner } from './typescript-scanner.js';
import { createWasmScanner } from './wasm-scanner.js';

export type { Scanner, ScanPlan } from './scanner.js';

/**
 * A scanner for this plan: in wasm where that runs with SIMD, otherwise in TypeScript. Both give the same rows.
 *
 * @throws RangeError when the format's first column is not its time, or a selected column is none of its columns: a bug of the caller.
 */
export function createScanner(plan: ScanPlan): Scanner {
  const columns = scanColumns(plan);
  return createWasmScanner(plan, columns) ?? new TypeScriptScanner(plan, columns);
}
