import { grown } from '@cmsc/core';
import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';
import type { Candidates, Protocol } from './protocol.js';
import { RemoteLogons } from './remote-logons.js';

const HOUR = 3600;
const TRAIN_HOURS = 168;
const VALIDATION_HOURS = 24;
/** Nothing of the red team's happens after day 30. */
const END = 2_592_000;

/** The pairs of machines of an hour: cl-anssi/NetworkSourceSeparation. */
export const larroche2023: Protocol = {
  name: 'larroche2023',
  title: 'Larroche 2023, github.com/cl-anssi/NetworkSourceSeparation',
  holds:
    'of the first 30 days that are LogOns with src_machine other than dst_machine; after 7 days only between machines of these days',
  timeColumn: 'hour',
  key: ['src_machine', 'dst_machine'],
  unitSeconds: HOUR,
  isDistinct: true,
  every: HOUR,
  trainTo: TRAIN_HOURS * HOUR,
  testFrom: (TRAIN_HOURS + VALIDATION_HOURS) * HOUR,
  testTo: END,
  account: 'src_machine',
  start: (dictionaries) => new LarrocheCandidates(dictionaries),
};

class LarrocheCandidates implements Candidates {
  readonly #remote: RemoteLogons;
  readonly #dictionaries: LogonDictionaries;
  /** 1 for each machine of the hours of training. */
  #isKnown = new Uint8Array(1024);

  constructor(dictionaries: LogonDictionaries) {
    this.#remote = new RemoteLogons(dictionaries);
    this.#dictionaries = dictionaries;
  }

  keep(rows: LogonColumns, kept: Int32Array): number {
    const { time, src_machine, dst_machine } = rows;
    this.#isKnown = grown(this.#isKnown, this.#dictionaries.dst_machine.size);
    const isKnown = this.#isKnown;
    const remote = this.#remote.keep(rows, kept);
    let count = 0;
    for (let i = 0; i < remote; i++) {
      const row = kept[i] as number;
      const [source, destination] = [src_machine[row]!, dst_machine[row]!];
      if (time[row]! >= END) break;
      if (time[row]! < TRAIN_HOURS * HOUR) isKnown[source] = isKnown[destination] = 1;
      else if (isKnown[source] === 0 || isKnown[destination] === 0) continue;
      kept[count++] = row;
    }
    return count;
  }
}
