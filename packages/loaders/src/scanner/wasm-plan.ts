import { LATEST_TIME } from '../rows/row-rules.js';
import type { ScanColumns } from './scan-columns.js';
import type { ScanPlan } from './scanner.js';
import type { ScanInstance } from './wasm-module.js';

/** How the others are called in assembly/plan.ts. */
const OTHERS_COUNT = 0;
const OTHERS_EMIT = 1;
const OTHERS_AT = 2;

/** Limits of assembly/plan.ts. All formats keep well within them. */
const MOST_COLUMNS = 64;
const EDGE_WORD = /^[A-Za-z]{1,6}$/;

/** Whether the wasm scanner can do this at all. */
export function fitsWasm({ count, selected, edge }: ScanColumns): boolean {
  const words = edge ? [edge.start, edge.end, edge.fails?.value ?? edge.start] : [];
  const wordsFit = words.every((word) => EDGE_WORD.test(word));
  return wordsFit && count <= MOST_COLUMNS && selected.length <= MOST_COLUMNS;
}

/** Tells a new wasm scanner what it is made for; all but the selected columns. */
export function setPlan({ exports, memory }: ScanInstance, plan: ScanPlan, columns: ScanColumns): void {
  exports.setColumns(columns.count, plan.format.ordered);
  const { edge } = columns;
  if (edge) {
    exports.setEdge(edge.column, edge.others);
    exports.setWords(bytesOf(edge.start), edge.start.length, bytesOf(edge.end), edge.end.length);
    const { fails } = edge;
    if (fails) exports.setFailure(fails.column, bytesOf(fails.value), fails.value.length, fails.starts);
  }
  for (const column of columns.numbers) exports.addNumberColumn(column);
  exports.setTimes(...secondsBetween(plan.from, plan.to));
  exports.setOrder(plan.previousTime, Math.min(plan.mostStepSeconds, LATEST_TIME));
  exports.setBatch(plan.batchRows, plan.raw);
  const seconds =
    typeof plan.others === 'object' ? Int32Array.from(plan.others.at).sort() : new Int32Array(0);
  const address = exports.setOthers(othersOf(plan), seconds.length) >>> 0;
  new Int32Array(memory.buffer, address, seconds.length).set(seconds);
}

/** The same bounds as numbers of 32 bits. */
function secondsBetween(from: number, to: number): [number, number] {
  const first = Math.ceil(Math.max(from, 0));
  const last = Math.floor(Math.min(to, LATEST_TIME));
  return first <= last ? [first, last] : [1, 0];
}

function othersOf({ others }: ScanPlan): number {
  if (typeof others === 'object') return OTHERS_AT;
  return others === 'emit' ? OTHERS_EMIT : OTHERS_COUNT;
}

/** The letters of a word as the bytes of a number, the first lowest. */
function bytesOf(word: string): bigint {
  return Buffer.from(word.padEnd(8, '\0'), 'latin1').readBigUInt64LE();
}
