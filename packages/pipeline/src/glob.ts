/**
 * A test for names against a pattern with `*` (any text) and `?` (any one character); all else stands for itself.
 *
 * @example
 * globMatcher('U66@*')('U66@DOM1'); // true
 */
export function globMatcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`, 'su');
  return (name) => expression.test(name);
}
