import { exportFormats, type ExportFormat } from '@cmsc/exports';

/** What there is to know of an export before it runs. */
export interface ExportInfo extends Pick<ExportFormat, 'name' | 'title'> {
  /** Which rows of auth it holds, in words that go on from "rows"; absent for `sessions`, which holds no rows. */
  holds?: string;
}

/** All exports: those of auth rows, and `sessions`. */
export const EXPORTS: readonly ExportInfo[] = [
  ...exportFormats.map(({ name, title, holds }) => ({ name, title, holds })),
  { name: 'sessions', title: 'sequence and language models: a session a line, of a database or of files' },
];
