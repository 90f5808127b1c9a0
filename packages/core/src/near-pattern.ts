import { globMatcher } from './glob.js';

/**
 * A pattern that meets names where another one meets none: an account without its domain (`U45` for `U45@DOM1`), a name in
 * another case, an account of another domain.
 *
 * @param pattern one that matches none of the names.
 * @param names the names that there are.
 * @returns what may have been meant, or undefined when nothing is near.
 * @example
 * console.log(nearPattern('U45', ['U45@DOM1', 'U4@DOM1'])); // U45@*
 */
export function nearPattern(pattern: string, names: readonly string[]): string | undefined {
  const [account = ''] = pattern.split('@');
  const without = account.replace(/\$$/, '');
  const candidates = [
    ...(pattern.includes('@') ? [] : [`${pattern}@*`, `${pattern}$@*`]),
    ...(pattern.includes('@') && account !== '' ? [`${account}@*`, account] : []),
    ...(without === '' || without === account ? [] : [without, `${without}@*`]),
  ];
  return candidates.find((candidate) => names.some(globMatcher(candidate))) ?? inAnotherCase(pattern, names);
}

/** The same in another case: the first name that is meant. */
function inAnotherCase(pattern: string, names: readonly string[]): string | undefined {
  if (pattern === '') return undefined;
  for (const candidate of [pattern, `${pattern}@*`]) {
    const matches = globMatcher(candidate.toLowerCase());
    const name = names.find((known) => matches(known.toLowerCase()));
    if (name === undefined) continue;
    return candidate === pattern ? name : `${name.slice(0, name.indexOf('@'))}@*`;
  }
  return undefined;
}
