import { expect, it } from 'vitest';
import type { ExportCase } from './testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from './testing/check-format.js';
import { runFormat, type MemoryFiles } from './testing/run-format.js';
import type { Variant } from './export-format.js';
import { pikachu } from './pikachu.js';

const file = 'auth_all_anom_1hr.csv';

/** Its preprocessing: known types, no nobodies, no loops; hours since the first row that is left. */
function derive({ lines, redteam }: ExportCase, variant: Variant): ExpectedRow[] {
  const nobodies = ['ANONYMOUS', 'LOCAL', 'NETWORK', 'ADMIN'];
  const isNobody = (user: string): boolean => nobodies.some((word) => user.slice(0, -1).includes(word));
  const kept = lines
    .map((line, number) => ({
      number,
      fields: line.split(',') as [string, string, string, string, string, string, string],
    }))
    .filter(
      ({ fields: [, user, , from, to, auth, logon] }) =>
        from !== to && auth !== '?' && logon !== '?' && !isNobody(user),
    );
  const first = Number(kept[0]?.fields[0]);
  return kept.map(({ number, fields: [time, user, as, from, to] }, index) => {
    const merged = [time, variant === 'corrected' ? as : user, from, to].join(',');
    const snapshot = Math.floor((Number(time) - first) / 3600);
    return {
      number,
      file,
      label: redteam.includes(merged) ? 1 : 0,
      values: [index, Number(time), user, from, to, snapshot],
    };
  });
}

/** pandas: a header, and an index in the first column. */
function read(files: MemoryFiles): ReadRow[] {
  const [header, ...rows] = files.text(file).trimEnd().split('\n');
  const names = header!.split(',');
  expect(names[0]).toBe('');
  return rows.map((line): ReadRow => {
    const row = Object.fromEntries(line.split(',').map((value, i) => [names[i], value]));
    const { '': index, timestamp, src_user, src_computer, dst_computer, label, snapshot } = row;
    const values = [Number(index), Number(timestamp), src_user, src_computer, dst_computer, Number(snapshot)];
    return { file, label: Number(label), values };
  });
}

checkFormat({ format: pikachu, derive, read });

it('drops accounts that are nobody’s only when something follows the word', () => {
  const users = [
    'ANONYMOUS LOGON@C1',
    'ADMIN',
    'ADMIN@C1',
    'NETWORK SERVICE@C1',
    'LOCALE@C1',
    'U1@LOCAL',
    'admin@C1',
  ];
  const lines = users.map((user) => `1,${user},${user},C1,C2,NTLM,Network,LogOn,Success`);
  const { files } = runFormat(pikachu, { lines, redteam: [], variant: 'corrected' });
  expect(files.text(file).split('\n').slice(1, -1)).toEqual([
    '0,1,ADMIN,C1,C2,0,0',
    '1,1,U1@LOCAL,C1,C2,0,0',
    '2,1,admin@C1,C1,C2,0,0',
  ]);
});
