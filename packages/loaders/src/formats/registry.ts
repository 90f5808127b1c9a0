import { CmscError } from '@cmsc/core';
import { auth } from './auth.js';
import { dns } from './dns.js';
import { flows } from './flows.js';
import type { Format } from './format.js';
import { lanlAuth } from './lanl-auth.js';
import { proc } from './proc.js';
import { redteam } from './redteam.js';
import { wls } from './wls.js';

/** All formats, by name. */
export const formats = {
  auth,
  proc,
  flows,
  dns,
  redteam,
  wls,
  'lanl-auth': lanlAuth,
};

/** Name of a format. */
export type FormatName = keyof typeof formats;

/** The type of the rows of a format. */
export type EventOf<Name extends FormatName> = ReturnType<(typeof formats)[Name]['toEvent']>;

/**
 * The format of this name.
 *
 * @throws CmscError UNKNOWN_FORMAT (usage) when there is none.
 */
export function formatNamed(name: string): Format {
  if (Object.hasOwn(formats, name)) return formats[name as FormatName];
  throw new CmscError('usage', 'UNKNOWN_FORMAT', 'there is no such format', {
    text: name,
    hint: `use one of ${Object.keys(formats).join(', ')}`,
  });
}
