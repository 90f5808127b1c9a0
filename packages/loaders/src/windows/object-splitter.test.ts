import { Random } from '@cmsc/core';
import { expect, test } from 'vitest';
import { areLines, ObjectSplitter } from './object-splitter.js';
import { MADE_DIALECTS, madeEvents } from './testing/made-events.js';
import { MADE_LISTS } from './testing/made-lists.js';

interface TakenRow {
  text: string;
  line: number;
  columns: readonly string[] | undefined;
}

const EVENT = '"EventID":4624,"Computer":"PC3","Channel":"Security","SystemTime":"2024-05-06T07:08:09Z"';

/** The rows of a text that comes in parts of so many bytes. */
function split(text: string, partBytes = Infinity): TakenRow[] {
  const rows: TakenRow[] = [];
  const splitter = new ObjectSplitter('file', (bytes, start, end, line, columns) =>
    rows.push({ text: bytes.toString('utf8', start, end), line, columns }),
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += partBytes) splitter.push(bytes.subarray(at, at + partBytes));
  splitter.end();
  return rows;
}

/** The text of a file, without the mark of its encoding. */
function textOf({ write }: (typeof MADE_LISTS)[number]): string {
  const written = write(madeEvents());
  return typeof written === 'string' ? written : written.toString('utf16le').slice(1);
}

test.each(MADE_LISTS)(
  'the rows of $name are told from what is around them, however the text is cut',
  (made) => {
    const text = textOf(made);
    expect(areLines(Buffer.from(text))).toBe(false);
    const rows = split(text);
    expect(rows).toHaveLength(madeEvents().length);
    for (const partBytes of [1, 7, 64, 1000]) expect(split(text, partBytes)).toEqual(rows);
  },
);

test('a row has the line that it begins in, and what is wrong between rows its own', () => {
  const text = '{"took":1,\n"hits":{"hits":[\n{"a":1},\n{"a":\n2}, oops\n,{"a":3}]}\n}\n';
  expect(split(text).map(({ line, text: row }) => [line, row])).toEqual([
    [3, '{"a":1}'],
    [4, '{"a":\n2}'],
    [5, 'oops'],
    [6, '{"a":3}'],
  ]);
});

function rowTexts(rows: readonly TakenRow[]): string[] {
  return rows.map(({ text }) => text);
}

test.each([
  ['in the list', '{"value":[{"a":1},{"a":2}', ['{"a":1}', '{"a":2}', '[']],
  ['behind the list', '{"value":[{"a":1}]\n,"Count":', ['{"a":1}', '[']],
  ['in a table', '{"tables":[{"columns":[{"name":"a"}],"rows":[[1],[2', ['[1]', '[2', '[']],
])('what is cut off %s is not taken for whole', (_, text, rows) => {
  expect(rowTexts(split(text))).toEqual(rows);
});

test.each([
  ['a damaged end of an object', '{"value":[{"a":1}],"Count":x}', ['{"a":1}', '{"value":[],"Count":x}']],
  ['an event that has such a list', `{${EVENT},"data":[{"a":1}]}`, ['{"a":1}', `{${EVENT},"data":[]}`]],
  ['a member that is no list of objects', '{"value":["{",[{"a":1}]],"data":{"Events":[{}]}}', undefined],
  ['names that only end like one', '{"my\\"hits":[{"a":1}],"hits ":[{}]}', undefined],
  ['lists of values without columns', '{"rows":[["{"]]}', undefined],
  ['an answer without rows', '{"value":[],"Count":0}', []],
])('%s', (_, text, rows) => {
  expect(rowTexts(split(text))).toEqual(rows ?? [text]);
});

const PIECES = ['"', '{', '}', '[', ']', '\\', ',', ':', '\n', 'x', '1', '[{', '}]', '"hits":[{', ''];

test.each(MADE_LISTS)('damage loses no row without a trace: $name', (made) => {
  const text = textOf(made);
  const whole = new Set(rowTexts(split(text)));
  for (let run = 0; run < 150; run++) {
    const random = new Random(`${made.name} ${run}`);
    const at = random.below(text.length);
    const piece = PIECES[random.below(PIECES.length)]!;
    const damaged = text.slice(0, at) + piece + text.slice(at + random.below(3));
    if (isJson(damaged)) continue;
    const rows = rowTexts(split(damaged));
    const isTold = rows.some((row) => !whole.has(row));
    expect(isTold || rows.length === whole.size, damaged).toBe(true);
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('events, a line each, are lines', () => {
  const { write } = MADE_DIALECTS[0]!;
  expect(areLines(Buffer.from(write(madeEvents())))).toBe(true);
});
