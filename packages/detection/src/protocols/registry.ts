import { CmscError } from '@cmsc/core';
import { larroche2023 } from './larroche2023.js';
import { lmdeval } from './lmdeval.js';
import type { Protocol } from './protocol.js';
import { tarn } from './tarn.js';
import { tuorKth } from './tuor-kth.js';

/** All protocols, by name. */
export const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  lmdeval,
  tarn,
  larroche2023,
  'tuor-kth': tuorKth,
};

/**
 * The protocol of this name, `lmdeval` when nobody names one.
 *
 * @throws CmscError BAD_OPTION (usage) when there is none.
 */
export function protocolNamed(name = lmdeval.name): Protocol {
  const protocol = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (protocol) return protocol;
  throw new CmscError('usage', 'BAD_OPTION', 'no protocol has this name', {
    text: name,
    hint: `the protocols are ${Object.keys(PROTOCOLS).join(', ')}`,
  });
}
