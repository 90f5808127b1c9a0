import { readFileSync, writeFileSync } from 'node:fs';
import { noRows } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { writeManifest, type Manifest } from './manifest.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

const MANIFEST: Manifest = {
  version: '0.1.0',
  command: 'sessions',
  options: { preset: 'destination', key: ['dst_user', 'dst_machine'] },
  inputs: [{ path: 'auth.txt.gz', bytes: 1, sha256: 'ab', rows: 0, complete: true }],
  outputs: [{ path: '-', bytes: 2, sha256: 'cd', rows: 0 }],
  ledger: {
    ...noRows(),
    keys: 0,
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  },
  timing: { seconds: 0.5, rowsPerSecond: 0, peakRssBytes: 1 },
};

describe('writeManifest', () => {
  it('writes JSON that people can read', async () => {
    await writeManifest(folder.file('report.json'), MANIFEST);
    const text = readFileSync(folder.file('report.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(MANIFEST);
    expect(text).toMatch(/^\{\n {2}"version": "0\.1\.0",\n {2}"command": "sessions",\n/);
    expect(text.endsWith('}\n')).toBe(true);
    expect(folder.names()).toEqual(['report.json']);
  });

  it('replaces a file only when it is told to', async () => {
    writeFileSync(folder.file('report.json'), 'old');
    await expect(writeManifest(folder.file('report.json'), MANIFEST)).rejects.toThrow(
      expect.objectContaining({ code: 'OUTPUT_EXISTS' }),
    );
    expect(readFileSync(folder.file('report.json'), 'utf8')).toBe('old');
    await writeManifest(folder.file('report.json'), MANIFEST, { force: true });
    expect(JSON.parse(readFileSync(folder.file('report.json'), 'utf8'))).toEqual(MANIFEST);
  });
});
