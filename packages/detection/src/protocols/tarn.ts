import { PerName } from '@cmsc/core';
import { SecondKeys } from './second-keys.js';
import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';
import type { Candidates, Protocol } from './protocol.js';
import { RemoteLogons } from './remote-logons.js';

/** Remote logons of persons between known machines, each once a second: samad-zeeshan/Tarn. */
export const tarn: Protocol = {
  name: 'tarn',
  title: 'Tarn, github.com/samad-zeeshan/Tarn',
  holds:
    'that are LogOns of a src_user that begins with U and has no $ before its @, with different src_machine and dst_machine, both known; of equal (time, src_user, src_machine, dst_machine) the first',
  timeColumn: 'time',
  key: ['src_user', 'src_machine', 'dst_machine'],
  unitSeconds: 1,
  isDistinct: true,
  every: 1,
  testFrom: 86_400,
  account: 'src_user',
  start: (dictionaries) => new TarnCandidates(dictionaries),
};

class TarnCandidates implements Candidates {
  readonly #remote: RemoteLogons;
  readonly #isPerson: PerName;
  readonly #isKnown: PerName;
  readonly #second = new SecondKeys();

  constructor(dictionaries: LogonDictionaries) {
    this.#remote = new RemoteLogons(dictionaries);
    this.#isPerson = new PerName(dictionaries.src_user, (name) =>
      name.startsWith('U') && !name.includes('$@') ? 1 : 0,
    );
    this.#isKnown = new PerName(dictionaries.dst_machine, (name) => (name === '?' ? 0 : 1));
  }

  keep(rows: LogonColumns, kept: Int32Array): number {
    const { time, src_user, src_machine, dst_machine } = rows;
    const isPerson = this.#isPerson.refresh();
    const isKnown = this.#isKnown.refresh();
    const remote = this.#remote.keep(rows, kept);
    let count = 0;
    for (let i = 0; i < remote; i++) {
      const row = kept[i] as number;
      const [user, source, destination] = [src_user[row]!, src_machine[row]!, dst_machine[row]!];
      if (isPerson[user] === 0 || isKnown[source] === 0 || isKnown[destination] === 0) continue;
      if (this.#second.add(time[row]!, user, source, destination)) kept[count++] = row;
    }
    return count;
  }
}
