import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.js';
import { sniffFormat } from './sniff-format.js';

/** Real rows of the data set, which are no part of the project. */
const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Counted with wc, cut, sort and uniq: `starts` are all LogOn rows, `failed` those of them whose result is Fail. */
const SAMPLES = [
  {
    name: 'auth_first100.txt',
    format: 'auth',
    rows: 100,
    starts: 64,
    ends: 34,
    lastTime: 1,
    users: 109,
    computers: 67,
  },
  {
    name: 'auth_users_day0_t1-166.txt',
    format: 'auth',
    rows: 5000,
    starts: 1824,
    ends: 1782,
    failed: 16,
    lastTime: 166,
    users: 326,
    computers: 391,
  },
  {
    name: 'auth_users_day1_t86400-86489.txt',
    format: 'auth',
    rows: 5000,
    starts: 1972,
    ends: 1914,
    failed: 17,
    lastTime: 86489,
    users: 595,
    computers: 630,
  },
  {
    name: 'auth_users_day2_t172800-172886.txt',
    format: 'auth',
    rows: 5000,
    starts: 1881,
    ends: 1865,
    failed: 10,
    lastTime: 172886,
    users: 626,
    computers: 641,
  },
  {
    name: 'auth_users_day7_t634975-635057.txt',
    format: 'auth',
    rows: 10_000,
    starts: 3379,
    ends: 3639,
    failed: 32,
    lastTime: 635057,
    users: 1596,
    computers: 1448,
  },
  {
    name: 'proc_first10000.txt',
    format: 'proc',
    rows: 10_000,
    starts: 8035,
    ends: 1965,
    lastTime: 150,
    users: 2111,
    computers: 1957,
  },
  {
    name: 'flows_first10000.txt',
    format: 'flows',
    rows: 10_000,
    starts: 0,
    ends: 0,
    lastTime: 375,
    users: 0,
    computers: 1452,
  },
  {
    name: 'dns_first10000.txt',
    format: 'dns',
    rows: 10_000,
    starts: 0,
    ends: 0,
    lastTime: 27756,
    users: 0,
    computers: 459,
  },
  {
    name: 'redteam.txt.gz',
    format: 'redteam',
    rows: 749,
    starts: 0,
    ends: 0,
    lastTime: 2557047,
    users: 104,
    computers: 305,
  },
] as const;

describe.skipIf(!existsSync(folder))('real rows', () => {
  it.each(SAMPLES)('$name', async (sample) => {
    const { name, format, rows, starts, ends, lastTime, users, computers } = sample;
    const failedStarts = 'failed' in sample ? sample.failed : 0;
    const path = folder + name;
    const sniffed = await sniffFormat(path);
    expect(sniffed?.name).toBe(format);
    const select = sniffed!.columns.filter(({ kind }) => kind !== 'time').map((column) => column.name);
    const reader = readColumns(path, format, { select, others: 'emit' });
    let emitted = 0;
    for await (const batch of reader) emitted += batch.length;
    expect(emitted).toBe(rows);
    expect(reader.counts).toEqual({
      rows,
      starts: starts - failedStarts,
      ends,
      other: rows - starts - ends + failedStarts,
      failedStarts,
      filtered: 0,
      rejected: 0,
    });
    expect(reader.lastTime).toBe(lastTime);
    expect(reader.dictionaries['user']?.size ?? 0).toBe(users);
    expect(reader.dictionaries['computer']?.size).toBe(computers);
  });
});
