import stringWidth from 'string-width';

/** Size of the terminal in cells. */
export interface Size {
  columns: number;
  rows: number;
}

const PLAIN = /^[\u0020-\u007e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Terminal cells that `text` takes: a Chinese character or an emoji takes two. `text` is showable. */
export function cellWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The beginning of `text` that takes at most `width` cells; a cut one ends in `…`. */
export function cut(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width <= 0) return '';
  if (PLAIN.test(text)) return `${text.slice(0, width - 1)}…`;
  let taken = '';
  let cells = 0;
  for (const { segment } of graphemes.segment(text)) {
    cells += cellWidth(segment);
    if (cells > width - 1) break;
    taken += segment;
  }
  return `${taken}…`;
}

/** The end of `text` that takes at most `width` cells; a cut one begins with `…`. */
export function cutStart(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  const segments = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let taken = '';
  for (let cells = 1; segments.length > 0;) {
    const segment = segments.pop() ?? '';
    cells += cellWidth(segment);
    if (cells > width) break;
    taken = segment + taken;
  }
  return width <= 0 ? '' : `…${taken}`;
}

/** `text` in exactly `width` cells, cut or filled up with spaces. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const filling = ' '.repeat(Math.max(0, width - cellWidth(shown)));
  return align === 'left' ? shown + filling : filling + shown;
}

/** `text` in pieces of at most `width` cells, at least one; nothing of it is lost. */
export function wrap(text: string, width: number): string[] {
  const pieces = [''];
  let cells = 0;
  for (const { segment } of graphemes.segment(text)) {
    const taken = cellWidth(segment);
    if (cells + taken > width && cells > 0) {
      pieces.push('');
      cells = 0;
    }
    pieces[pieces.length - 1] += segment;
    cells += taken;
  }
  return pieces;
}
