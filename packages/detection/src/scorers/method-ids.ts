import { PerName } from '@cmsc/core';
import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';
import { BLOCK_ROWS, LearnedKeys } from '../learned.js';

/** Authentication types that LANL has cut off at different places: MICROSOFT_AUTHENTICATION_PACKAGE_V1_0, MICROSOFT_AUTH, … */
const CUT_OFF = 'MICROSOFT_AUTH';
/** The id that stands for all of them. */
const ONE_ID = -1;

/** Numbers the ways to log on: authentication type, logon type and result together. */
export class MethodIds {
  readonly #isCutOff: PerName;
  readonly #methods = new LearnedKeys();
  readonly #authTypes = new Int32Array(BLOCK_ROWS);

  constructor({ auth_type }: LogonDictionaries) {
    this.#isCutOff = new PerName(auth_type, (name) => (name.startsWith(CUT_OFF) ? 1 : 0));
  }

  /** The method of each row. Good until the next call. */
  of({ auth_type, logon_type, result, length }: LogonColumns): Int32Array {
    const isCutOff = this.#isCutOff.refresh();
    for (let row = 0; row < length; row++) {
      const id = auth_type[row] as number;
      this.#authTypes[row] = isCutOff[id] === 1 ? ONE_ID : id;
    }
    this.#methods.locate([this.#authTypes, logon_type, result], length);
    return this.#methods.keyIds;
  }
}
