export type { ReaderWish } from './choose-reader.js';
export { dictionaryOf, type Column, type ColumnKind, type EdgeRule, type Format } from './formats/format.js';
export type { LanlAuthEvent } from './formats/lanl-auth.js';
export {
  detectFormat,
  detectJsonFormat,
  formatNamed,
  formats,
  type EventOf,
  type FormatName,
} from './formats/registry.js';
export type { WlsEvent } from './formats/wls.js';
export {
  expandInputs,
  findInputs,
  type FoundInputs,
  type LeftOut,
  type NamedFiles,
} from './opening/expand-inputs.js';
export { WAY_IN } from './opening/foreign-content.js';
export { isGzip } from './opening/gzip-header.js';
export { openBytes, type OpenBytes, type OpenOptions, type TextSource } from './opening/open-bytes.js';
export {
  addressOf,
  descriptorOf,
  nameOfInput,
  placeOf,
  refuseSameStream,
  sizeOfInputs,
  type InputAddress,
  type Place,
} from './opening/places.js';
export { readStored } from './opening/read-stored.js';
export { withCopies } from './opening/stream-copies.js';
export { readColumns, type ColumnOptions, type ColumnReader } from './read-columns.js';
export { readEvents } from './read-events.js';
export {
  ON_BAD_ROW,
  type InputFile,
  type OnBadRow,
  type ReadOptions,
  type ReadProgress,
} from './read-rows.js';
export type { ColumnBatch, Dictionaries, OtherRows, RawRows } from './rows/column-batch.js';
export { delimiterOf, isDelimiter, type Dialect } from './rows/dialect.js';
export type { RejectedRow } from './rows/intake.js';
export { formatOfFile, sniffDialect, sniffFormat } from './sniff-format.js';
export { addNames, ToldNames, type NewNames } from './threads/told-names.js';
export {
  makeSlots,
  sharedColumn,
  SharedSlots,
  type SlotColumn,
  type SlotMemory,
} from './threads/shared-slots.js';
export { Thread, type ThreadStart } from './threads/thread.js';
export { threadsFor } from './threads/threaded-columns.js';
export { startLoops } from './wasm/start-wasm.js';
export * from './windows/index.js';
