export { DatabaseBuild, type DatabaseBuildOptions, type DatabaseRow } from './database/database-build.js';
export { companionsOf } from './database/database-path.js';
export { databaseFailed } from './database/database-failed.js';
export type { TextBatch } from './database/query-result.js';
export {
  SourceDatabase,
  type QueryOutputOptions,
  type QueryReading,
  type QueryRows,
  type DatabaseOptions,
} from './database/source-database.js';
export type { AppendOptions } from './database/append-table.js';
export { chooseFormat, formatOfPath, type OutputFormat, type OutputKind } from './format.js';
export { writeManifest, type InputSummary, type Manifest, type OutputSummary } from './manifest.js';
export { SortedRows, type OutputProgress, type SortOptions } from './sorting/sorted-rows.js';
export { NULL_INT } from './table.js';
export type { KeyNames, TableBatch, TableBatches, TableColumn, TableRows, TableSpec } from './table.js';
export { writePartitions, type Partition, type PartitionOptions } from './write-partitions.js';
export { writeTable, type RowOrder, type WriteOptions } from './write-table.js';
export { TableText, type TextColumn, type TextRow } from './text/table-text.js';
export type { NumberBatch } from './duckdb/result-rows.js';
export {
  FILE_NUMBER,
  TableFiles,
  tableInFile,
  type TableFilesOptions,
  type TableInFile,
} from './tables/table-files.js';
export type { EventColumn, StoredColumn } from './tables/event-query.js';
export { EventTable, type EventTableOptions } from './tables/event-table.js';
export { EventText, type EventTextOptions } from './tables/event-text.js';
export { isDatabase, tableKind } from './tables/file-head.js';
export type { TableAddress } from './tables/stored-table.js';
