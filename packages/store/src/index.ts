export { NULL_INT } from './table.js';
export type { KeyNames, ListColumn, TableBatch, TableColumn, TableSpec } from './table.js';
