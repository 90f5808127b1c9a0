import { compareBytes, globMatcher } from '@cmsc/core';
import { ANY_COLUMN, type Condition } from '../../lists/filter.js';
import { CHUNK_ROWS } from './column-file.js';
import type { Chunk, SessionColumns } from './session-columns.js';
import { RowSet, setBit } from './row-set.js';

/** Rows that a condition speaks of which the columns can't tell: sessions with a process, or of a red-team tuple. */
export type LinkedRows = (condition: Condition) => Promise<RowSet>;

/** Sets, in words that are all 0, the bits of a chunk's rows that match. */
type Marker = (chunk: Chunk, words: Uint32Array) => void;

const WORDS = CHUNK_ROWS / 32;

/** The rows that meet all conditions. */
export async function matchRows(
  columns: SessionColumns,
  conditions: readonly Condition[],
  linked: LinkedRows,
  signal: AbortSignal,
): Promise<RowSet> {
  const markers = await Promise.all(conditions.map((condition) => markerOf(columns, condition, linked)));
  const rows = new RowSet(columns.rows);
  const all = new Uint32Array(WORDS);
  const words = new Uint32Array(WORDS);
  await columns.visit(columns.chunks, signal, (chunk) => {
    all.fill(-1);
    for (const [index, mark] of markers.entries()) {
      words.fill(0);
      mark(chunk, words);
      const inverse = conditions[index]?.negated === true ? -1 : 0;
      for (let word = 0; word < WORDS; word++)
        all[word] = (all[word] as number) & ((words[word] as number) ^ inverse);
    }
    rows.addWords(chunk.first, chunk.count, all);
  });
  return rows;
}

async function markerOf(columns: SessionColumns, condition: Condition, linked: LinkedRows): Promise<Marker> {
  const { column } = condition;
  if (column === ANY_COLUMN) return anyMarker(columns, condition);
  if (column === 'attack_times') return setMarker(attackRows(columns, condition));
  if (columns.names.has(column)) return nameMarker(columns, column, condition);
  if (!columns.has(column)) return setMarker(await linked(condition));
  return rangeMarker(columns, column, condition);
}

// Bits that are set stay set: one after the other is one or the other.
function anyMarker(columns: SessionColumns, condition: Condition): Marker {
  const markers = [...columns.names.keys()].map((column) => nameMarker(columns, column, condition));
  return (chunk, words) => {
    for (const mark of markers) mark(chunk, words);
  };
}

function nameMarker(columns: SessionColumns, column: string, condition: Condition): Marker {
  const wanted = wantedCodes(columns, column, condition);
  return columns.items.has(column) ? itemMarker(column, wanted) : codeMarker(columns, column, wanted);
}

function codeMarker(columns: SessionColumns, column: string, { codes, allowed }: WantedCodes): Marker {
  const [low = Infinity, high = -Infinity] = [codes[0], codes.at(-1)];
  return (chunk, words) => {
    if (outside(columns, column, chunk, low, high)) return;
    const values = chunk.column(column);
    if (codes.length > FEW_CODES) return markAllowed(values, allowed, words);
    for (const code of codes) {
      for (let row = values.indexOf(code); row !== -1; row = values.indexOf(code, row + 1))
        setBit(words, row);
    }
  };
}

// A word of bits at a time and without a branch: names come in no order that a processor could guess.
function markAllowed(values: Int32Array, allowed: Uint8Array, words: Uint32Array): void {
  for (let row = 0; row < values.length;) {
    const word = row >>> 5;
    const end = Math.min(values.length, row + 32);
    let bits = words[word] as number;
    for (let bit = 0; row < end; bit++, row++) bits |= (allowed[values[row] as number] as number) << bit;
    words[word] = bits;
  }
}

function itemMarker(column: string, { codes, allowed }: WantedCodes): Marker {
  return (chunk, words) => {
    if (codes.length === 0) return;
    const lengths = chunk.column(column);
    const items = chunk.items(column);
    if (codes.length > FEW_CODES) {
      const owner = ownersOf(lengths);
      for (let item = 0; item < items.length; item++) {
        if (allowed[items[item] as number] === 1) setBit(words, owner(item));
      }
      return;
    }
    for (const code of codes) {
      const owner = ownersOf(lengths);
      for (let item = items.indexOf(code); item !== -1; item = items.indexOf(code, item + 1))
        setBit(words, owner(item));
    }
  };
}

/** Tells which row an item belongs to; for items in ascending order. */
function ownersOf(lengths: Int32Array): (item: number) => number {
  let row = 0;
  let end = lengths[0] as number;
  return (item) => {
    while (end <= item) end += lengths[++row] as number;
    return row;
  };
}

function rangeMarker(columns: SessionColumns, column: string, { operator, value }: Condition): Marker {
  const [low, high] = rangeOf(operator, Number(value));
  return (chunk, words) => {
    if (outside(columns, column, chunk, low, high)) return;
    const values = chunk.column(column);
    for (let row = 0; row < values.length;) {
      const word = row >>> 5;
      const end = Math.min(values.length, row + 32);
      let bits = 0;
      for (let bit = 0; row < end; bit++, row++) {
        const number = values[row] as number;
        bits |= (number >= low && number <= high ? 1 : 0) << bit;
      }
      words[word] = bits;
    }
  };
}

/** Whether no value of a chunk lies in a range: it needs no reading then. */
function outside(columns: SessionColumns, column: string, chunk: Chunk, low: number, high: number): boolean {
  const { least, most } = columns.file(column).rangeOf(chunk.number);
  return most < low || least > high;
}

function setMarker(rows: RowSet): Marker {
  return (chunk, words) => words.set(rows.wordsFrom(chunk.first).subarray(0, WORDS));
}

function attackRows(columns: SessionColumns, { operator, value }: Condition): RowSet {
  const [low, high] = rangeOf(operator, Number(value));
  const rows = new RowSet(columns.rows);
  for (const [row, times] of columns.attackTimes)
    if (times.some((time) => time >= low && time <= high)) rows.add(row);
  return rows;
}

/** The whole numbers of 32 bits that a comparison lets through, from the first to the last. */
function rangeOf(operator: Condition['operator'], value: number): [number, number] {
  const [least, most] = [-(2 ** 31), 2 ** 31 - 1];
  switch (operator) {
    case '<':
      return [least, value - 1];
    case '<=':
      return [least, value];
    case '>':
      return [value + 1, most];
    case '>=':
      return [value, most];
    default:
      return [value, value];
  }
}

/** The codes of names that match. */
interface WantedCodes {
  /** In ascending order. */
  codes: readonly number[];
  /** For each code, 1 when it is one of them. */
  allowed: Uint8Array;
}

// Up to so many codes are looked for one by one: the engine's own search is ten times as fast as a loop.
const FEW_CODES = 6;

function wantedCodes(
  { names: all, folded }: SessionColumns,
  column: string,
  condition: Condition,
): WantedCodes {
  const names = all.get(column) ?? [];
  const matches = nameTest(condition, folded);
  const allowed = Uint8Array.from(names, (name) => (matches(name) ? 1 : 0));
  return { allowed, codes: [...allowed.keys()].filter((code) => allowed[code] === 1) };
}

function nameTest(
  { operator, value }: Condition,
  folded: SessionColumns['folded'],
): (name: string) => boolean {
  const text = String(value);
  switch (operator) {
    case '==':
      return (name) => name === text;
    case '=':
      return globMatcher(text);
    case '~':
      // Other letters are small already, by the database.
      return containsTest(
        text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
        folded,
      );
    case '<':
      return (name) => compareBytes(name, text) < 0;
    case '<=':
      return (name) => compareBytes(name, text) <= 0;
    case '>':
      return (name) => compareBytes(name, text) > 0;
    case '>=':
      return (name) => compareBytes(name, text) >= 0;
  }
}

// Of ASCII names everybody has the same small letters.
function containsTest(lower: string, folded: SessionColumns['folded']): (name: string) => boolean {
  return (name) => (folded.get(name) ?? name.toLowerCase()).includes(lower);
}
