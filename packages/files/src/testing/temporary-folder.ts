import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A folder for each test of a file, gone afterwards. */
export function useTemporaryFolder(): {
  readonly path: string;
  file(name: string): string;
  names(): string[];
} {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'cmsc-files-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    file: (name) => join(path, name),
    names: () => readdirSync(path).sort(),
  };
}
