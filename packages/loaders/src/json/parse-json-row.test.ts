import { describe, expect, it } from 'vitest';
import { nameColumn, timeColumn, type Format } from '../formats/format.js';
import { parseJsonRow } from './parse-json-row.js';

const format: Format = {
  name: 'made-up',
  syntax: 'json-lines',
  columns: [timeColumn('Time'), nameColumn('User')],
  ordered: true,
  fileNames: /^made-up/,
  resembles: () => true,
  toEvent: (fields) => fields,
};
const parse = (line: string) => parseJsonRow(line, format);

describe('parseJsonRow', () => {
  it.each([
    ['{"Time":7,"User":"U1"}', ['7', 'U1']],
    ['{"User":"U1","Time":7,"Else":{"a":[1]}}', ['7', 'U1']],
    [' { "Time" : "007" , "User" : 12 } \r', ['007', '12']],
    ['{"Time":7,"User":"\\ud83d\\ude00"}', ['7', '😀']],
    ['{"Time":7}', ['7', '']],
    ['{"Time":7,"User":null}', ['7', '']],
    ['{}', ['', '']],
    ['{"Time":1.5,"User":"a,\\"b\\"\\nÜ\\u00e9"}', ['1.5', 'a,"b"\nÜé']],
    ['{"Time":9007199254740993,"User":"9007199254740993"}', ['9007199254740992', '9007199254740993']],
    ['{"Time":1,"__proto__":{"User":"U1"}}', ['1', '']],
  ])('reads %s', (line, fields) => {
    expect(parse(line)).toEqual(fields);
  });

  it.each([
    ['BAD_JSON', '{"Time":7,"User":"U1"'],
    ['BAD_JSON', '{"Time":7}{"Time":8}'],
    ['BAD_JSON', "{'Time':7}"],
    ['BAD_JSON', '7,U1'],
    ['BAD_JSON', ' '],
    ['BAD_JSON', '[7,"U1"]'],
    ['BAD_JSON', 'null'],
    ['BAD_JSON', '"U1"'],
    ['BAD_JSON', '{"Time":7,"User":true}'],
    ['BAD_JSON', '{"Time":{},"User":"U1"}'],
    ['BAD_JSON', '{"Time":7,"User":["U1"]}'],
    ['BAD_JSON', '{"Time":7,"User":"U\\ud800"}'],
    ['BAD_JSON', '{"Time":7,"User":"\\uDC00\\uD800"}'],
    ['BAD_NUMBER', '{"Time":7,"User":9007199254740993}'],
    ['BAD_NUMBER', '{"Time":7,"User":0.5}'],
  ])('finds %s in %s', (code, line) => {
    expect(parse(line)).toMatchObject({ code });
  });
});
