import { randomNumbers } from '@cmsc/core';
import { authRow, procRow } from './rows.js';

/** The second of the first red-team event of LANL, from which on scores are written by default. */
const FIRST_ATTACK = 150_885;

const USERS = ['U1@DOM1', 'U2@DOM1', 'C1$@DOM1', 'ANONYMOUS LOGON@C2'];
const MACHINES = ['C1', 'C2', 'C3'];
const ORIENTATIONS = ['LogOn', 'LogOn', 'LogOff', 'LogOff', 'TGS', 'AuthMap'];

/** Small files of LANL's five kinds: few keys, so that each has sessions, repeats, orphans, processes and attacks. */
export function seedFiles(): Readonly<Record<'auth' | 'proc' | 'flows' | 'dns' | 'redteam', string>> {
  const random = randomNumbers(14);
  const of = (items: readonly string[]) => items[Math.floor(random() * items.length)]!;
  const rows = (count: number, row: (time: number, i: number) => string) =>
    Array.from({ length: count }, (_, i) => row(FIRST_ATTACK - 10 + (i >> 1), i)).join('');
  const auth = rows(60, (time) => {
    const row = authRow(time, of(USERS), of(MACHINES), of(MACHINES), of(ORIENTATIONS));
    return random() < 0.1 ? row.replace('Success', 'Fail') : row;
  });
  const logons = auth.split('\n').filter((row) => row.includes('LogOn'));
  return {
    auth,
    proc: rows(40, (time, i) =>
      procRow(time, of(USERS), of(MACHINES), of(['P1', 'P2', 'svchost']), i % 3 ? 'Start' : 'End'),
    ),
    flows: rows(12, (time, i) => `${time},${i},${of(MACHINES)},N${i},${of(MACHINES)},443,6,${i},${i * 60}\n`),
    dns: rows(12, (time) => `${time},${of(MACHINES)},${of(MACHINES)}\n`),
    redteam: logons
      .filter((_, i) => i % 4 === 0)
      .map(
        (row, i) =>
          row
            .split(',')
            .filter((_, column) => [0, 1, 3, 4].includes(column))
            .join(',') + (i === 2 ? '7\n' : '\n'),
      )
      .join(''),
  };
}
