import type { Line, StyleName } from '../text/line.js';
import type { Look } from './theme.js';

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
