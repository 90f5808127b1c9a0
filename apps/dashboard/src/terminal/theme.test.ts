import { describe, expect, it } from 'vitest';
import { styled, THEME_NAMES, themeFor, THEMES } from './theme.js';

describe('themeFor', () => {
  it('is plain under NO_COLOR, whatever is wanted', () => {
    expect(themeFor('dark', { NO_COLOR: '1' })).toBe('plain');
    expect(themeFor('dark', { NO_COLOR: '' })).toBe('dark');
    expect(themeFor('auto', { TERM: 'vt100' })).toBe('plain');
  });

  it('is light where the terminal says that its background is', () => {
    expect(themeFor('auto', { COLORFGBG: '0;15' })).toBe('light');
    expect(themeFor('auto', { COLORFGBG: '15;0' })).toBe('dark');
    expect(themeFor('auto', {})).toBe('dark');
    expect(themeFor('light', {})).toBe('light');
  });
});

describe('themes', () => {
  it('have no colour in plain', () => {
    for (const look of Object.values(THEMES.plain)) for (const { on } of look) expect(on).toBeLessThan(30);
  });

  it.each(THEME_NAMES)('mark the cursor and the active tab without colour too: %s', (name) => {
    const inverse = { on: 7, off: 27 };
    expect(THEMES[name].cursor).toContainEqual(inverse);
    expect(THEMES[name].active).toContainEqual(inverse);
  });

  it('end every style that they begin', () => {
    const line = [{ text: 'a', style: 'attack' as const }, { text: 'b' }];
    expect(styled(line, THEMES.dark)).toBe('\u001b[1m\u001b[91ma\u001b[22m\u001b[39mb');
  });
});
