import { AUTH_COLUMNS } from '@cmsc/core';
import { EULER_LABELS, EULER_SLICES } from './euler.js';
import { type ExportFormat, type ExportInput, type ExportRun, type FlowRange } from './export-format.js';
import { ArgusRows } from './parts/argus-rows.js';
import { FLOW_COLUMNS, FlowExport } from './parts/flow-export.js';
import { RowExport } from './parts/row-export.js';

/** Argus (Xu et al., IEEE S&P 2024): the rows of Euler with all their columns, and flows. */
export const argus: ExportFormat = {
  name: 'argus',
  title: 'Argus (Xu et al. 2024), github.com/C0ldstudy/Argus',
  holds: 'that contain NTLM, in any case',
  columns: AUTH_COLUMNS,
  flowColumns: FLOW_COLUMNS,
  passes: 1,
  start: startArgus,
};

function startArgus(input: ExportInput): ExportRun {
  const rows = new ArgusRows(input);
  const auth = new RowExport(input, { format: argus, slices: EULER_SLICES, labels: EULER_LABELS }, rows);
  const { flowDictionaries } = input;
  if (!flowDictionaries) return auth;
  const slices = { ...EULER_SLICES, fileOf: (slice: number) => `flows/${EULER_SLICES.fileOf(slice)}` };
  const flows = new FlowExport(input, flowDictionaries, slices, rows);
  return {
    tally: auth.tally,
    flowTally: flows.tally,
    write: (range) => auth.write(range),
    writeFlows: (range: FlowRange) => flows.write(range),
    finish() {
      auth.finish();
      flows.finish();
    },
  };
}
