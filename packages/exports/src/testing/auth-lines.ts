import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const shared = resolve(import.meta.dirname, '../../../../../shared');

/** Whether the real samples are there; they are no part of the repository. */
export const hasSharedData = existsSync(resolve(shared, 'data/redteam.txt.gz'));

/** The lines of a real sample, unpacked when it is gzip. */
export function sharedLines(name: string): string[] {
  const bytes = readFileSync(resolve(shared, 'data', name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
}

/** The samples of auth with the real red-team file. The last one holds a red-team logon: 635015,U737@DOM1,C19932,C529. */
export const SAMPLES = [
  'auth_first100.txt',
  'auth_users_day0_t1-166.txt',
  'auth_users_day1_t86400-86489.txt',
  'auth_users_day2_t172800-172886.txt',
  'auth_users_day7_t634975-635057.txt',
];

/** Auth rows and red-team rows as lines. */
export interface ExportCase {
  lines: string[];
  redteam: string[];
}

const user = fc.constantFrom(
  'U1@DOM1',
  'U2@DOM1',
  'U1@C2',
  'C1$@DOM1',
  'ANONYMOUS LOGON@C1',
  'U9@NTLM',
  'ADMIN',
  'LOCAL SERVICE@C2',
  'Ü@D@E',
);
const machine = fc.constantFrom('C1', 'C2', 'C3', 'TGT', 'U20');
const type = fc.constantFrom(
  'NTLM',
  'NTLM',
  'Kerberos',
  '?',
  'ntlm v2',
  'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0',
  'MICROSOFT_AUTHEN',
);
const step = fc.constantFrom(0, 0, 0, 1, 7, 60, 3600, 9_999, 10_000, 35_000, 86_400, 200_000);
const row = fc.tuple(
  user,
  user,
  machine,
  machine,
  type,
  fc.constantFrom('Network', 'Batch', '?'),
  fc.constantFrom('LogOn', 'LogOff', 'TGS'),
  fc.constantFrom('Success', 'Fail'),
);
const attack = fc.record({
  from: fc.nat(29),
  by: fc.constantFrom(1, 2),
  shift: fc.constantFrom(0, 0, 0, 1),
  user: fc.option(user),
});

/** Made-up rows in order of time, and red-team rows of which many are theirs. */
export const exportCase: fc.Arbitrary<ExportCase> = fc
  .record({
    rows: fc.array(fc.tuple(step, row), { maxLength: 30 }),
    attacks: fc.array(attack, { minLength: 1, maxLength: 12 }),
  })
  .map(({ rows, attacks }) => {
    let time = 1;
    const lines = rows.map(([seconds, values]) => [(time += seconds), ...values].join(','));
    const redteam = attacks.map(({ from, by, shift, user: other }) => {
      const values = (lines[from % Math.max(1, lines.length)] ?? '5,U1@DOM1,U1@DOM1,C1,C2').split(',');
      return [Number(values[0]) + shift, other ?? values[by], values[3], values[4]].join(',');
    });
    return { lines, redteam };
  });
