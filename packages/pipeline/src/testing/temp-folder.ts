import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the tests of a file, removed when they are through. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-pipeline-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
