export type { Column, ColumnKind, EdgeRule, Format } from './format.js';
export { indexOfKind } from './format.js';
export { detectFormat } from './detect-format.js';
export { formatNamed, formats, type EventOf, type FormatName } from './registry.js';
