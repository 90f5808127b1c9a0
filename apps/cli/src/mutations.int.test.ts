import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CmscError, ledgerProblems, randomNumbers } from '@cmsc/core';
import { runSessions, type RunReport } from '@cmsc/pipeline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from './testing/check-report.js';
import { useFolder } from './testing/folder.js';
import { choicesOf } from './testing/choices.js';
import { mutate } from './testing/mutate.js';
import { damagedRun } from './testing/mutated-files.js';
import { mutatedLine } from './testing/mutated-lines.js';
import { authRow, procRow } from './testing/rows.js';
import { Sandbox } from './testing/sandbox.js';
import { twinOf } from './testing/twin-run.js';

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
});

/**
 * How many runs on damaged files and how many damaged command lines, the seed of all, and the first of them: the default
 * takes seconds. `CMSC_FILES=20000 CMSC_LINES=1000 CMSC_SEED=2 npx vitest run src/mutations.int.test.ts` has others.
 */
const { CMSC_FILES = '700', CMSC_LINES = '60', CMSC_SEED = '1', CMSC_FIRST = '0' } = process.env;

describe('the command', () => {
  const sandbox = new Sandbox();
  beforeAll(() => sandbox.fill(), 120_000);
  afterEach(() => sandbox.faults.splice(0));
  afterAll(() => sandbox.remove());

  const first = Number(CMSC_FIRST);
  const choicesFor = (run: number) => choicesOf(randomNumbers(Number(CMSC_SEED) * 1_000_003 + run));

  it(
    `ends as it should on ${CMSC_FILES} damaged files`,
    async () => {
      const statuses = new Set<number | null | undefined>();
      for (let run = first; run < first + Number(CMSC_FILES); run++) {
        const choices = choicesFor(run);
        const label = `seed ${CMSC_SEED}, run ${run}`;
        const damaged = damagedRun((kind) => sandbox.whole(kind), choices);
        const finished = await sandbox.runOn(damaged, label);
        statuses.add(finished?.status);
        const twin = twinOf(damaged, choices);
        if (twin)
          sandbox.expectAlike(finished, await sandbox.runOn(twin, label), `${label}: ${twin.args.join(' ')}`);
      }
      expect(sandbox.faults).toEqual([]);
      if (Number(CMSC_FILES) > 100) expect([...statuses]).toEqual(expect.arrayContaining([0, 1]));
    },
    60_000 + 1000 * Number(CMSC_FILES),
  );

  it(
    `ends as it should on ${CMSC_LINES} damaged command lines`,
    async () => {
      for (let run = first; run < first + Number(CMSC_LINES); run++)
        await sandbox.run(mutatedLine(choicesFor(run)), `seed ${CMSC_SEED}, line ${run}`);
      expect(sandbox.faults).toEqual([]);
    },
    60_000 + 10_000 * Number(CMSC_LINES),
  );
});
