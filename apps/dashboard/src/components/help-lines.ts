import { helpText } from '../keys/help-text.js';
import { paletteEntries } from '../state/palette.js';
import type { Prompt } from '../state/state.js';
import { cell, fitLine, line, type Line } from '../text/line.js';

/** A page of the help, from the line `top` on. */
export function helpLines(width: number, height: number, top: number): Line[] {
  const text = helpText();
  const room = height - 1;
  const first = Math.max(0, Math.min(top, text.length - room));
  const page = text
    .slice(first, first + room)
    .map(({ heading, keys = '', does }): Line =>
      heading === undefined
        ? [cell(`  ${keys}`, 26, 'strong'), { text: does }]
        : [cell(heading, 26, 'heading'), { text: does, style: 'dim' }],
    );
  while (page.length < room) page.push([]);
  const more = first + room < text.length ? '↓ goes on · ' : '';
  return [...page, line(`${more}any other key closes this help`, 'dim')].map((each) => fitLine(each, width));
}

/** The entries of the palette that fit, the chosen one marked. */
export function paletteLines(prompt: Prompt, width: number, height: number): Line[] {
  const entries = paletteEntries(prompt.text);
  if (entries.length === 0) return [line('no such command', 'dim')];
  const first = Math.max(0, Math.min(prompt.choice - Math.floor(height / 2), entries.length - height));
  return entries.slice(first, first + height).map(({ name, keys, does }, step) => {
    const chosen = first + step === prompt.choice;
    const style = chosen ? 'cursor' : 'plain';
    return fitLine(
      [cell(`${chosen ? '▸' : ' '} ${name}`, 20, style), cell(keys, 20, style), { text: does, style }],
      width,
    );
  });
}
