import { CmscError, Random } from '@cmsc/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isWindowsFile } from './detect-windows.js';
import { readWindows } from './read-windows.js';
import { MADE_DIALECTS, madeEvents } from './testing/made-events.js';
import { MADE_LISTS } from './testing/made-lists.js';
import { windowsLedgerProblems } from './windows-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc damaged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUNS = 12;
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  '\\',
  ',',
  '\n',
  '\0',
  '\xff',
  'null',
  '-1',
  '1e400',
  '{"a":1}',
  '0x',
  '%',
];

/** One to three places of a file overwritten, taken out, put in, or all behind one cut off. */
function damaged(content: Buffer, random: Random): Buffer {
  let bytes = content;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(bytes.length);
    const piece = Buffer.from(PIECES[random.below(PIECES.length)]!, 'latin1');
    const kind = random.below(4);
    const behind = kind === 3 ? bytes.length : at + (kind === 0 ? 0 : kind === 1 ? 1 : 1 + random.below(40));
    bytes = Buffer.concat([
      bytes.subarray(0, at),
      kind === 2 ? Buffer.alloc(0) : piece,
      bytes.subarray(behind),
    ]);
  }
  return bytes;
}

test.each([...MADE_DIALECTS, ...MADE_LISTS])(
  'damaged files end in an error, or in counts that add up: $name',
  async ({ name, write }) => {
    const content = Buffer.from(write(madeEvents()));
    for (let run = 0; run < RUNS; run++) {
      const random = new Random(`${name} ${run}`);
      const path = join(folder, `${run}.json`);
      writeFileSync(path, damaged(content, random));
      try {
        await isWindowsFile(path);
        const { ledger, sessions, inputs } = await readWindows([path], { onBadRow: 'skip' });
        expect(windowsLedgerProblems(ledger)).toEqual([]);
        expect(inputs[0]!.rows).toBe(ledger.rows);
        expect(sessions.length).toBeLessThanOrEqual(ledger.starts);
      } catch (error) {
        if (!(error instanceof CmscError)) throw error;
        expect(error.kind).toBe('data');
      }
    }
  },
);

test('a list that is cut off between its rows is not taken for whole', async () => {
  const path = join(folder, 'cut.json');
  const whole = MADE_DIALECTS.find(({ name }) => name === 'chainsaw dump, an array')!.write(madeEvents());
  writeFileSync(path, whole.toString().replace(/,\{"Event"(?!.*,\{"Event").*$/s, ''));
  await expect(readWindows([path])).rejects.toMatchObject({ code: 'BAD_JSON' });
});
