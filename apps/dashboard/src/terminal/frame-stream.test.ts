import { describe, expect, it } from 'vitest';
import { showable } from '@cmsc/core';
import { LinePool } from './frame-stream.js';

describe('LinePool', () => {
  it('gives the lines back where their tokens have come to stand', () => {
    const pool = new LinePool();
    const [first, second] = [pool.put('\u001b[1mone\u001b[22m'), pool.put('$& two')];
    expect(pool.restore(`  ${second}\n${first}`)).toBe('  $& two\n\u001b[1mone\u001b[22m');
  });

  it('begins anew with every frame', () => {
    const pool = new LinePool();
    pool.put('old');
    pool.restore('');
    expect(pool.restore(pool.put('new'))).toBe('new');
  });

  it('takes no name for a token', () => {
    const pool = new LinePool();
    const token = pool.put('secret');
    expect(pool.restore(showable(token))).not.toContain('secret');
  });
});
