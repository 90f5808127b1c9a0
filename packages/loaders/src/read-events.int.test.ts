import type { AuthEvent, FlowEvent } from '@cmsc/core';
import { gzipSync } from 'node:zlib';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Format } from './formats/format.js';
import { readColumns } from './read-columns.js';
import { readEvents } from './read-events.js';
import type { RejectedRow } from './rows/intake.js';
import { tempFile } from './testing/temp-folder.js';

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

describe('readEvents', () => {
  it('gives typed objects', async () => {
    const path = await tempFile(
      gzipSync('1,U1@D,U2@D,C1,C2,?,Network,TGS,Success\n2,U1@D,U1@D,C1,C1,?,?,LogOff,Fail\n'),
    );
    const events = readEvents(path, 'auth');
    expectTypeOf(events).toEqualTypeOf<AsyncIterable<AuthEvent>>();
    expect(await collect(events)).toEqual([
      {
        time: 1,
        src_user: 'U1@D',
        dst_user: 'U2@D',
        src_machine: 'C1',
        dst_machine: 'C2',
        auth_type: '?',
        logon_type: 'Network',
        orientation: 'TGS',
        result: 'Success',
      },
      {
        time: 2,
        src_user: 'U1@D',
        dst_user: 'U1@D',
        src_machine: 'C1',
        dst_machine: 'C1',
        auth_type: '?',
        logon_type: '?',
        orientation: 'LogOff',
        result: 'Fail',
      },
    ]);
  });

  it('takes white space off the values of what people write by hand', async () => {
    const path = await tempFile(' 1, U1@D,C1 ,C2\n\n  \n2,U 2@D,C1,C2\n');
    const users = (await collect(readEvents(path, 'redteam'))).map((event) => event.src_user);
    expect(users).toEqual(['U1@D', 'U 2@D']);
  });

  it('reads several files, dialects and time windows', async () => {
    const a = await tempFile(
      'bytes;packets;time;duration;src_machine;src_port;dst_machine;dst_port;protocol\n9;8;1;0;C1;N1;C2;80;6\n',
    );
    const b = await tempFile(
      'bytes;packets;time;duration;src_machine;src_port;dst_machine;dst_port;protocol\n7;6;2;5;C1;N1;C2;80;6\n',
    );
    const events = readEvents([a, b], 'flows', { dialect: { delimiter: ';', header: true }, from: 2 });
    expectTypeOf(events).toEqualTypeOf<AsyncIterable<FlowEvent>>();
    expect(await collect(events)).toEqual([
      {
        time: 2,
        duration: 5,
        src_machine: 'C1',
        src_port: 'N1',
        dst_machine: 'C2',
        dst_port: '80',
        protocol: '6',
        packets: 6,
        bytes: 7,
      },
    ]);
  });

  it('gives the rows before an error first', async () => {
    const path = await tempFile('1,C1,C2\n2,C1,C2\nthree,C1,C2\n4,C1,C2\n');
    const times: number[] = [];
    await expect(async () => {
      for await (const event of readEvents(path, 'dns')) times.push(event.time);
    }).rejects.toMatchObject({ code: 'BAD_TIME', context: { line: 3, column: 'time', text: 'three' } });
    expect(times).toEqual([1, 2]);
  });

  it('skips bad rows when it is told to', async () => {
    const path = await tempFile('1,C1,C2\n\n3,C1,C2\n');
    const rejected: RejectedRow[] = [];
    const events = readEvents(path, 'dns', { onBadRow: 'skip', onReject: (row) => rejected.push(row) });
    expect((await collect(events)).map(({ time }) => time)).toEqual([1, 3]);
    expect(rejected).toMatchObject([
      { file: path, line: 2, code: 'COLUMN_COUNT', reason: 'blank line', row: '' },
    ]);
  });

  it('takes a format of one’s own', async () => {
    const users: Format<{ second: number; user: string }> = {
      name: 'users',
      columns: [
        { name: 'user', kind: 'name', dictionary: 'user' },
        { name: 'second', kind: 'time', dictionary: 'second' },
      ],
      ordered: true,
      fileNames: /^users/,
      resembles: () => true,
      toEvent: ([user, second]) => ({ second: Number(second), user: user! }),
    };
    expect(await collect(readEvents(await tempFile('U1,5\nU2,6\n'), users))).toEqual([
      { second: 5, user: 'U1' },
      { second: 6, user: 'U2' },
    ]);
  });

  it('refuses what can’t be at once', () => {
    expect(() => readEvents('x', 'authn' as 'auth')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_FORMAT' }),
    );
  });

  it.each([
    ['a format', ['x', undefined], 'no format is given (name one of auth, proc,'],
    ['a format', ['x', {}], 'no format is given'],
    ['a path', [undefined, 'auth'], 'no file is named (give a path, or a list of some)'],
    ['a delimiter', ['x', 'auth', { dialect: { delimiter: '' } }], 'the delimiter must be one character'],
    ['a delimiter', ['x', 'auth', { dialect: { delimiter: 5 } }], 'the delimiter must be one character'],
    ['part of a second', ['x', 'auth', { from: 1.5 }], 'from takes a whole number: "1.5"'],
    ['a window', ['x', 'auth', { from: 5, to: 3 }], 'from 5 is after to 3 (swap them)'],
    ['bad rows', ['x', 'auth', { onBadRow: 'ignore' }], 'onBadRow has no choice of this name: "ignore"'],
  ])('refuses what is no %s: %j', (_what, args, words) => {
    for (const read of [readEvents, readColumns] as unknown as ((...given: unknown[]) => unknown)[])
      expect(() => read(...args)).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(words) as string }),
      );
  });

  it('can be stopped', async () => {
    const path = await tempFile('1,C1,C2\n'.repeat(100_000));
    let seen = 0;
    for await (const event of readEvents(path, 'dns')) if ((seen += event.time) === 5000) break;
    expect(seen).toBe(5000);
  });
});
