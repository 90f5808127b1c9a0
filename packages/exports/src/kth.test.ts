import { expect, it } from 'vitest';
import { hasSharedData, sharedLines, type ExportCase } from './testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from './testing/check-format.js';
import { runFormat, type MemoryFiles } from './testing/run-format.js';
import type { Variant } from './export-format.js';
import { kth } from './kth.js';

/** Its splitter: rows of users by day, users cut at the @, red when the first four fields but the account logged on as are a line of redteam. */
function derive({ lines, redteam }: ExportCase, variant: Variant): ExpectedRow[] {
  return lines.flatMap((line, number): ExpectedRow[] => {
    const [time, user, as, from, to, ...rest] = line.split(',') as [string, string, string, string, string];
    if (!user.startsWith('U')) return [];
    const redStyle = [time, variant === 'corrected' ? as : user, from, to].join(',');
    const values = [
      ...user.split('@'),
      as.split('@')[0]!.split('$').join(''),
      as.split('@')[1] ?? '',
      from,
      to,
      ...rest,
    ];
    const file = `${Math.floor(Number(time) / 86_400)}.csv`;
    return [{ number, file, label: redteam.includes(redStyle) ? 1 : 0, values: [Number(time), ...values] }];
  });
}

/** Its loader: the first value is the second, the last the label, and what lies between is the log line. */
function read(files: MemoryFiles): ReadRow[] {
  const widths = new Set([12]);
  const rows = files.paths.flatMap((file) =>
    (files.text(file).match(/.*\n/g) ?? []).map((line): ReadRow => {
      const fields = line.trim().split(',');
      const second = fields[0]!;
      const text = line.slice(second.length + 1, -3);
      widths.add(fields.length);
      return { file, label: Number(fields.at(-1)), values: [Number(second), ...text.split(',')] };
    }),
  );
  expect([...widths]).toEqual([12]);
  return rows;
}

checkFormat({ format: kth, derive, read });

it('has a file for days with rows only', () => {
  const lines = [
    '1,U1@DOM1,U1@DOM1,C1,C2,?,?,LogOn,Success',
    '700000,U1@DOM1,U1@DOM1,C1,C2,?,?,LogOn,Success',
  ];
  expect(runFormat(kth, { lines, redteam: [], variant: 'corrected' }).files.paths).toEqual([
    '0.csv',
    '8.csv',
  ]);
});

it.skipIf(!hasSharedData)('labels the red-team logon in the sample of day 7', () => {
  const sample = {
    lines: sharedLines('auth_users_day7_t634975-635057.txt'),
    redteam: sharedLines('redteam.txt.gz'),
  };
  const { files } = runFormat(kth, { ...sample, variant: 'corrected' });
  const labelled = files
    .text('7.csv')
    .split('\n')
    .filter((line) => line.endsWith(',1'));
  expect(labelled).toEqual(['635015,U737,DOM1,U737,DOM1,C19932,C529,NTLM,Network,LogOn,Success,1']);
});

it('labels by the account that is logged on as when corrected', () => {
  const lines = ['5,U1@DOM1,U2@DOM1,C1,C2,NTLM,Network,LogOn,Success'];
  const redteam = ['5,U2@DOM1,C1,C2'];
  const published = runFormat(kth, { lines, redteam, variant: 'as-published' });
  expect(published.files.text('0.csv')).toBe('5,U1,DOM1,U2,DOM1,C1,C2,NTLM,Network,LogOn,Success,0\n');
  const corrected = runFormat(kth, { lines, redteam, variant: 'corrected' });
  expect(corrected.files.text('0.csv')).toBe('5,U1,DOM1,U2,DOM1,C1,C2,NTLM,Network,LogOn,Success,1\n');
  expect(corrected.tally.differences).toEqual({ rows: 0, labels: 1, values: 0 });
});
