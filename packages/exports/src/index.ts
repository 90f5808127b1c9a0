export {
  VARIANTS,
  type CandidateUnits,
  type ExportFiles,
  type ExportFormat,
  type ExportInput,
  type ExportRun,
  type ExportTally,
  type FlowRange,
  type RowRange,
  type Variant,
} from './export-format.js';
export { LineBuffer } from './parts/line-buffer.js';
export { TimeWindow } from './parts/time-window.js';
export { EXPORT_NAMES, exportFormats, exportNamed } from './registry.js';
export {
  SessionExport,
  type SessionExportOptions,
  type SessionRow,
  type SessionTokens,
} from './session-export.js';
