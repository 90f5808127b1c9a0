import { expect, it } from 'vitest';
import type { ExportCase } from './testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from './testing/check-format.js';
import { readPickledStrings } from './testing/python.js';
import { runFormat, type MemoryFiles } from './testing/run-format.js';
import { argus } from './argus.js';
import type { Variant } from './export-format.js';
import { mlxGraphs } from './mlx-graphs.js';

/** Both splitters: those of Euler, with all columns; users without domain and dollar signs. */
function derive(
  { lines, redteam }: ExportCase,
  variant: Variant,
  fileOf: (time: number) => string,
): ExpectedRow[] {
  const published = variant === 'as-published';
  const attacks = redteam.slice(published ? 1 : 0).map((line) => line.split(','));
  const account = (user: string): string => user.split('@')[0]!.replace(/[$]/g, '');
  return lines.flatMap((line, number): ExpectedRow[] => {
    if (!/ntlm/i.test(line) || (published && number === 0)) return [];
    const [time, user, as, from, to, ...rest] = line.split(',') as [string, string, string, string, string];
    const isAttack = attacks.some(
      ([t, u, s, d]) => t === time && s === from && d === to && (published || u === as),
    );
    const values = [time, from, to, account(user), account(as), ...rest];
    return [{ number, file: fileOf(Number(time)), label: Number(isAttack), values }];
  });
}

/** Both loaders: values are places in the lists of the map files. */
function read(files: MemoryFiles, fileOf: (slice: number) => string): ReadRow[] {
  const maps = ['nmap', 'nmap', 'umap', 'umap', 'atmap', 'ltmap', 'aomap', 'smap'].map((name) => {
    const names = readPickledStrings(files.bytes(`${name}.pkl`));
    expect(files.text(`${name}.txt`)).toBe(names.map((entry) => `${entry}\n`).join(''));
    return names;
  });
  const rows: ReadRow[] = [];
  const widths = new Set([9]);
  for (let slice = 0; files.paths.includes(fileOf(slice)); slice++) {
    for (const line of files.text(fileOf(slice)).match(/.*\n/g) ?? []) {
      const [time, ...ids] = line.slice(0, -1).split(',') as [string, ...string[]];
      widths.add(ids.length);
      const values = [time, ...maps.map((names, i) => names[Number(ids[i])])];
      rows.push({ file: fileOf(slice), label: Number(ids[8]), values });
    }
  }
  expect([...widths]).toEqual([9]);
  return rows;
}

const tenThousands = (slice: number): string => `${slice * 10_000}.txt`;
const minutes = (slice: number): string => `graph_${slice}.csv`;

checkFormat({
  format: argus,
  derive: (input, variant) => derive(input, variant, (time) => tenThousands(Math.floor(time / 10_000))),
  read: (files) => read(files, tenThousands),
});

checkFormat({
  format: mlxGraphs,
  derive: (input, variant) => derive(input, variant, (time) => minutes(Math.floor(time / 60))),
  read: (files) => read(files, minutes),
  runs: 15,
});

const lines = [
  '149000,U9@DOM1,U9@DOM1,C9,C1,NTLM,Network,LogOn,Success',
  '150885,U620@DOM1,U620@DOM1,C17693,C1003,NTLM,Network,LogOn,Success',
  '160000,U1@DOM1,C5$@DOM1,C17693,C305,NTLM,Network,LogOn,Fail',
];
const redteam = ['150885,U620@DOM1,C17693,C1003', '151036,U748@DOM1,C17693,C305'];
const flows = [
  '150584,1,C17693,N1,C1003,445,6,5,6',
  '150585,0,C17693,N1,C1003,445,6,10,4000',
  '150735,3,C17693,445,C305,N2,17,1,9007199254740991',
  '150800,3,C17693,N3,C305,445,6,1,100',
  '151336,3,C17693,N3,C305,445,6,1,100',
  '151337,3,C17693,N3,C305,445,6,1,100',
  '151338,3,C17693,?,C305,445,6,1,100',
  '151339,3,C1,N3,C4711,445,6,1,100',
  '172000,3,C9,N3,C1,445,6,1,100',
];

it('keeps flows between machines of the auth rows, and labels those near a red-team logon', () => {
  const { files, flowTally } = runFormat(argus, {
    lines,
    redteam,
    flows,
    variant: 'corrected',
    batchRows: 4,
  });
  const [C17693, C1003, C305] = ['C17693', 'C1003', 'C305'].map((name) =>
    files.text('nmap.txt').split('\n').indexOf(name),
  );
  expect(readPickledStrings(files.bytes('pomap.pkl'))).toEqual(['N1', '445', 'N2', 'N3']);
  expect(readPickledStrings(files.bytes('prmap.pkl'))).toEqual(['6', '17']);
  expect(files.text('flows/150000.txt').split('\n')).toEqual([
    `150584,${C17693},${C1003},0,1,0,1,5,6,0`,
    `150585,${C17693},${C1003},0,1,0,0,10,4000,1`,
    `150735,${C17693},${C305},1,2,1,3,1,9007199254740991,0`,
    `150800,${C17693},${C305},3,1,0,3,1,100,1`,
    `151336,${C17693},${C305},3,1,0,3,1,100,1`,
    `151337,${C17693},${C305},3,1,0,3,1,100,0`,
    '',
  ]);
  expect(files.text('flows/160000.txt')).toBe('');
  expect(files.text('flows/170000.txt')).toBe('172000,0,1,3,1,0,3,1,100,0\n');
  expect(flowTally).toEqual({ rows: 7, labelled: 3, differences: { rows: 1, labels: 2, values: 0 } });
});

it('as published loses machines of the first row, the first event, and labels before it', () => {
  const { files, flowTally } = runFormat(argus, { lines, redteam, flows, variant: 'as-published' });
  const labels = files
    .text('flows/150000.txt')
    .trimEnd()
    .split('\n')
    .map((line) => [line.split(',')[0], line.at(-1)]);
  expect(labels).toEqual([
    ['150584', '0'],
    ['150585', '0'],
    ['150735', '0'],
    ['150800', '0'],
    ['151336', '1'],
    ['151337', '0'],
  ]);
  expect(files.paths).not.toContain('flows/170000.txt');
  expect(flowTally).toEqual({ rows: 6, labelled: 1, differences: { rows: 1, labels: 2, values: 0 } });
});
