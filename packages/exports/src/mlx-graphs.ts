import { AUTH_COLUMNS } from '@cmsc/core';
import { EULER_LABELS } from './euler.js';
import { type ExportFormat } from './export-format.js';
import { ArgusRows } from './parts/argus-rows.js';
import { RowExport } from './parts/row-export.js';
import type { SliceRule } from './parts/slice-files.js';

/** A file a minute. Its data set is as long as it has files, so minutes without rows have one, too. */
const MINUTES: SliceRule = { seconds: 60, fileOf: (slice) => `graph_${slice}.csv`, fillsGaps: true };

/** mlx-graphs: the rows of Argus, cut into minutes. */
export const mlxGraphs: ExportFormat = {
  name: 'mlx-graphs',
  title: 'mlx-graphs, github.com/mlx-graphs/mlx-graphs',
  holds: 'that contain NTLM, in any case',
  columns: AUTH_COLUMNS,
  passes: 1,
  start: (input) =>
    new RowExport(input, { format: mlxGraphs, slices: MINUTES, labels: EULER_LABELS }, new ArgusRows(input)),
};
