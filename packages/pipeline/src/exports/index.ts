export type {
  ExportCounts,
  ExportManifest,
  ExportOptions,
  ExportReport,
  ExportRows,
  SessionExportCounts,
  SessionSource,
} from './export-options.js';
export { EXPORTS, type ExportInfo } from './export-list.js';
export { runExport } from './run-export.js';
