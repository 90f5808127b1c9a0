import type { Campaign } from './campaign.js';
import type { Chart } from './charts/render-chart.js';

/** What a column of a table holds, which says how it is shown and sorted. */
export type CellKind = 'text' | 'id' | 'count' | 'time' | 'seconds' | 'number';

/** A column of a table on the page. */
export interface PageColumn {
  title: string;
  kind: CellKind;
}

/** A value in a table; null for none. */
export type Cell = string | number | null;

/** A paragraph. */
export interface Words {
  kind: 'words';
  text: string;
}

/** A list of sentences. */
interface Points {
  kind: 'points';
  items: readonly string[];
}

/** A heading within a section. */
interface Heading {
  kind: 'heading';
  text: string;
}

/** A chart, with all that a chart can't do without. */
export interface Figure {
  kind: 'figure';
  /** The name of its file, where charts are written as files. */
  name: string;
  /** What is seen, in a line. */
  title: string;
  /** What there is to see, for who can't see it. */
  alternative: string;
  chart: Chart;
}

/** A table. */
export interface PageTable {
  kind: 'table';
  caption: string;
  columns: readonly PageColumn[];
  rows: readonly (readonly Cell[])[];
  /** Whether readers can sort, filter and copy it. */
  interactive?: boolean;
  /** What it is folded under, where it says in numbers what a chart says. */
  summary?: string;
  /** What gives the rows that are not shown. */
  rest?: string;
}

/** What a section is put together of. */
export type Block = Words | Points | Heading | Figure | PageTable;

/** A section of the report: numbers by SQL, and what is said of them. */
export interface Section<Numbers> {
  /** Its name in the page's address, and in JSON. */
  id: string;
  title: string;
  /** Asks the database. */
  read(campaign: Campaign): Promise<Numbers>;
  /** Words, charts and tables of the numbers. */
  show(numbers: Numbers, campaign: Campaign): Block[];
}

/** A paragraph of these sentences; none of nothing. */
export function words(...sentences: (string | false | undefined)[]): Words[] {
  const text = sentences.filter((sentence) => sentence !== false && sentence !== undefined).join(' ');
  return text === '' ? [] : [{ kind: 'words', text }];
}
