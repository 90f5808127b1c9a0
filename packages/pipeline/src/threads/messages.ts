import type { MessagePort } from 'node:worker_threads';
import { type AuthColumn, Dictionary, type ErrorParts, type RowCounts } from '@cmsc/core';
import type { ScorerOptions } from '@cmsc/detection';
import type {
  ColumnOptions,
  InputFile,
  OpenedStream,
  RawRows,
  ReadProgress,
  RejectedRow,
} from '@cmsc/loaders';
import type { RingMemory } from './ring.js';
import type { ScoreSlotMemory } from './score-slot.js';
import type { TextRingMemory } from './text-ring.js';

/** What a reading thread is told at its start. Dictionaries are its own; callbacks come back as messages. */
export interface ReadTask {
  paths: string[];
  formatName: string;
  options: Omit<ColumnOptions, 'dictionaries' | 'onReject' | 'onProgress' | 'signal' | 'openText'>;
  ring: RingMemory;
  /** Where the text of the files comes from: the inflating thread's ring and port. */
  text: { memory: TextRingMemory; port: MessagePort };
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
  memory: TextRingMemory;
  /** Where its messages go, each announced in the ring. */
  port: MessagePort;
}

/** What an inflating thread says of a file. */
export type TextMessage =
  | { type: 'end'; bytes: number; sha256: string | undefined }
  | { type: 'failed'; bytes: number; error: ErrorParts };

/** A block of lines that a thread is to read: the first `length` of `bytes`, which come back with what was in there. */
export interface BlockTask {
  bytes: ArrayBuffer;
  length: number;
}

/** New names of each dictionary, by dictionary name, in order of their ids. */
export type NewNames = Record<string, string[]>;

/** What a reading thread knows at its end, or when it failed. */
export interface ReadTotals {
  counts: RowCounts;
  inputs: InputFile[];
  lastTime: number;
  windowTime: number;
  reader: string;
}

/** What a reading thread says. */
export type ReadMessage =
  | {
      type: 'batch';
      slot: number;
      length: number;
      names: NewNames;
      totals: ReadTotals;
      /** The bad rows before and between the good ones. They come with a slot, so that they wait for nobody. */
      rejects: RejectedRow[];
      raw?: RawRows | undefined;
    }
  | { type: 'progress'; progress: ReadProgress }
  | { type: 'done'; totals: ReadTotals; names: NewNames }
  | { type: 'failed'; error: ErrorParts; totals: ReadTotals };

/** What a scoring thread is told at its start. Dictionaries are its own. */
export interface ScoreTask {
  /** Its scorers, and the column of each one's scores. */
  scorers: { name: string; column: number }[];
  options: Omit<ScorerOptions, 'dictionaries'>;
  /** The dictionary of each column of auth: several have one in common. */
  dictionaryNames: Record<AuthColumn, string>;
  slots: ScoreSlotMemory[];
}

/** What a scoring thread is asked to do: to score the rows in a slot. */
export interface ScoreRequest {
  slot: number;
  length: number;
  names: NewNames;
}

/** What it says: that a slot is scored, and what each scorer holds by now. */
export type ScoreMessage =
  { type: 'scored'; slot: number; entries: Record<string, number> } | { type: 'failed'; error: ErrorParts };

/** Keeps track of which names another thread has been told. */
export class NameNews {
  readonly #dictionaries: Readonly<Record<string, Dictionary>>;
  readonly #told = new Map<string, number>();

  constructor(dictionaries: Readonly<Record<string, Dictionary>>) {
    this.#dictionaries = dictionaries;
  }

  /** The names that have come up since the last call. */
  take(): NewNames {
    const news: NewNames = {};
    for (const [name, dictionary] of Object.entries(this.#dictionaries)) {
      const told = this.#told.get(name) ?? 0;
      if (dictionary.size === told) continue;
      news[name] = namesFrom(dictionary, told);
      this.#told.set(name, dictionary.size);
    }
    return news;
  }
}

/** Dictionaries that hold these names, in the order of their ids. */
export function dictionariesOf(names: NewNames): Record<string, Dictionary> {
  const dictionaries = Object.fromEntries(Object.keys(names).map((name) => [name, new Dictionary()]));
  addNames(dictionaries, names);
  return dictionaries;
}

/** Adds names that another thread has told. */
export function addNames(dictionaries: Readonly<Record<string, Dictionary>>, news: NewNames): void {
  for (const [dictionary, names] of Object.entries(news))
    for (const name of names) dictionaries[dictionary]?.intern(name);
}

function namesFrom(dictionary: Dictionary, first: number): string[] {
  return Array.from({ length: dictionary.size - first }, (_, i) => dictionary.name(first + i));
}

/** Messages that arrive on their own time, for a consumer that takes them one by one. */
export class Mailbox<Message> {
  readonly #waiting: Message[] = [];
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** Adds a message. */
  put(message: Message): void {
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** Ends it with an error, once all messages before it are taken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /**
   * The next message, as soon as there is one.
   *
   * @throws unknown the error that was given to {@link fail}.
   */
  async take(): Promise<Message> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
