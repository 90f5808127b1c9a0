import { Random } from '@cmsc/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RejectedRow } from '../rows/intake.js';
import { readWindows, type WindowsReading } from './read-windows.js';
import { MADE_DIALECTS, madeEvents } from './testing/made-events.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc blocks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIALECTS = MADE_DIALECTS.filter(({ name }) =>
  /^(evtx_dump -o jsonl|winlogbeat$|NXLog, ISO|PowerShell 7$)/.test(name),
);
const ODD = [
  '',
  '  ',
  'not JSON',
  '{"a":1}',
  '{"Event":{"System":{"EventID":4624}}}',
  '{}\r',
  '\0',
  '{"EventID":5156',
];

/** Nine megabytes of lines, in four dialects, on a hundred computers, with a bad one or none now and then. */
function manyLines(): string {
  const random = new Random('blocks');
  const lines: string[] = [];
  for (let round = 0; round < 600; round++) {
    const host = `pc${random.below(100)}.lab.example`;
    const day = 86_400_000_000 * random.below(300);
    const events = madeEvents().map((event) => ({
      ...event,
      host,
      record: round * 100 + event.record,
      time: event.time + day,
    }));
    const text = String(DIALECTS[Math.floor(round / 50) % DIALECTS.length]!.write(events));
    lines.push(...text.trimEnd().split('\n'));
    if (random.below(4) === 0) lines.push(ODD[random.below(ODD.length)]!);
  }
  return lines.join('\n');
}

async function readAll(path: string, reading: WindowsReading) {
  const rejects: Omit<RejectedRow, 'bytes'>[] = [];
  const onReject = ({ bytes, ...row }: RejectedRow) => rejects.push({ ...row, row: bytes.toString() });
  const { names, sessions, processes, ...rest } = await readWindows([path], {
    ...{ onBadRow: 'skip', onReject, parsedRows: 0, ...reading },
  });
  const user = (row: { user: number; logonId: number }) => [names.name(row.user), names.name(row.logonId)];
  const rows = [...sessions, ...processes].map((row) => [
    user(row),
    row.host,
    row.start,
    row.end,
    row.endedBy,
  ]);
  // As text: to compare so many values one by one takes seconds.
  return { rejects, ...rest, rows: JSON.stringify(rows) };
}

test('blocks that threads read give what blocks that are read here give', async () => {
  const path = join(folder, 'many.jsonl');
  writeFileSync(path, manyLines());
  const here = await readAll(path, {});
  expect(here.rejects.length).toBeGreaterThan(50);
  expect(Object.keys(here.ledger.dialects)).toHaveLength(DIALECTS.length);
  const there = await readAll(path, { threads: 2 });
  expect(there).toEqual(here);
  const from = madeEvents()[0]!.time + 100 * 86_400_000_000;
  const window = { from, to: from + 100 * 86_400_000_000 };
  const windowed = await readAll(path, { window });
  expect(windowed.ledger.other.filtered).toBeGreaterThan(1000);
  expect(await readAll(path, { window, threads: 2 })).toEqual(windowed);
  // The first rows are parsed here, whatever they are.
  const late = await readAll(path, { threads: 2, parsedRows: 6000 });
  expect(late).toEqual(await readAll(path, { parsedRows: 6000 }));
  const [first] = here.rejects;
  await expect(readWindows([path], { threads: 2, parsedRows: 0 })).rejects.toMatchObject({
    context: { line: first!.line },
  });
});

test('a row that is too long is found in its line', async () => {
  const path = join(folder, 'long.jsonl');
  const [row] = String(DIALECTS[0]!.write(madeEvents())).split('\n');
  const rows = `${row}\n`.repeat(9000);
  writeFileSync(path, `${rows}${rows}"${'x'.repeat(3e6)}\n${rows}`);
  for (const threads of [1, 2])
    await expect(readWindows([path], { threads, parsedRows: 0 })).rejects.toMatchObject({
      ...{ code: 'LINE_TOO_LONG', context: { line: 18_001 } },
    });
});
