import { Dictionary, EDGE_END, EDGE_OTHER, EDGE_START } from '@cmsc/core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readColumns } from './read-columns.js';
import type { ReadOptions } from './read-rows.js';
import type { ReadProgress } from './read-rows.js';
import { readAll } from './testing/read-all.js';
import { tempFile, tempFolder } from './testing/temp-folder.js';

const authRow = (time: number | string, user: string, orientation: string, machine = 'C2') =>
  `${time},${user},${user},C1,${machine},?,Network,${orientation},Success`;
const AUTH = [
  authRow(1, 'U1@D', 'LogOn'),
  authRow(1, 'U2@D', 'TGS'),
  authRow(3, 'U1@D', 'LogOff'),
  authRow(5, 'U3@D', 'AuthMap', 'C3'),
  authRow(7, 'U2@D', 'LogOn', 'C1'),
];
const lines = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join('');
const select = ['dst_user', 'dst_machine'];

describe('rows', () => {
  it('are starts and ends with the ids of the selected columns', async () => {
    const reader = readColumns(await tempFile(lines(AUTH)), 'auth', {
      select: ['dst_machine', 'src_machine', 'dst_user'],
    });
    const batches = [];
    for await (const { length, time, edge, ids } of reader) {
      batches.push({
        time: [...time.subarray(0, length)],
        edge: [...edge.subarray(0, length)],
        ids: ids.map((column) => [...column.subarray(0, length)]),
      });
    }
    expect(batches).toEqual([
      {
        time: [1, 3, 7],
        edge: [EDGE_START, EDGE_END, EDGE_START],
        ids: [
          [0, 0, 1],
          [1, 1, 1],
          [0, 0, 1],
        ],
      },
    ]);
    expect(reader.dictionaries['computer']!.names()).toEqual(['C2', 'C1']);
    expect(reader.dictionaries['user']!.names()).toEqual(['U1@D', 'U2@D']);
    expect(Object.keys(reader.dictionaries)).toEqual(['computer', 'user']);
    expect(reader.counts).toEqual({
      rows: 5,
      starts: 2,
      ends: 1,
      other: 2,
      failedStarts: 0,
      filtered: 0,
      rejected: 0,
    });
    expect(reader.lastTime).toBe(7);
  });

  it('that do neither come on demand: all of them, or those of some seconds', async () => {
    const path = await tempFile(lines(AUTH));
    const all = await readAll(path, 'auth', { select, others: 'emit' });
    expect(all.rows.map(([time, edge]) => [time, edge])).toEqual([
      [1, 1],
      [1, 2],
      [3, 0],
      [5, 2],
      [7, 1],
    ]);
    const some = await readAll(path, 'auth', { select, others: { at: Int32Array.of(0, 5, 6) } });
    expect(some.rows).toEqual([
      [1, EDGE_START, 'U1@D', 'C2'],
      [3, EDGE_END, 'U1@D', 'C2'],
      [5, EDGE_OTHER, 'U3@D', 'C3'],
      [7, EDGE_START, 'U2@D', 'C1'],
    ]);
    expect(some.counts).toEqual(all.counts);
  });

  it('of formats without starts and ends all come', async () => {
    const { rows, counts } = await readAll(await tempFile('1,C1,C2\n2,C1,C3\n', 'dns.txt'), 'dns', {
      select: ['resolved_machine'],
    });
    expect(rows).toEqual([
      [1, EDGE_OTHER, 'C2'],
      [2, EDGE_OTHER, 'C3'],
    ]);
    expect(counts).toMatchObject({ rows: 2, other: 2 });
  });

  it('outside the time window are counted, checked and left out of the dictionaries', async () => {
    const path = await tempFile(lines(AUTH));
    const reader = readColumns(path, 'auth', { select, from: 3, to: 5, others: 'emit' });
    const times: number[] = [];
    for await (const batch of reader) times.push(...batch.time.subarray(0, batch.length));
    expect(times).toEqual([3, 5]);
    expect(reader.counts).toEqual({
      rows: 5,
      starts: 0,
      ends: 1,
      other: 1,
      failedStarts: 0,
      filtered: 3,
      rejected: 0,
    });
    expect(reader.dictionaries['user']!.names()).toEqual(['U1@D', 'U3@D']);
    expect(reader.lastTime).toBe(7);

    const bad = await tempFile(lines([...AUTH, authRow(9, 'U1@D', 'logoff')]));
    expect((await readAll(bad, 'auth', { from: 10 })).error).toMatchObject({
      code: 'BAD_EDGE',
      context: { line: 6 },
    });
  });

  it('come with their text when it is asked for', async () => {
    const text = `1,"U1,x@D",U1@D,C1,C2,?,"Net""work",LogOn,Success\r\n${authRow(2, 'Ü2@D', 'LogOff')}\r\n${authRow(3, 'U', 'TGS')}`;
    const { raw } = await readAll(await tempFile(text), 'auth', { raw: true });
    expect(raw).toEqual([
      '1,"U1,x@D",U1@D,C1,C2,?,"Net""work",LogOn,Success\n',
      `${authRow(2, 'Ü2@D', 'LogOff')}\n`,
    ]);
  });

  it('share dictionaries between readers', async () => {
    const user = new Dictionary();
    user.intern('U2@D');
    const dictionaries = { user };
    const first = readColumns(await tempFile(lines(AUTH)), 'auth', { select: ['src_user'], dictionaries });
    for await (const batch of first) expect([...batch.ids[0]!.subarray(0, batch.length)]).toEqual([1, 1, 0]);
    const attack = await tempFile('5,U1@D,C1,C2\n', 'redteam.txt');
    for await (const batch of readColumns(attack, 'redteam', { select: ['src_user'], dictionaries })) {
      expect(batch.ids[0]![0]).toBe(1);
    }
    expect(first.dictionaries).toBe(dictionaries);
    expect(user.size).toBe(2);
  });

  it('come in batches of a given size', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => authRow(i, 'U1@D', 'LogOn'));
    const lengths: number[] = [];
    for await (const batch of readColumns(await tempFile(lines(rows)), 'auth', { batchRows: 4 }))
      lengths.push(batch.length);
    expect(lengths).toEqual([4, 4, 2]);
  });
});

describe('several files', () => {
  it('are one stream', async () => {
    const folder = await tempFolder({ a: lines(AUTH.slice(0, 2)), b: '', c: gzipSync(lines(AUTH.slice(2))) });
    const paths = ['a', 'b', 'c'].map((name) => join(folder, name));
    const reader = readColumns(paths, 'auth', { select });
    let rows = 0;
    for await (const batch of reader) rows += batch.length;
    expect(rows).toBe(3);
    expect(reader.inputs.map((input) => [input.path, input.rows])).toEqual([
      [paths[0], 2],
      [paths[1], 0],
      [paths[2], 3],
    ]);
    expect(reader.inputs[1]).toMatchObject({
      bytes: 0,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  it('do not join the last line of one and the first of the next', async () => {
    const folder = await tempFolder({ a: AUTH[0]!, b: AUTH[2]!, c: '"', d: AUTH[4]! });
    const paths = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
    const { rows, rejected } = await readAll(paths, 'auth', { onBadRow: 'skip' });
    expect(rows.map(([time]) => time)).toEqual([1, 3, 7]);
    expect(rejected).toMatchObject([{ file: paths[2], line: 1, code: 'BAD_QUOTES', row: '"' }]);
  });

  it('must be in the order of their times', async () => {
    const folder = await tempFolder({ a: lines(AUTH.slice(0, 4)), b: lines(AUTH.slice(0, 1)) });
    const paths = ['a', 'b'].map((name) => join(folder, name));
    const { error, rows } = await readAll(paths, 'auth');
    expect(error).toMatchObject({ code: 'TIME_BACKWARDS', context: { file: paths[1], line: 1 } });
    expect(rows).toHaveLength(2);
  });

  it('each begin with a header where there are headers', async () => {
    const folder = await tempFolder({
      a: 'dst_machine,src_machine,src_user,attack_time\nC2,C1,U1@D,5\n',
      b: 'attack_time,src_user,src_machine,dst_machine\n4,U2@D,C3,C4\n',
    });
    const options = { dialect: { header: true }, select: ['src_user', 'dst_machine'] };
    const { rows } = await readAll(
      ['a', 'b'].map((name) => join(folder, name)),
      'redteam',
      options,
    );
    expect(rows).toEqual([
      [5, EDGE_OTHER, 'U1@D', 'C2'],
      [4, EDGE_OTHER, 'U2@D', 'C4'],
    ]);
  });

  it('are all looked for before the first is read', async () => {
    const folder = await tempFolder({ a: 'not a row\n' });
    await mkdir(join(folder, 'folder'));
    expect(await readAll([join(folder, 'a'), join(folder, 'gone')], 'auth')).toMatchObject({
      error: { kind: 'io', code: 'NOT_FOUND', context: { file: join(folder, 'gone') } },
      counts: { rows: 0 },
    });
    expect(await readAll([join(folder, 'a'), join(folder, 'folder')], 'auth')).toMatchObject({
      error: { code: 'READ_FAILED' },
    });
  });

  it('carry on where an earlier run ended', async () => {
    const path = await tempFile(lines(AUTH));
    expect((await readAll(path, 'auth', { previousTime: 1 })).error).toBeUndefined();
    expect((await readAll(path, 'auth', { previousTime: 2 })).error).toMatchObject({
      code: 'TIME_BACKWARDS',
    });
  });
});

describe('files as they come', () => {
  it.each([
    ['nothing', ''],
    ['packed nothing', gzipSync('')],
    ['a byte order mark', '\ufeff'],
  ])('%s is no rows', async (_, content) => {
    expect(await readAll(await tempFile(content), 'auth')).toMatchObject({
      rows: [],
      error: undefined,
      lastTime: -1,
    });
    expect(await readAll(await tempFile(content), 'auth', { dialect: { header: true } })).toMatchObject({
      error: undefined,
    });
  });

  it.each([
    ['LF', AUTH.join('\n') + '\n'],
    ['no last newline', AUTH.join('\n')],
    ['CRLF', AUTH.join('\r\n') + '\r\n'],
    ['CRLF, no last newline', AUTH.join('\r\n')],
    ['CRLF, cut in half', AUTH.join('\r\n') + '\r'],
    ['mixed line ends', `${AUTH.slice(0, 2).join('\r\n')}\n${AUTH.slice(2).join('\n')}`],
    ['a byte order mark', '\ufeff' + lines(AUTH)],
    ['gzip with a byte order mark', gzipSync('\ufeff' + lines(AUTH))],
    ['quotes', AUTH.map((row) => row.replace(/[^,]+/g, '"$&"')).join('\n')],
  ])('%s', async (_, content) => {
    const options = { select: ['src_user', 'result'], others: 'emit' } as const;
    const plain = await readAll(await tempFile(lines(AUTH)), 'auth', options);
    expect(await readAll(await tempFile(content), 'auth', options)).toEqual(plain);
    expect(plain.rows).toHaveLength(5);
  });

  it('rows with line feeds in quotes leave the line numbers right', async () => {
    const rows = [
      `1,"U\n1",U,C,C,?,?,LogOn,Success`,
      authRow(2, 'U1@D', 'LogOn'),
      `3,"U\r\n\n2",U,C,C,?,?,LogOn,Success`,
      'bad',
      'worse',
    ];
    const { rejected, counts } = await readAll(await tempFile(lines(rows)), 'auth', { onBadRow: 'skip' });
    expect(rejected.map(({ line }) => line)).toEqual([7, 8]);
    expect(counts).toMatchObject({ rows: 5, starts: 3, rejected: 2 });
  });
});

describe('files of many chunks', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) =>
    authRow(i, `U${(i * 7919) % 10_007}@D`, i % 3 ? 'LogOn' : 'TGS'),
  );
  const bad = rows
    .with(20_000, authRow('x', 'U', 'LogOn'))
    .with(50_000, '')
    .with(50_001, '\0');
  const options = { select, raw: true, onBadRow: 'skip' } as const;

  it.each([
    ['good rows', rows, []],
    ['bad rows', bad, [20_001, 50_001, 50_002]],
    ['quotes from somewhere on', bad.with(30_000, authRow(30_000, '"U,1"', 'TGS')), [20_001, 50_001, 50_002]],
  ])('%s', async (_, content, badLines) => {
    const {
      rows: read,
      raw,
      counts,
      rejected,
    } = await readAll(await tempFile(lines(content)), 'auth', options);
    expect(counts).toMatchObject({ rows: 60_000, rejected: badLines.length });
    expect(rejected.map(({ line }) => line)).toEqual(badLines);
    expect(raw.length).toBe(read.length);
    expect(raw.join('')).toBe(
      lines(content.filter((row, i) => !badLines.includes(i + 1) && !row.includes('TGS'))),
    );
  });
});

describe('bad rows', () => {
  const LONG = 'x'.repeat(1_048_577);
  const cases: [string, string | Buffer][] = [
    ['LINE_TOO_LONG', LONG],
    ['LINE_TOO_LONG', `"${LONG}\0`],
    ['NUL_BYTE', authRow(2, 'U\0', 'LogOn')],
    ['NUL_BYTE', '"a\0'],
    [
      'NOT_UTF8',
      Buffer.concat([Buffer.from('2,U'), Buffer.of(0xe9), Buffer.from('@D,U,C,C,?,?,LogOn,Success')]),
    ],
    ['NOT_UTF8', Buffer.of(0xed, 0xa0, 0x80)],
    ['BAD_QUOTES', authRow(2, '"U"1', 'LogOn')],
    ['BAD_QUOTES', authRow(2, 'U"1"', 'LogOn')],
    ['COLUMN_COUNT', ''],
    ['COLUMN_COUNT', '2,U'],
    ['COLUMN_COUNT', `${authRow(2, 'U', 'LogOn')},`],
    ['BAD_TIME', authRow('2.0', 'U', 'LogOn')],
    ['BAD_TIME', authRow('', 'U', 'LogOn')],
    ['TIME_BACKWARDS', authRow(0, 'U', 'LogOn')],
    ['BAD_EDGE', authRow(2, 'U', 'LOGON')],
  ];

  it.each(cases)('%s (%#)', async (code, row) => {
    const bad = Buffer.from(row);
    const before = lines(AUTH.slice(0, 2));
    const after = lines(AUTH.slice(2));
    const path = await tempFile(Buffer.concat([Buffer.from(before), bad, Buffer.from(`\n${after}`)]));

    const strict = await readAll(path, 'auth');
    expect(strict.error).toMatchObject({ kind: 'data', code, context: { file: path, line: 3 } });
    expect(strict.rows).toEqual([[1, EDGE_START]]);
    expect(strict.counts).toMatchObject({ rows: 2, starts: 1, other: 1, rejected: 0 });

    const lenient = await readAll(path, 'auth', { onBadRow: 'skip', select });
    const good = await readAll(await tempFile(before + after), 'auth', { select });
    expect(lenient.error).toBeUndefined();
    expect(lenient.rows).toEqual(good.rows);
    expect(lenient.counts).toEqual({ ...good.counts, rows: 6, rejected: 1 });
    expect(lenient.rejected).toMatchObject([
      { file: path, line: 3, code, hex: bad.subarray(0, 1_048_576).toString('hex') },
    ]);
  });

  it('also come last, without a newline', async () => {
    const path = await tempFile(`${lines(AUTH)}oops`);
    expect(await readAll(path, 'auth', { onBadRow: 'skip' })).toMatchObject({
      counts: { rows: 6, rejected: 1 },
      rejected: [{ line: 6, row: 'oops', reason: '1 column where a row of auth has 9: "oops"' }],
    });
  });

  it('may be all there is', async () => {
    const path = await tempFile('\n\n\n');
    expect((await readAll(path, 'auth', { onBadRow: 'skip' })).counts).toMatchObject({
      rows: 3,
      rejected: 3,
    });
    const strict = async (options: ReadOptions) => (await readAll(path, 'auth', options)).error?.message;
    expect(await strict({})).toBe(
      `${path}:1: blank line (remove it, or skip bad rows with --on-bad-row skip)`,
    );
    expect(await strict({ neverSkips: true })).toBe(`${path}:1: blank line (remove it)`);
  });

  it('an unclosed quote costs its line only', async () => {
    const rows = [AUTH[0]!, authRow(2, '"U1@D', 'LogOn').replace('"U1@D', '"U1'), ...AUTH.slice(2)];
    const { rejected, counts } = await readAll(await tempFile(lines(rows)), 'auth', { onBadRow: 'skip' });
    expect(counts).toMatchObject({ rows: 5, rejected: 1 });
    expect(rejected).toMatchObject([{ line: 2, code: 'BAD_QUOTES' }]);
  });

  it('flows: numbers', async () => {
    const path = await tempFile('1,x,C1,N1,C2,80,6,1,1\n', 'flows.txt');
    expect((await readAll(path, 'flows')).error?.message).toContain(
      ':1: duration is not a whole number: "x"',
    );
  });

  it('a header that is bad is never skipped', async () => {
    const options = { dialect: { header: true }, onBadRow: 'skip' } as const;
    expect((await readAll(await tempFile('"a"b\n1,2\n'), 'auth', options)).error).toMatchObject({
      code: 'BAD_QUOTES',
    });
    expect((await readAll(await tempFile('a,b\n1,2\n'), 'auth', options)).error).toMatchObject({
      code: 'MISSING_COLUMN',
    });
    expect((await readAll(await tempFile('\0'.repeat(1_100_000)), 'auth', options)).error).toMatchObject({
      code: 'LINE_TOO_LONG',
    });
  });

  it('after gzip data is cut off, the rows before it have come', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => authRow(i, `U${(i * 7919) % 10_007}@D`, 'LogOn'));
    const packed = gzipSync(lines(rows));
    const {
      rows: read,
      counts,
      error,
    } = await readAll(await tempFile(packed.subarray(0, packed.length - 1000)), 'auth', { onBadRow: 'skip' });
    expect(error).toMatchObject({ kind: 'data', code: 'GZIP_TRUNCATED' });
    expect(counts).toMatchObject({ rows: read.length, starts: read.length, rejected: 0 });
    expect(read.length).toBeGreaterThan(10_000);
    expect(read).toEqual(rows.slice(0, read.length).map((_, i) => [i, EDGE_START]));
  });
});

describe('options', () => {
  it.each([
    [{ select: ['user'] }, 'UNKNOWN_COLUMN'],
    [{ select: ['time'] }, 'UNKNOWN_COLUMN'],
    [{ dialect: { delimiter: ';;' } }, 'BAD_OPTION'],
    [{ dialect: { columns: ['time'] } }, 'MISSING_COLUMN'],
  ])('%j is %s at once', (options, code) => {
    expect(() => readColumns('nowhere', 'auth', options)).toThrow(
      expect.objectContaining({ kind: 'usage', code }),
    );
  });

  it('tell how far it is', async () => {
    const seen: ReadProgress[] = [];
    const paths = [await tempFile(lines(AUTH)), await tempFile(lines(AUTH.slice(4)))];
    const bytesTotal = lines([...AUTH, AUTH[4]!]).length;
    const reader = readColumns(paths, 'auth', { onProgress: (progress) => seen.push(progress) });
    for await (const batch of reader) expect(batch.length).toBeGreaterThan(0);
    expect(seen.at(0)).toEqual({ rows: 5, bytes: lines(AUTH).length, bytesTotal });
    expect(seen.at(-1)).toEqual({ rows: 6, bytes: bytesTotal, bytesTotal });
  });

  it('call it off', async () => {
    const controller = new AbortController();
    const path = await tempFile(lines(AUTH));
    const reader = readColumns([path, path], 'auth', { signal: controller.signal, batchRows: 1 });
    await expect(async () => {
      for await (const batch of reader) if (batch.length > 0) controller.abort();
    }).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('leave the hash out', async () => {
    const reader = readColumns(await tempFile(lines(AUTH)), 'auth', { hash: false });
    for await (const batch of reader) expect(batch.length).toBe(3);
    expect(reader.inputs[0]!.sha256).toBeUndefined();
  });
});
