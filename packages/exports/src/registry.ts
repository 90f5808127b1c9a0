import { CmscError } from '@cmsc/core';
import { argus } from './argus.js';
import { euler } from './euler.js';
import type { ExportFormat } from './export-format.js';
import { kth } from './kth.js';
import { larroche2023 } from './larroche2023.js';
import { lmdeval } from './lmdeval.js';
import { mlxGraphs } from './mlx-graphs.js';
import { pikachu } from './pikachu.js';
import { safekitChar } from './safekit-char.js';
import { safekitWord } from './safekit-word.js';

/** The exports of auth rows. The one of sessions, `sessions`, is apart: it has other rows. */
export const exportFormats: readonly ExportFormat[] = [
  euler,
  argus,
  mlxGraphs,
  safekitWord,
  safekitChar,
  kth,
  pikachu,
  lmdeval,
  larroche2023,
];

/** The names of all exports. */
export const EXPORT_NAMES: readonly string[] = [...exportFormats.map(({ name }) => name), 'sessions'];

/**
 * The export of auth rows with this name.
 *
 * @throws CmscError BAD_OPTION (usage) when there is none.
 * @example
 * const { title, holds, columns } = exportNamed('kth');
 * console.log(`${title}: rows ${holds}, from ${columns.join(', ')}`);
 */
export function exportNamed(name: string): ExportFormat {
  const format = exportFormats.find((known) => known.name === name);
  if (format) return format;
  throw new CmscError('usage', 'BAD_OPTION', 'there is no such export', {
    text: name,
    hint: `use one of ${EXPORT_NAMES.join(', ')}`,
  });
}
