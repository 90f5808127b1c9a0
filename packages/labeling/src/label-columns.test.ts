import { describe, expect, it } from 'vitest';
import { labelColumns } from './label-columns.js';

describe('labelColumns', () => {
  it('finds the columns wherever they stand', () => {
    expect(labelColumns(['dst_user', 'dst_machine'])).toEqual({ user: 0, source: -1, destination: 1 });
    expect(labelColumns(['auth_type', 'dst_machine', 'src_machine', 'dst_user'])).toEqual({
      user: 3,
      source: 2,
      destination: 1,
    });
  });

  it.each([[[]], [['dst_user']], [['src_user', 'dst_machine']]])('refuses %j', (names) => {
    expect(() => labelColumns(names)).toThrow(expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }));
  });
});
