import { PROTOCOLS } from '@cmsc/detection';
import type { Option } from 'commander';
import { valueOption } from './option-group.js';
import { oneOf } from './parsers.js';

/** Which rows are candidates, and what is found. */
export function protocolOption(): Option {
  const names = Object.keys(PROTOCOLS);
  return valueOption(
    '--protocol <p>',
    `which logons are units, and what counts as found: ${names.join(', ')} (default: lmdeval)`,
    oneOf(names),
  );
}
