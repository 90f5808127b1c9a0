import { EDGE_END, EDGE_OTHER, EDGE_START } from '@cmsc/core';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.js';
import { readEvents } from './read-events.js';
import { sniffFormat } from './sniff-format.js';
import { readOnce } from './testing/read-all.js';
import { tempFile, tempFolder } from './testing/temp-folder.js';

const row = (Time: number, EventID: number, more: object = { LogonID: '0x1' }): string =>
  `${JSON.stringify({ UserName: 'User1', EventID, LogHost: 'Comp1', ...more, Time })}\n`;
const select = ['LogHost', 'LogonID', 'UserName'];

describe('rows of wls', () => {
  it('start and end by their event id, if they name a session', async () => {
    const { rows, counts } = await readOnce(
      await tempFile(
        [
          row(1, 4624),
          row(2, 4647),
          row(2, 4634),
          row(3, 4688),
          row(3, 4625),
          row(4, 4624, {}),
          row(5, 4634, { LogonID: null }),
          row(6, 4634, { LogonID: '0x1', LogHost: '' }),
        ].join(''),
      ),
      'wls',
      { select, others: 'emit' },
    );
    expect(rows.map(([time, edge]) => [time, edge])).toEqual([
      [1, EDGE_START],
      [2, EDGE_END],
      [2, EDGE_END],
      [3, EDGE_OTHER],
      [3, EDGE_OTHER],
      [4, EDGE_OTHER],
      [5, EDGE_OTHER],
      [6, EDGE_OTHER],
    ]);
    expect(rows[5]).toEqual([4, EDGE_OTHER, 'Comp1', '', 'User1']);
    expect(counts).toEqual({
      rows: 8,
      starts: 1,
      ends: 2,
      other: 5,
      failedStarts: 0,
      filtered: 0,
      rejected: 0,
    });
  });

  it('come as objects with every column', async () => {
    const events = [];
    for await (const event of readEvents(await tempFile(row(7, 4624)), 'wls')) events.push(event);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      Time: 7,
      EventID: '4624',
      LogHost: 'Comp1',
      LogonID: '0x1',
      Status: '',
    });
    expect(Object.keys(events[0]!)).toHaveLength(21);
  });

  it('are bad one by one, each with its line and its code', async () => {
    const content = Buffer.concat([
      Buffer.from(`\ufeff${row(1, 4624)}`),
      Buffer.from('{"Time":2,"EventID":4634\r\n'),
      Buffer.from('\n'),
      Buffer.from(row(0, 4634)),
      Buffer.from('{"EventID":4634,"Time":"x"}\n'),
      Buffer.from('{"EventID":4634}\n'),
      Buffer.from('{"EventID":4634,"Time":2,"UserName":"\0"}\n'),
      Buffer.from('{"EventID":4634,"Time":2,"UserName":"\u00ff"}\n', 'latin1'),
      Buffer.from(`{"EventID":4634,"Time":2,"UserName":"${'x'.repeat(1_048_576)}"}\n`),
      Buffer.from(row(3, 4634).trimEnd()),
    ]);
    const { counts, rejected } = await readOnce(await tempFile(content), 'wls', { select, onBadRow: 'skip' });
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      [2, 'BAD_JSON'],
      [3, 'COLUMN_COUNT'],
      [4, 'TIME_BACKWARDS'],
      [5, 'BAD_TIME'],
      [6, 'BAD_TIME'],
      [7, 'NUL_BYTE'],
      [8, 'NOT_UTF8'],
      [9, 'LINE_TOO_LONG'],
    ]);
    expect(rejected[0]).toMatchObject({ row: '{"Time":2,"EventID":4634' });
    expect(counts).toEqual({
      rows: 10,
      starts: 1,
      ends: 1,
      other: 0,
      failedStarts: 0,
      filtered: 0,
      rejected: 8,
    });
  });

  it('end a strict run at the first bad one, after the rows before it', async () => {
    const path = await tempFile(`${row(1, 4624)}nothing\n${row(2, 4634)}`);
    const { rows, error } = await readOnce(path, 'wls', { select });
    expect(rows).toHaveLength(1);
    expect(error).toMatchObject({ kind: 'data', code: 'BAD_JSON', context: { file: path, line: 2 } });
  });

  it('are the same wherever a chunk ends, with either line end', async () => {
    const folder = await tempFolder();
    const names = fc.constantFrom('User1', 'Üser', '日本', 'a"b', '', 'x'.repeat(300));
    await fc.assert(
      fc.asyncProperty(
        fc.array(names, { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n'),
        async (users, end) => {
          const path = join(folder, 'wls.json');
          const lines = users.map((UserName, i) => row(i, 4624, { UserName, LogonID: `0x${i}` }));
          const text = Buffer.from(lines.join('').replaceAll('\n', end));
          await writeFile(path, text);
          const whole = await readOnce(path, 'wls', { select });
          expect(whole.rows.map(([, , , , user]) => user)).toEqual(users);
          const openText = () => ({
            path,
            bytes: text.length,
            sha256: undefined,
            async *[Symbol.asyncIterator]() {
              for (let at = 0; at < text.length; at += 7) yield text.subarray(at, at + 7);
            },
          });
          expect(await readOnce(path, 'wls', { select, openText })).toEqual(whole);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('a file of JSON lines', () => {
  it('is read when it is gzip, and says when it is cut off', async () => {
    const whole = gzipSync(
      Array.from({ length: 1000 }, (_, i) => row(i, 4624, { LogonID: `0x${i}` })).join(''),
    );
    expect((await readOnce(await tempFile(whole), 'wls', { select })).counts.starts).toBe(1000);
    const { error } = await readOnce(await tempFile(whole.subarray(0, -20)), 'wls', { select });
    expect(error).toMatchObject({ code: 'GZIP_TRUNCATED' });
  });

  it('holds no rows when it is empty', async () => {
    expect((await readOnce(await tempFile(''), 'wls', { select })).counts.rows).toBe(0);
  });

  it.each([
    ['plain', row(1, 4624)],
    ['gzip', gzipSync(row(1, 4624).repeat(5000))],
    ['a damaged row in between', `${row(1, 4688)}nothing\n${row(2, 4634)}`],
    ['the beginning of a longer one', row(1, 4624) + row(2, 4634) + row(3, 4634).slice(0, 30)],
  ])('is recognised: %s', async (_, content) => {
    expect((await sniffFormat(await tempFile(content, 'x.txt')))?.name).toBe('wls');
  });

  it('is not recognised by its braces alone', async () => {
    expect(await sniffFormat(await tempFile('{"a":1}\n', 'x.json'))).toBeUndefined();
  });

  it('has no dialect and one reader', () => {
    expect(readColumns('x', 'wls').reader).toBe('JSON lines');
    const refusal = expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' });
    expect(() => readColumns('x', 'wls', { dialect: { header: true } })).toThrow(refusal);
    for (const reader of ['scanner', 'csv-parse'] as const)
      expect(() => readColumns('x', 'wls', { reader })).toThrow(refusal);
  });
});
