import { formatCount, formatDuration } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { markup, Markup } from '../markup.js';
import type { Block, Cell, CellKind, Figure, PageTable } from '../section.js';

/** The charts of a page, drawn: SVG by the names of their figures. */
export type DrawnCharts = ReadonlyMap<string, string>;

/** The blocks of a section as markup. */
export function blocksMarkup(blocks: readonly Block[], charts: DrawnCharts, campaign: Campaign): Markup {
  return markup`${blocks.map((block) => blockMarkup(block, charts, campaign))}`;
}

function blockMarkup(block: Block, charts: DrawnCharts, campaign: Campaign): Markup {
  switch (block.kind) {
    case 'words':
      return markup`<p>${block.text}</p>\n`;
    case 'points':
      return markup`<ul>${block.items.map((item) => markup`<li>${item}</li>`)}</ul>\n`;
    case 'heading':
      return markup`<h3>${block.text}</h3>\n`;
    case 'figure':
      return figureMarkup(block, charts.get(block.name) ?? '');
    case 'table':
      return tableMarkup(block, campaign);
  }
}

/** The chart is one picture with a name, to who can't see it. */
function figureMarkup({ name, title, alternative }: Figure, svg: string): Markup {
  const start = markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${alternative}" `;
  const picture = svg
    .trim()
    .replace(
      /^<svg .*?(width="[^>]*>)/,
      (_, rest: string) => `${start.toString()}${rest}<g aria-hidden="true">`,
    )
    .replace(/<\/svg>$/, '</g></svg>');
  return markup`<figure id="chart-${name}"><figcaption>${title}</figcaption>
<div class="chart" role="group" aria-label="${title}" tabindex="0">${new Markup(picture)}</div></figure>
`;
}

function tableMarkup(table: PageTable, campaign: Campaign): Markup {
  const { caption, columns, rows, interactive = false, summary, rest } = table;
  const heads = columns.map(({ title, kind }) => markup`<th scope="col"${classOf(kind)}>${title}</th>`);
  const body = rows.map(
    (row) => markup`<tr>${row.map((cell, i) => cellMarkup(cell, columns[i]!.kind, campaign))}</tr>\n`,
  );
  const whole = markup`<div class="rows" role="group" aria-label="${caption}" tabindex="0"><table${interactive && markup` data-interactive`}>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div>
${rest !== undefined && markup`<p class="note">All of them: <code>${rest}</code></p>\n`}`;
  return summary === undefined ? whole : markup`<details><summary>${summary}</summary>${whole}</details>\n`;
}

function classOf(kind: CellKind): Markup | false {
  if (kind === 'text') return false;
  return kind === 'time' ? markup` class="t"` : markup` class="n"`;
}

function cellMarkup(cell: Cell, kind: CellKind, campaign: Campaign): Markup {
  if (typeof cell === 'string') return markup`<td${isHash(cell) && markup` class="hash"`}>${cell}</td>`;
  if (cell === null) return markup`<td data-value=""${classOf(kind)}></td>`;
  return markup`<td data-value="${cell}"${classOf(kind)}>${cellText(cell, kind, campaign)}</td>`;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function cellText(value: number, kind: CellKind, campaign: Campaign): Markup | string {
  switch (kind) {
    case 'time':
      return campaign.kind.isCalendar
        ? campaign.timeText(value)
        : markup`${value} <small>${campaign.timeText(value)}</small>`;
    case 'id':
      return String(value);
    case 'seconds':
      return formatDuration(value);
    case 'number':
      return String(Number(value.toPrecision(4)));
    default:
      return formatCount(value);
  }
}
