import { describe, expect, it } from 'vitest';
import type { TextSource } from './opening/open-bytes.js';
import { readColumns, type ColumnOptions } from './read-columns.js';
import { tempFile } from './testing/temp-folder.js';

const ROWS = [
  '1,U1@D,U1@D,C1,C2,?,Network,LogOn,Success',
  '2,\0src_user,U1@D,C1,C2,?,Network,LogOn,Success',
  '3,"U1\n@D",U1@D,C1,C2,?,Network,LogOff,Success',
  '2,"U1\n""@D",U1@D,C1,C2,?,Network,LogOn,Success',
  '\0time,U1@D,U1@D,C1,\0dst_machine,?,Network,LogOn,Success',
];

/** Text that comes as that of a table, or of a file. */
function source(path: string, isTable: boolean): TextSource {
  return {
    ...{ path, bytes: 0, sha256: undefined, isTable },
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(ROWS.map((row) => `${row}\n`).join(''));
    },
  };
}

async function rejectsOf(isTable: boolean, options: ColumnOptions = {}): Promise<string[]> {
  const rejects: string[] = [];
  const reader = readColumns(await tempFile(''), 'auth', {
    ...options,
    onBadRow: 'skip',
    onReject: ({ line, code, reason, row }) => void rejects.push(`${line} ${code} ${reason} ${row}`),
    openText: (path) => source(path, isTable),
  });
  for await (const batch of reader) expect(batch.length).toBeGreaterThanOrEqual(0);
  expect(reader.counts).toMatchObject({ rows: 5, rejected: 3, starts: 1, ends: 1 });
  return rejects;
}

describe.each(['auto', 'csv-parse'] as const)('by %s', (reader) => {
  it('rows of a table are counted, and NULL is told from a byte', async () => {
    expect(await rejectsOf(true, { reader })).toEqual([
      '2 NULL_VALUE src_user is NULL 2,,U1@D,C1,C2,?,Network,LogOn,Success',
      '4 TIME_BACKWARDS time goes backwards, from 3 to 2 2,"U1\n""@D",U1@D,C1,C2,?,Network,LogOn,Success',
      '5 NULL_VALUE time is NULL ,U1@D,U1@D,C1,,?,Network,LogOn,Success',
    ]);
  });

  it('lines of text are, where it is none of a table', async () => {
    const lines = (await rejectsOf(false, { reader })).map((reject) => reject.split(' ')[0]);
    expect(lines).toEqual(['2', '5', '7']);
  });
});
