import { EDGE_START } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { formats } from '../formats/registry.js';
import { LONGEST_LINE_BYTES, rowRules } from '../rows/row-rules.js';
import { readRowCarefully } from './read-row-carefully.js';

const read = (line: string | Uint8Array, previousTime = -1) =>
  readRowCarefully(typeof line === 'string' ? Buffer.from(line) : line, rowRules(formats.proc), previousTime);

describe('readRowCarefully', () => {
  it('reads a good row', () => {
    const fields = ['007', 'Ü1@D', 'C1', '', 'Start'];
    expect(read(fields.join(','))).toEqual({ time: 7, edge: EDGE_START, fields });
  });

  it('reads values in quotes, also with line ends in them', () => {
    expect(read('7,"a,""b""\nc",C1,"P\r\n1","Start"')).toMatchObject({
      fields: ['7', 'a,"b"\nc', 'C1', 'P\r\n1', 'Start'],
    });
  });

  it('keeps a CR that is none of the line end', () => {
    expect(read('7,U1@D,C1\r,\r,Start')).toMatchObject({ fields: ['7', 'U1@D', 'C1\r', '\r', 'Start'] });
    expect(read('7,U1@D,C1,P1,Start\r')).toMatchObject({ code: 'BAD_EDGE' });
    expect(read('"7"\r')).toMatchObject({ code: 'BAD_QUOTES' });
    expect(read('\r')).toMatchObject({ code: 'COLUMN_COUNT', text: '\r' });
  });

  it.each([
    ['LINE_TOO_LONG', Buffer.alloc(LONGEST_LINE_BYTES + 1)],
    ['NUL_BYTE', Buffer.from([0x31, 0x00, 0xff, 0x22])],
    ['NOT_UTF8', Buffer.from([0x31, 0xff, 0x22])],
    ['BAD_QUOTES', '"x'],
    ['BAD_QUOTES', 'x"'],
    ['COLUMN_COUNT', ''],
    ['COLUMN_COUNT', 'x,U1@D,C1,P1'],
    ['BAD_TIME', 'x,U1@D,C1,P1,start'],
    ['TIME_BACKWARDS', '8,U1@D,C1,P1,start'],
    ['BAD_EDGE', '9,U1@D,C1,P1,start'],
  ])('finds %s first', (code, line) => {
    expect(read(line, 9)).toMatchObject({ code });
  });
});
