import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();
const inFolder = (...names: string[]) => join(folder.path, ...names);
const textOf = (...names: string[]) => gunzipSync(readFileSync(inFolder(...names))).toString();
const rowsOf = (text: string) => text.trimEnd().split('\n').length;

const OTHERS = ['dns.txt.gz', 'flows.txt.gz', 'proc.txt.gz', 'redteam.txt.gz', 'truth.json'];

describe('cmsc generate', () => {
  it('writes the five files and what is known of them, with --events rows of auth', async () => {
    const { status, stdout, stderr } = await cmsc(['generate', inFolder('data'), '--events', '5000']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('auth.txt.gz: 5,000 rows');
    expect(stderr).toMatch(
      /made 14 days: [\d,]+ users on [\d,]+ machines, 2 attacks in 2 rows of redteam, 5,000 rows of auth\n$/,
    );
    expect(readdirSync(inFolder('data')).sort()).toEqual(['auth.txt.gz', ...OTHERS]);
    expect(rowsOf(textOf('data', 'auth.txt.gz'))).toBe(5000);
  });

  it('gives the same text for the same seed, another for another, and the same cut into parts', async () => {
    await cmsc(['generate', inFolder('a'), '--events', '3000', '--seed', 'x']);
    await cmsc(['generate', inFolder('b'), '--events', '3000', '--seed', 'x', '--parts', '4']);
    await cmsc(['generate', inFolder('c'), '--events', '3000', '--seed', 'y']);
    const parts = [0, 1, 2, 3].map((part) => `auth_part_0${part}.csv.gz`);
    expect(readdirSync(inFolder('b')).sort()).toEqual([...parts, ...OTHERS]);
    expect(parts.map((part) => textOf('b', part)).join('')).toBe(textOf('a', 'auth.txt.gz'));
    expect(textOf('b', 'proc.txt.gz')).toBe(textOf('a', 'proc.txt.gz'));
    expect(textOf('c', 'auth.txt.gz')).not.toBe(textOf('a', 'auth.txt.gz'));
  });

  it('makes what the other commands find to be as truth.json says', async () => {
    await cmsc(['generate', inFolder('data'), '--events', '20000', '--parts', '3']);
    const { destination, notebook, labels } = JSON.parse(
      readFileSync(inFolder('data', 'truth.json'), 'utf8'),
    );
    const redteam = ['--redteam', inFolder('data', 'redteam.txt.gz')];
    for (const [preset, truth] of Object.entries({ destination, notebook })) {
      const args = [
        'sessions',
        inFolder('data'),
        '--preset',
        preset,
        ...redteam,
        '--no-output',
        '--report',
        '-',
      ];
      const report = JSON.parse((await cmsc(args)).stdout);
      expect(report.ledger).toEqual(truth.ledger);
      if (preset === 'destination') expect(report.labels).toEqual(labels);
    }
  });

  it('replaces files with --force only', async () => {
    await cmsc(['generate', inFolder('data'), '--events', '100']);
    const again = await cmsc(['generate', inFolder('data'), '--events', '100']);
    expect(again.status).toBe(3);
    expect(again.stderr).toMatch(/^cmsc: [^\n]+\n$/);
    expect((await cmsc(['generate', inFolder('data'), '--events', '200', '--force'])).status).toBe(0);
    expect(rowsOf(textOf('data', 'auth.txt.gz'))).toBe(200);
  });

  it('ends with 3 where it can not write', async () => {
    writeFileSync(inFolder('file'), '');
    expect((await cmsc(['generate', inFolder('file', 'data'), '--events', '100'])).status).toBe(3);
  });
});
