import { expect, test } from 'vitest';
import { ShapeTree } from './shape-tree.js';

const stretch = (text: string, next: 'text' | 'number' | 'end') => ({
  bytes: Uint8Array.from(Buffer.from(text)),
  next,
});

const tree = new ShapeTree<string>(4);
tree.add(
  [stretch('{"EventID":4624,"User":"', 'text'), stretch('","Type":', 'number'), stretch('}', 'end')],
  'logon',
);
tree.add([stretch('{"EventID":4624,"User":"', 'text'), stretch('"}', 'end')], 'short');
tree.add([stretch('{"EventID":4634,"User":"', 'text'), stretch('"}', 'end')], 'logoff');

/** The shape of a row in the middle of others, and what is in its slots. */
function match(row: string) {
  const bytes = Buffer.from(`}${row}"}1`);
  const shape = tree.match(bytes, 1, bytes.length - 3);
  const slots = ['logon'].includes(shape ?? '') ? 2 : 1;
  return (
    shape && [
      shape,
      ...Array.from({ length: slots }, (_, n) => bytes.toString('utf8', tree.starts[n], tree.ends[n])),
    ]
  );
}

test.each([
  ['{"EventID":4624,"User":"ann","Type":3}', ['logon', 'ann', '3']],
  ['{"EventID":4624,"User":"","Type":-0.25}', ['logon', '', '-0.25']],
  ['{"EventID":4624,"User":"C:\\\\x \\"y\\"\\n","Type":0}', ['logon', 'C:\\\\x \\"y\\"\\n', '0']],
  ['{"EventID":4624,"User":"ü"}', ['short', 'ü']],
  ['{"EventID":4634,"User":"bob"}', ['logoff', 'bob']],
])('knows %s', (row, expected) => {
  expect(match(row)).toEqual(expected);
  expect(tree.isAscii).toBe(!row.includes('ü'));
});

test.each([
  ['{"EventID":4635,"User":"bob"}'],
  ['{"EventID":4634,"User":"bob"'],
  ['{"EventID":4634,"User":"bob"}}'],
  ['{"EventID":4634,"User":"bob'],
  ['{"EventID":4634,"User":"bob\\'],
  ['{"EventID":4634,"User":"b\\u006fb"}'],
  ['{"EventID":4634,"User":"b\\xb"}'],
  ['{"EventID":4634,"User":"b\tb"}'],
  ['{"EventID":4624,"User":"ann","Type":03}'],
  ['{"EventID":4624,"User":"ann","Type":-}'],
  ['{"EventID":4624,"User":"ann","Type":}'],
  ['{"EventID":4624,"User":"ann","Type":1.}'],
  ['{"EventID":4624,"User":"ann","Type":1e3}'],
  ['{"EventID":4624,"User":"ann","Type":1234567890123456}'],
  ['{"EventID":4624,"User":"ann","Type":"3"}'],
  ['{"EventID":4624,"User":"ann","Type":null}'],
  ['{'],
  [''],
])('says nothing of %s', (row) => {
  expect(match(row)).toBeUndefined();
});
