import type { ErrorParts, RowCounts } from '@cmsc/core';
import type { MessagePort } from 'node:worker_threads';
import type { OpenedStream } from '../opening/read-stored.js';
import type { ColumnOptions } from '../read-columns.js';
import type { InputFile, ReadProgress } from '../read-rows.js';
import type { RawRows } from '../rows/column-batch.js';
import type { RejectedRow } from '../rows/intake.js';
import type { NewNames } from './told-names.js';
import type { SlotMemory } from './shared-slots.js';
import type { TextSlotMemory } from './text-slots.js';

/** Events in a slot: time, edge, and the ids of each selected column, in this order. */
export type EventSlot = readonly [Int32Array, Uint8Array, ...Int32Array[]];

/** What a scanning thread is told at its start. Dictionaries are its own; callbacks come back as messages. */
export interface ReadTask {
  paths: string[];
  formatName: string;
  options: Omit<ColumnOptions, 'dictionaries' | 'onReject' | 'onProgress' | 'signal'>;
  memory: SlotMemory<EventSlot>;
  /** Where the text of the files comes from: the inflating thread's slots and port. */
  text: { memory: TextSlotMemory; port: MessagePort };
  /** Names that the dictionaries hold already, so that ids are the same in both threads. */
  names: NewNames;
  wantsProgress: boolean;
  wantsRejects: boolean;
}

/** What an inflating thread is told at its start. */
export interface TextTask {
  paths: string[];
  /** Those of them that can't be opened twice, and were opened already. */
  streams: OpenedStream[];
  /** Whether the SHA-256 of each file is taken. */
  hash: boolean | undefined;
  memory: TextSlotMemory;
  /** Where its messages go, each announced by an empty slot. */
  port: MessagePort;
}

/** What a scanning thread knows at its end, or when it failed. */
export interface ReadTotals {
  counts: RowCounts;
  inputs: InputFile[];
  lastTime: number;
  windowTime: number;
  reader: string;
}

/** What a scanning thread says. */
export type ReadMessage =
  | {
      /** There is a slot to take. */
      type: 'batch';
      names: NewNames;
      totals: ReadTotals;
      /** The bad rows before and between the good ones. They come with a slot, so that they wait for nobody. */
      rejects: RejectedRow[];
      raw?: RawRows | undefined;
    }
  | { type: 'progress'; progress: ReadProgress }
  | { type: 'done'; totals: ReadTotals; names: NewNames }
  | { type: 'failed'; error: ErrorParts; totals: ReadTotals };
