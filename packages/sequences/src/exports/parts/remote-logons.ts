import type { Dictionary } from '@cmsc/core';

/** Whether rows are LogOns to another machine, whatever their result. */
export class RemoteLogons {
  readonly #logon: number;

  /** @param orientations the dictionary of the column `orientation`. */
  constructor(orientations: Dictionary) {
    this.#logon = orientations.intern('LogOn');
  }

  /** Whether a row with these ids is one. */
  has(orientation: number, source: number, destination: number): boolean {
    return orientation === this.#logon && source !== destination;
  }
}
