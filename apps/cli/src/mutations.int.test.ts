import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CmscError, ledgerProblems } from '@cmsc/core';
import { runSessions, type RunReport } from '@cmsc/pipeline';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { mutate } from './testing/mutate.js';
import { randomNumbers } from './testing/random.js';
import { authRow, procRow } from './testing/rows.js';

const folder = useFolder();

const ROWS = 2000;

const VALID = {
  sessions: Array.from({ length: ROWS }, (_, i) =>
    authRow(1000 + (i >> 2), `U${i % 7}@DOM1`, `C${i % 5}`, `C${i % 3}`, ['LogOn', 'LogOff', 'TGS'][i % 3]!),
  ).join(''),
  processes: Array.from({ length: ROWS }, (_, i) =>
    procRow(1000 + (i >> 2), `U${i % 7}@DOM1`, `C${i % 5}`, `P${i % 3}`, i % 2 ? 'End' : 'Start'),
  ).join(''),
};
const COMMANDS = ['sessions', 'processes'] as const;

/** What comes of a file: the report of a run, or an error that names its cause. Anything else fails. */
async function outcome(
  command: (typeof COMMANDS)[number],
  bytes: Buffer,
  onBadRow: 'fail' | 'skip',
): Promise<RunReport | CmscError> {
  const input = join(folder.path, 'input');
  writeFileSync(input, bytes);
  try {
    return await runSessions({ command, inputs: [input], onBadRow, threads: 1 });
  } catch (error) {
    if (error instanceof CmscError && error.kind === 'data') return error;
    throw error;
  }
}

/** Rows of a text without quotes, in which a newline would not end a row. */
function rowsOf(bytes: Buffer): number {
  const newlines = bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  return newlines + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
}

function checkReport({ ledger }: RunReport, bytes: Buffer): void {
  expect(ledgerProblems(ledger)).toEqual([]);
  if (!bytes.includes('"')) expect(ledger.rows).toBe(rowsOf(bytes));
}

describe('mutations of valid files', () => {
  it('99,000, 450 at a time, are skipped and counted row by row', async () => {
    const random = randomNumbers(1);
    for (let run = 0; run < 220; run++) {
      const command = COMMANDS[run % 2]!;
      const bytes = mutate(Buffer.from(VALID[command]), 450, random);
      const report = await outcome(command, bytes, 'skip');
      expect(report).not.toBeInstanceOf(CmscError);
      checkReport(report as RunReport, bytes);
      expect((report as RunReport).ledger.rejected).toBeGreaterThan(0);
    }
  });

  it('1000, two at a time, of text and of gzip, end in an error or in a right count', async () => {
    const random = randomNumbers(2);
    const zipped = { sessions: gzipSync(VALID.sessions), processes: gzipSync(VALID.processes) };
    const codes = new Set<string>();
    for (let run = 0; run < 500; run++) {
      const command = COMMANDS[run % 2]!;
      const isText = run % 4 < 2;
      const bytes = mutate(isText ? Buffer.from(VALID[command]) : zipped[command], 2, random);
      const end = await outcome(command, bytes, 'fail');
      if (end instanceof CmscError) codes.add(end.code);
      else if (isText) checkReport(end, bytes);
      else expect(ledgerProblems(end.ledger)).toEqual([]);
    }
    expect([...codes]).toEqual(
      expect.arrayContaining(['COLUMN_COUNT', 'BAD_TIME', 'TIME_BACKWARDS', 'BAD_GZIP']),
    );
  });

  it('some of them are no more to the command itself', async () => {
    const random = randomNumbers(3);
    for (let run = 0; run < 20; run++) {
      const inputs = COMMANDS.map((command, c) => {
        const bytes = mutate(Buffer.from(VALID[command]), 1 + (run % 3), random);
        const input = join(folder.path, `input-${c}`);
        writeFileSync(input, run % 5 ? bytes : gzipSync(bytes));
        return { command, input };
      });
      const ends = await Promise.all(
        inputs.map(({ command, input }) =>
          cmsc([command, input, '-o', '/dev/null', '-q', '--on-bad-row', run % 2 ? 'skip' : 'fail']),
        ),
      );
      for (const { status, stdout, stderr } of ends) {
        expect(stdout).toBe('');
        if (status === 0) expect(stderr).toBe('');
        else
          expect({ status, stderr }).toEqual({
            status: 1,
            stderr: expect.stringMatching(/^cmsc: [^\n]+\n$/),
          });
      }
    }
  }, 300_000);
});
