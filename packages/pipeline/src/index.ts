export { readSessionScores, type ScoresPlace } from './detection/session-scores.js';
export { FIRST_RED_TEAM_EVENT, isSplitPoint, type SplitPoint } from '@cmsc/sequences';
export { OPTION_BOUNDS, OPTION_CHOICES } from './check-options.js';
export { checkBuilt, namesDatabase, type Ask, type NeededTables } from './built-database.js';
export type { BuildFindings, RedTeamHit } from './build/build-findings.js';
export { runBuild, type BuildOptions, type BuildReport } from './build/run-build.js';
export type { ProcessEvents } from './build/session-processes.js';
export { runExport } from './exports/run-export.js';
export {
  EXPORTS,
  type ExportCounts,
  type ExportInfo,
  type ExportManifest,
  type ExportOptions,
  type ExportReport,
  type ExportRows,
  type SessionExportCounts,
  type SessionSource,
} from './exports/export-options.js';
export {
  engineGrants,
  engineTables,
  runBuildOnEngine,
  runLabelOnEngine,
  runSessionsOnEngine,
  type OperatorOptions,
} from './engine/index.js';
export type {
  EngineBuildOptions,
  EngineBuildReport,
  EngineFacts,
  EngineLabelOptions,
  EngineLabelReport,
  EngineNode,
  EngineOptions,
  EngineReport,
  EngineSessionsOptions,
} from './engine/engine-options.js';
export { LOSS_REASONS } from '@cmsc/labeling';
export { generateDataset } from '@cmsc/synthetic';
export {
  inspectAll,
  inspectFiles,
  type Inspection,
  type Inspections,
  type InspectOptions,
  type ValueRows,
} from './inspect.js';
export { runNotebook, type NotebookOptions, type NotebookReport } from './notebook/run-notebook.js';
export type {
  FilterOptions,
  HookOptions,
  InputOptions,
  LabelOptions,
  OutputOptions,
  Progress,
  RunReport,
  SessionRunOptions,
  SessionsOptions,
} from './options.js';
export { summarizeRedTeamFile, type RedTeamOptions } from './red-team.js';
export { CMSC_VERSION } from './report.js';
export { runLabel, type LabelReport } from './run-label.js';
export type { SplitFacts } from './split-sessions.js';
export { runSessions } from './run-sessions.js';
export type { RuleOptions, SessionCommand } from './session-plan.js';
export {
  SESSION_SOURCE_NAMES,
  SESSION_SOURCES,
  type SourceName,
  type SourceRules,
} from './session-sources.js';
export {
  writeNgrams,
  writeSequenceParts,
  writeSequences,
  type DatabaseOutputOptions,
  type NgramsOptions,
  type SequenceOptions,
  type SequencePartsOptions,
  type SequencesOptions,
  type SequencesSummary,
} from './write-sequences.js';
export { runScore, type ScoreOptions } from './detection/run-score.js';
export type { ScoreLedger, ScoreReport } from './detection/score-report.js';
export { runEvaluate, type EvaluateOptions, type EvaluationReport } from './detection/run-evaluate.js';
export { runReport } from './campaign/run-report.js';
export {
  REPORT_FORMATS,
  type ReportFormat,
  type ReportOptions,
  type WrittenFile,
  type WrittenReport,
} from './campaign/report-options.js';
export { buildWindows, type WindowsBuildOptions } from './windows/build-windows.js';
export { areWindowsEvents } from './windows/find-windows.js';
export type { WindowsFacts } from './windows/inspect-windows.js';
export { runWindows } from './windows/run-windows.js';
export type {
  WindowsInputOptions,
  WindowsOptions,
  WindowsReport,
  WindowsSelection,
} from './windows/windows-options.js';
