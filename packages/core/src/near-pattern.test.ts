import { describe, expect, it } from 'vitest';
import { nearPattern } from './near-pattern.js';

const NAMES = ['U4@DOM1', 'U45@DOM1', 'C12$@DOM1', 'C12', 'ANONYMOUS LOGON@C586'];

describe('nearPattern', () => {
  it.each([
    ['U45', 'U45@*'],
    ['u45', 'U45@*'],
    ['U45@DOM2', 'U45@*'],
    ['u45@dom1', 'U45@DOM1'],
    ['c12', 'C12'],
    ['C12$', 'C12$@*'],
    ['C12@DOM9', 'C12'],
    ['anonymous*', 'ANONYMOUS LOGON@C586'],
  ])('%s: did you mean %s', (pattern, near) => expect(nearPattern(pattern, NAMES)).toBe(near));

  it.each(['U99', 'U99@DOM1', '', '@', '@DOM7', 'x*'])('has nothing near "%s"', (pattern) =>
    expect(nearPattern(pattern, NAMES)).toBeUndefined(),
  );
});
