import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unsupportedReason } from './engine.js';
import { lanlSessionsSql } from './lanl-sessions.js';
import { runLocalQuery } from './local-query.js';

const row = (time: number, user: string, source: string, orientation: string) =>
  `${time},${user},${user},${source},C9,Kerberos,Network,${orientation},Success\n`;

const ROWS =
  row(0, 'U1@DOM1', 'C1', 'LogOn') +
  row(0, 'U1@DOM1', 'C9', 'TGS') +
  row(4, "O'Neil", 'C9', 'LogOff') +
  row(5, 'U1@DOM1', 'C2', 'LogOn') +
  row(7, 'U1@DOM1', 'C9', 'LogOff') +
  row(9, 'U1@DOM1', 'C9', 'LogOff') +
  row(9, 'U1@DOM1', 'C1', 'LogOn');

describe.skipIf(unsupportedReason())('runLocalQuery', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cmsc-test'bed-"));
    writeFileSync(join(folder, 'auth.txt.gz'), gzipSync(ROWS));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('makes sessions of a gzip file', async () => {
    const sql = lanlSessionsSql(join(folder, 'auth.txt.gz'), { select: '*' });
    const { output, seconds, querySeconds, peakRssBytes } = await runLocalQuery(sql, { threads: 1 });
    expect(output).toBe('U1@DOM1\tC9\t0\t9\t2\t2\n');
    expect(seconds).toBeGreaterThanOrEqual(querySeconds);
    expect(peakRssBytes).toBeGreaterThan(0);
  }, 300_000);

  test('takes the source into the key when told to', async () => {
    const key = ['dst_user', 'src_machine', 'dst_machine'];
    expect(
      (await runLocalQuery(lanlSessionsSql(join(folder, 'auth.txt.gz'), { key, select: 'count()' }))).output,
    ).toBe('0\n');
  });

  test('fails with what ClickHouse said', async () => {
    await expect(runLocalQuery('SELECT nope')).rejects.toThrow('Unknown expression identifier `nope`');
  });
});
