import { PerName } from '@cmsc/core';
import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';
import type { Candidates, Protocol } from './protocol.js';

const DAY = 86_400;
const TEST_DAY = 8;

/** Every row of a person, whatever its orientation: Tuor et al. 2018 (pnnl/safekit), and KTH-SSAS after them. */
export const tuorKth: Protocol = {
  name: 'tuor-kth',
  title: 'Tuor et al. 2018, pnnl/safekit and KTH-SSAS/log-anomaly-detection',
  holds: 'whose src_user begins with U',
  timeColumn: 'time',
  key: ['src_user', 'src_machine', 'dst_machine'],
  unitSeconds: 1,
  every: 1,
  testFrom: TEST_DAY * DAY,
  testTo: (TEST_DAY + 1) * DAY,
  account: 'src_user',
  start: (dictionaries) => new RowsOfPersons(dictionaries),
};

class RowsOfPersons implements Candidates {
  readonly #isPerson: PerName;

  constructor({ src_user }: LogonDictionaries) {
    this.#isPerson = new PerName(src_user, (name) => (name.startsWith('U') ? 1 : 0));
  }

  keep({ src_user, length }: LogonColumns, kept: Int32Array): number {
    const isPerson = this.#isPerson.refresh();
    let count = 0;
    for (let row = 0; row < length; row++) if (isPerson[src_user[row]!] === 1) kept[count++] = row;
    return count;
  }
}
