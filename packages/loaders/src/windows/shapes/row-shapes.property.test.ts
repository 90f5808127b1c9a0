import { Random } from '@cmsc/core';
import { expect, test } from 'vitest';
import { takeLines } from '../line-blocks.js';
import { areLines, ObjectSplitter } from '../object-splitter.js';
import type { Rejection } from '../read-event.js';
import { RowTaker } from '../row-taker.js';
import { MADE_DIALECTS, madeEvents, type MadeDialect } from '../testing/made-events.js';
import { UTC } from '../windows-time.js';
import { RowShapes } from './row-shapes.js';

const COPIES = 4;
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '\\\\',
  '\\"',
  '\\u0041',
  '\\ud800',
  '\\\\ud8',
  ',',
  ':',
  '\n',
  '\t',
  '\0',
  '\xff',
  '\xc3\xbc',
  'null',
  'true',
  '-1',
  '1e400',
  '.5',
  '0',
  '1',
  '9',
  '00',
  '12345678901234567',
  '0x',
  '-',
  ' ',
  'a',
  'Z',
  '%',
];

function rowsOf({ write }: MadeDialect): Buffer[] {
  const bytes = Buffer.from(write(madeEvents()));
  const rows: Buffer[] = [];
  const take = (row: Buffer, start: number, end: number) =>
    void rows.push(Buffer.from(row.subarray(start, end)));
  const splitter = new ObjectSplitter('', take);
  if (areLines(bytes)) takeLines(bytes, 0, take);
  else {
    splitter.push(bytes);
    splitter.end();
  }
  return rows;
}

/** A row with one to three pieces in place of up to three bytes, or a digit that is another. */
function damaged(row: Buffer, random: Random): Buffer {
  let bytes = row;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(bytes.length);
    const isDigit = bytes[at]! >= 48 && bytes[at]! <= 57;
    const piece = isDigit ? String(random.below(10)) : PIECES[random.below(PIECES.length)]!;
    const behind = at + (isDigit ? 1 : random.below(4));
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(piece, 'latin1'), bytes.subarray(behind)]);
  }
  return bytes;
}

/** Takes rows one by one, with shapes or by JSON.parse alone. */
class Taken {
  readonly rejects: [Rejection, string, number][] = [];
  readonly taker: RowTaker;

  constructor(byShape: boolean) {
    const reading = { zone: () => 3_600_000_000, processes: 'security' as const };
    const onReject = (rejection: Rejection, row: Buffer, line: number) =>
      this.rejects.push([rejection, row.toString('latin1'), line]);
    // Where events are shown every row is parsed.
    this.taker = new RowTaker({ ...reading, onReject, onEvent: byShape ? undefined : () => undefined });
    this.taker.begin(0, Infinity);
  }

  all() {
    const { ledger, kept, directions } = this.taker;
    return { ledger, ...kept.numbers(), direction: directions.of(0), rejects: this.rejects };
  }
}

test.each(MADE_DIALECTS)(
  'rows that are read by their shape are read as JSON.parse reads them: $name',
  (dialect) => {
    const [shaped, parsed] = [new Taken(true), new Taken(false)];
    const random = new Random(dialect.name);
    const rows = rowsOf(dialect);
    for (let copy = 0; copy < COPIES; copy++)
      rows.forEach((row, line) => {
        const bytes = copy === 0 ? row : damaged(row, random);
        for (const { taker } of [shaped, parsed]) taker.take(bytes, 0, bytes.length, line);
      });
    expect(shaped.all()).toEqual(parsed.all());
  },
);

test('most dialects are read by shape', () => {
  const reading = { zone: UTC, processes: 'security' as const };
  const byShape = MADE_DIALECTS.filter((dialect) => {
    const shapes = new RowShapes(reading);
    const taker = new RowTaker({ ...reading, onReject: () => undefined }, shapes);
    taker.begin(0, Infinity);
    const rows = rowsOf(dialect);
    for (const row of rows) taker.take(row, 0, row.length, 0);
    return rows.every((row) => shapes.read(row, 0, row.length));
  });
  const names = byShape.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'evtx_dump -o jsonl',
      'Velociraptor',
      'winlogbeat',
      'Wazuh agent',
      'PowerShell 7',
      'Splunk, fields',
    ]),
  );
  expect(names.length).toBeGreaterThan(30);
});
