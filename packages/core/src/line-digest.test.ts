import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineDigest } from './line-digest.js';

const MODULUS = 1n << 64n;

/** The definition, word by word. */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 14695981039346656037n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 1099511628211n) % MODULUS;
  return hash;
}

function digestOf(lines: readonly string[]): string {
  const digest = new LineDigest();
  for (const line of lines) digest.add(line);
  return digest.toString();
}

describe('LineDigest', () => {
  it('is zero for nothing, and FNV-1a-64 for one line', () => {
    expect(digestOf([])).toBe('0000000000000000');
    // Published test vectors of FNV-1a-64.
    expect(digestOf([''])).toBe('cbf29ce484222325');
    expect(digestOf(['a'])).toBe('af63dc4c8601ec8c');
    expect(digestOf(['foobar'])).toBe('85944171f73967e8');
  });

  it('is the sum of the hashes of all lines', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 8 }), (lines) => {
        const sum = lines.reduce((all, line) => (all + fnv1a(new TextEncoder().encode(line))) % MODULUS, 0n);
        expect(digestOf(lines)).toBe(sum.toString(16).padStart(16, '0'));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('does not depend on the order, but on every line and on how often it comes', () => {
    expect(digestOf(['a\n', 'b\n'])).toBe(digestOf(['b\n', 'a\n']));
    expect(digestOf(['a\n', 'a\n'])).not.toBe(digestOf(['a\n']));
    expect(digestOf(['U1,C1,1,2\n', 'U1,C1,3,4\n'])).not.toBe(digestOf(['U1,C1,1,4\n', 'U1,C1,3,2\n']));
  });
});
