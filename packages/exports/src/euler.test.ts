import { expect, it } from 'vitest';
import { hasSharedData, sharedLines, type ExportCase } from './testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from './testing/check-format.js';
import { readPickledStrings } from './testing/python.js';
import { runFormat, type MemoryFiles } from './testing/run-format.js';
import { euler } from './euler.js';
import { VARIANTS, type Variant } from './export-format.js';

/** Its splitter: NTLM anywhere in the line; the first line of either file is a header, and users don't count. */
function derive({ lines, redteam }: ExportCase, variant: Variant): ExpectedRow[] {
  const published = variant === 'as-published';
  const attacks = redteam.slice(published ? 1 : 0).map((line) => line.split(','));
  return lines.flatMap((line, number): ExpectedRow[] => {
    if (!line.toUpperCase().includes('NTLM') || (published && number === 0)) return [];
    const [time, , user, source, destination] = line.split(',') as [string, string, string, string, string];
    const isAttack = attacks.some(
      (attack) =>
        attack[0] === time &&
        attack[2] === source &&
        attack[3] === destination &&
        (published || attack[1] === user),
    );
    const file = `${Math.floor(Number(time) / 10_000) * 10_000}.txt`;
    return [{ number, file, label: isAttack ? 1 : 0, values: [Number(time), source, destination] }];
  });
}

/** Its loader: files from 0.txt on until one is missing; the last value of a line without its last character. */
function read(files: MemoryFiles): ReadRow[] {
  const names = readPickledStrings(files.bytes('nmap.pkl'));
  expect(files.text('nmap.txt')).toBe(names.map((name) => `${name}\n`).join(''));
  const rows: ReadRow[] = [];
  let slice = 0;
  for (; files.paths.includes(`${slice}.txt`); slice += 10_000) {
    const file = `${slice}.txt`;
    for (const line of files.text(file).match(/.*\n/g) ?? []) {
      const [time, source, destination, label] = line.split(',') as [string, string, string, string];
      const values = [Number(time), names[Number(source)], names[Number(destination)]];
      rows.push({ file, label: Number(label.slice(0, -1)), values });
    }
  }
  expect(files.paths.filter((path) => /^\d+\.txt$/.test(path))).toHaveLength(slice / 10_000);
  return rows;
}

checkFormat({ format: euler, derive, read });

const redteam = ['150885,U620@DOM1,C17693,C1003', '151036,U748@DOM1,C17693,C305'];
const lines = [
  '150885,U620@DOM1,U620@DOM1,C17693,C1003,NTLM,Network,LogOn,Success',
  '150885,U620@DOM1,U620@DOM1,C17693,C1003,NTLM,Network,LogOn,Success',
  '151036,U1@DOM1,U1@DOM1,C17693,C305,ntlm,Network,LogOn,Success',
  '172000,U748@DOM1,U748@DOM1,C2,C1003,Kerberos,Network,LogOn,Success',
  '172001,U748@DOM1,U748@DOM1,C2,C1003,NTLM,Network,LogOff,Success',
];

it('drops the first red-team event and the first row as published, and keeps them corrected', () => {
  const published = runFormat(euler, { lines, redteam, variant: 'as-published' });
  expect(published.files.text('150000.txt')).toBe('150885,0,1,0\n151036,0,2,1\n');
  expect(published.tally).toEqual({ rows: 3, labelled: 1, differences: { rows: 1, labels: 2, values: 0 } });
  const corrected = runFormat(euler, { lines, redteam, variant: 'corrected' });
  expect(corrected.files.text('150000.txt')).toBe('150885,0,1,1\n150885,0,1,1\n151036,0,2,0\n');
  expect(corrected.tally).toEqual({ rows: 4, labelled: 2, differences: { rows: 1, labels: 2, values: 0 } });
});

it.skipIf(!hasSharedData)('labels the red-team logon in the sample of day 7', () => {
  const sample = {
    lines: sharedLines('auth_users_day7_t634975-635057.txt'),
    redteam: sharedLines('redteam.txt.gz'),
  };
  for (const variant of VARIANTS) {
    const { files, tally } = runFormat(euler, { ...sample, variant });
    expect(tally).toMatchObject({ labelled: 1, differences: { rows: 0, labels: 0, values: 0 } });
    const names = readPickledStrings(files.bytes('nmap.pkl'));
    const labelled = files
      .text('630000.txt')
      .split('\n')
      .filter((line) => line.endsWith(',1'));
    expect(labelled).toEqual([`635015,${names.indexOf('C19932')},${names.indexOf('C529')},1`]);
  }
});

it('has an empty file for every slice without rows', () => {
  const { files } = runFormat(euler, { lines, redteam, variant: 'corrected' });
  const slices = Array.from({ length: 18 }, (_, i) => `${i * 10_000}.txt`);
  expect(files.paths).toEqual([...slices, 'nmap.pkl', 'nmap.txt']);
  const filled = slices.filter((path) => files.text(path) !== '');
  expect(filled).toEqual(['150000.txt', '170000.txt']);
  expect([...files.closed]).toEqual(files.paths);
});
