import { line, type Line, type Segment } from '../terminal/line.js';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/**
 * Counts as columns of blocks, `cells` columns each, `height` lines. What is more than nothing shows at least an eighth of a line.
 *
 * `marked` says which columns are in the style of an attack.
 */
export function histogramLines(
  counts: readonly number[],
  height: number,
  marked: (column: number) => boolean = () => false,
  cells = 1,
): Line[] {
  const most = Math.max(0, ...counts) || 1;
  const eighths = counts.flatMap((count) => {
    const value = count <= 0 ? 0 : Math.max(1, Math.round((count / most) * height * 8));
    return new Array<number>(cells).fill(value);
  });
  return Array.from({ length: height }, (_, step) => {
    const below = (height - 1 - step) * 8;
    return joined(
      eighths.map((value, column) => ({
        text: EIGHTHS[Math.max(0, Math.min(8, value - below))] ?? ' ',
        style: marked(column) ? 'attack' : 'bar',
      })),
    );
  });
}

/** A bar of up to `width` cells for a share between 0 and 1. */
export function barText(share: number, width: number): string {
  const eighths = share <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * width * 8));
  const rest = '▏▎▍▌▋▊▉'[(eighths % 8) - 1] ?? '';
  return '█'.repeat(Math.floor(eighths / 8)) + rest;
}

/** A line with the mark of an attack at each of the columns. */
export function markLine(columns: ReadonlySet<number>, width: number): Line {
  const text = Array.from({ length: width }, (_, column) => (columns.has(column) ? '▲' : ' ')).join('');
  return line(text, 'attack');
}

/** An axis: each label begins at its column; one that doesn't fit beside the label before is left out. */
export function axisLine(labels: readonly { column: number; text: string }[], width: number): Line {
  let text = '';
  for (const label of labels) {
    const fits = label.column === 0 || label.column > text.length;
    if (fits && label.column + label.text.length <= width) text = text.padEnd(label.column) + label.text;
  }
  return line(text, 'dim');
}

// Neighbours of one style become one segment: hundreds of them would cost time for nothing.
function joined(segments: readonly Segment[]): Line {
  const result: Segment[] = [];
  for (const { text, style } of segments) {
    const last = result.at(-1);
    if (last !== undefined && last.style === style)
      result[result.length - 1] = { text: last.text + text, style };
    else result.push({ text, style });
  }
  return result;
}
