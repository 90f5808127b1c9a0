import { cellWidth, cut, fit } from './cells.js';

/** What a piece of text means; a theme says how that looks. */
export type StyleName =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'heading'
  | 'active'
  | 'cursor'
  | 'attack'
  | 'good'
  | 'bar'
  | 'match'
  | 'error';

/** A run of text in one style. `text` is showable. */
export interface Segment {
  text: string;
  style?: StyleName;
}

/** One line of the screen. */
export type Line = readonly Segment[];

/** A line of one segment. */
export function line(text: string, style: StyleName = 'plain'): Line {
  return [{ text, style }];
}

/** Cells that a line takes. */
export function lineWidth(segments: Line): number {
  return segments.reduce((sum, { text }) => sum + cellWidth(text), 0);
}

/** The text of a line without its styles. */
export function lineText(segments: Line): string {
  return segments.map(({ text }) => text).join('');
}

/** `segments` in exactly `width` cells. */
export function fitLine(segments: Line, width: number): Line {
  const fitted: Segment[] = [];
  let left = width;
  for (const segment of segments) {
    if (left <= 0) break;
    const text = cut(segment.text, left);
    fitted.push({ ...segment, text });
    left -= cellWidth(text);
  }
  if (left > 0) fitted.push({ text: ' '.repeat(left) });
  return fitted;
}

/** Two columns of lines side by side, `gap` cells apart; the shorter one is filled up. */
export function beside(left: readonly Line[], leftWidth: number, right: readonly Line[], gap = 2): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => [
    ...fitLine(left[row] ?? [], leftWidth),
    { text: ' '.repeat(gap) },
    ...(right[row] ?? []),
  ]);
}

/** Words spread over a line: `left` at its beginning, `right` at its end; `left` gives way. */
export function spread(left: Line, right: Line, width: number): Line {
  const rightWidth = Math.min(lineWidth(right), width);
  return [...fitLine(left, width - rightWidth), ...fitLine(right, rightWidth)];
}

/** `text` padded to `width`, as a segment. */
export function cell(text: string, width: number, style?: StyleName, align?: 'left' | 'right'): Segment {
  return { text: fit(text, width, align), style };
}
