import type { Line, StyleName } from './line.js';

/** Names of the themes, in the order in which a key goes through them. */
export const THEME_NAMES = ['dark', 'light', 'plain'] as const;

/** A theme. */
export type ThemeName = (typeof THEME_NAMES)[number];

/** An SGR code that switches something on, and the one that switches it off. */
interface SgrCode {
  on: number;
  off: number;
}

/** How a style looks. */
export type Look = readonly SgrCode[];

const BOLD: SgrCode = { on: 1, off: 22 };
const DIM: SgrCode = { on: 2, off: 22 };
const UNDERLINE: SgrCode = { on: 4, off: 24 };
const INVERSE: SgrCode = { on: 7, off: 27 };

const color = (on: number): SgrCode => ({ on, off: 39 });
const RED = color(31);
const GREEN = color(32);
const BLUE = color(34);
const MAGENTA = color(35);
const CYAN = color(36);
const BRIGHT_RED = color(91);
const BRIGHT_GREEN = color(92);
const BRIGHT_YELLOW = color(93);

/** Looks without colours: what every theme is built on, and all that NO_COLOR leaves. */
const PLAIN: Readonly<Record<StyleName, Look>> = {
  plain: [],
  dim: [DIM],
  strong: [BOLD],
  heading: [BOLD, UNDERLINE],
  active: [BOLD, INVERSE],
  cursor: [INVERSE],
  attack: [BOLD],
  good: [],
  bar: [],
  match: [BOLD, UNDERLINE],
  error: [BOLD],
};

/**
 * The looks of a theme. Colours are those of the terminal's own sixteen, and each says only what a word or a mark
 * says too.
 */
export const THEMES: Readonly<Record<ThemeName, Readonly<Record<StyleName, Look>>>> = {
  plain: PLAIN,
  dark: {
    ...PLAIN,
    heading: [BOLD, CYAN],
    attack: [BOLD, BRIGHT_RED],
    good: [BRIGHT_GREEN],
    bar: [CYAN],
    match: [BOLD, UNDERLINE, BRIGHT_YELLOW],
    error: [BOLD, BRIGHT_RED],
  },
  light: {
    ...PLAIN,
    heading: [BOLD, BLUE],
    attack: [BOLD, RED],
    good: [GREEN],
    bar: [BLUE],
    match: [BOLD, UNDERLINE, MAGENTA],
    error: [BOLD, RED],
  },
};

/**
 * The theme that fits a terminal: plain when colours are not wanted or not there, light when the terminal says (by
 * COLORFGBG) that its background is.
 */
export function themeFor(
  wanted: ThemeName | 'auto',
  env: Readonly<Record<string, string | undefined>>,
): ThemeName {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 'plain';
  if (wanted !== 'auto') return wanted;
  if (/^(vt\d+|.*-m|.*-mono)$/.test(env['TERM'] ?? '')) return 'plain';
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/** A line with the escape codes of its looks. Neighbours that look the same share theirs. */
export function styled(segments: Line, looks: Readonly<Record<StyleName, Look>>): string {
  let text = '';
  let last: Look = NO_LOOK;
  for (const segment of segments) {
    if (segment.text === '') continue;
    const look = looks[segment.style ?? 'plain'];
    if (look !== last) text += codes(last, 'off') + codes(look, 'on');
    text += segment.text;
    last = look;
  }
  return text + codes(last, 'off');
}

const NO_LOOK: Look = [];

function codes(look: Look, side: 'on' | 'off'): string {
  return look.map((code) => `\u001b[${code[side]}m`).join('');
}
