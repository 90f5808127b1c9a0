import { describe, expect, it } from 'vitest';
import { createStyle, wantsColour } from './style.js';

describe('wantsColour', () => {
  const terminal = { isTTY: true };

  it('is for terminals only', () => {
    expect(wantsColour(terminal, true, {})).toBe(true);
    expect(wantsColour({}, true, {})).toBe(false);
  });

  it('heeds --no-color, NO_COLOR and terminals that can not', () => {
    expect(wantsColour(terminal, false, {})).toBe(false);
    expect(wantsColour(terminal, true, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour(terminal, true, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour(terminal, true, { TERM: 'dumb' })).toBe(false);
  });
});

describe('createStyle', () => {
  it('wraps text in escape codes, or not', () => {
    expect(createStyle(true).bold('x')).toBe('\u001b[1mx\u001b[22m');
    expect(createStyle(false).bold('x')).toBe('x');
  });
});
