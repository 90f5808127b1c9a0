import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url));

/** Whether the real samples and their golden results are here: they are no part of the repository. */
export const haveSamples = existsSync(join(shared, 'data')) && existsSync(join(shared, 'golden'));

/** Path of a real sample. */
export function sample(name: string): string {
  return join(shared, 'data', name);
}

/** Text of a golden result. */
export function golden(name: string): string {
  return readFileSync(join(shared, 'golden', name), 'utf8');
}

/** The cells of the origin notebook. */
export function notebookCells(): {
  processHead: {
    keysWithAnyEvent: number;
    keysWithRuns: number;
    runs: number;
    runsByKey: Record<string, number[][]>;
    groupedByUserAndComputer: Record<string, [string, number[][]][]>;
  };
  redteam: {
    rows: number;
    rowsPerSrcUserTop10: Record<string, number>;
    timesByKey: Record<string, number[]>;
  };
} {
  return JSON.parse(golden('notebook-cells.json'));
}
