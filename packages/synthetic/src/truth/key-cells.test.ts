import { describe, expect, it } from 'vitest';
import { KeyCells } from './key-cells.js';

describe('KeyCells', () => {
  it('gives each caller cells of its own, of every key', () => {
    const cells = new KeyCells(3);
    const offsets = [cells.reserve(5), cells.reserve(1), cells.reserve(10)];
    expect(offsets).toEqual([0, 5, 6]);
    expect(cells.cells).toHaveLength(3 * KeyCells.width);
    expect(cells.cells.every((cell) => cell === 0)).toBe(true);
  });

  it('refuses more than there are', () => {
    const cells = new KeyCells(1);
    cells.reserve(KeyCells.width);
    expect(() => cells.reserve(1)).toThrow('a key has only 16 cells');
  });
});
