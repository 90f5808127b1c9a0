import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';

/** Whether rows are LogOns to another machine, whatever their result. */
export class RemoteLogons {
  readonly #dictionaries: LogonDictionaries;

  constructor(dictionaries: LogonDictionaries) {
    this.#dictionaries = dictionaries;
  }

  /** Puts the places of such rows into `kept`, and gives their number. */
  keep({ orientation, src_machine, dst_machine, length }: LogonColumns, kept: Int32Array): number {
    const logon = this.#dictionaries.orientation.find('LogOn');
    let count = 0;
    for (let row = 0; row < length; row++)
      if (orientation[row] === logon && src_machine[row] !== dst_machine[row]) kept[count++] = row;
    return count;
  }
}
