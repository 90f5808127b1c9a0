import { EDGE_END, EDGE_FAILED_START, EDGE_OTHER, EDGE_START, noRows, type RowCounts } from '@cmsc/core';
import { dictionaryNamed } from '../../rows/column-batch.js';
import { scanColumns, type Scanner, type ScanPlan, type ScanResult } from '../scanner.js';
import { TypeScriptScanner } from '../typescript-scanner.js';
import { createWasmScanner } from '../wasm-scanner.js';
import { isUnusual, judgeLine, type JudgedRow } from './judge-line.js';

/** Both scanners, each with a plan of its own. */
export const SCANNERS = {
  'wasm-simd': (plan: ScanPlan): Scanner => {
    const scanner = createWasmScanner(plan, scanColumns(plan));
    if (!scanner) throw new Error('there is no scanner in wasm: build the package first');
    return scanner;
  },
  typescript: (plan: ScanPlan): Scanner => new TypeScriptScanner(plan, scanColumns(plan)),
};

const EDGES = { start: EDGE_START, end: EDGE_END, other: EDGE_OTHER, failed: EDGE_FAILED_START };
const COUNTS = { start: 'starts', end: 'ends', other: 'other', failed: 'other' } as const;

/** What becomes of a text. */
export interface Outcome {
  /** Each row that is handed on: its time, edge, names and, where wanted, text. */
  rows: (string | number)[][];
  counts: RowCounts;
  /** Numbers of the bad lines, from 0, and of those with quotes. */
  bad: number[];
  quoted: number[];
  lastTime: number;
}

/** A plan without limits. */
export function planFor(format: ScanPlan['format'], changes: Partial<ScanPlan> = {}): ScanPlan {
  return {
    format,
    select: format.columns.filter(({ kind }) => kind === 'name').map(({ name }) => name),
    dictionaries: {},
    others: 'emit',
    failedLogons: 'other',
    from: 0,
    to: 2_147_483_647,
    previousTime: -1,
    mostStepSeconds: Infinity,
    raw: false,
    batchRows: 1000,
    ...changes,
  };
}

/** What should become of a text that ends with a line feed. The names go to the plan's dictionaries, too. */
export function expectedOutcome(text: Buffer, plan: ScanPlan): Outcome {
  const outcome = noOutcome();
  linesOf(text).forEach((line, number) => judge(outcome, line, number, plan));
  return outcome;
}

/** The names of each dictionary that has some, by id. */
export function namesOf({ dictionaries }: ScanPlan): Record<string, readonly string[]> {
  const names = Object.entries(dictionaries).map(([name, dictionary]) => [name, dictionary.names()] as const);
  return Object.fromEntries(names.filter(([, all]) => all.length > 0));
}

/**
 * What a scanner and the careful reader make of a text.
 *
 * @param cuts where the text is cut into pieces; those that are not at the end of a line move there.
 * @throws Error when the scanner breaks its contract.
 */
export function scanAll(
  scanner: Scanner,
  text: Buffer,
  plan: ScanPlan,
  cuts: readonly number[] = [],
): Outcome {
  const outcome = noOutcome();
  let line = 0;
  let begin = 0;
  for (const cut of [...cuts, text.length]) {
    const end = text.lastIndexOf(10, cut - 1) + 1;
    if (cut === 0 || end <= begin) continue;
    line = scanPiece(scanner, text.subarray(begin, end), plan, outcome, line);
    begin = end;
  }
  return outcome;
}

function scanPiece(
  scanner: Scanner,
  bytes: Buffer,
  plan: ScanPlan,
  outcome: Outcome,
  firstLine: number,
): number {
  let line = firstLine;
  for (let at = 0; at < bytes.length;) {
    const result = scanner.scan(bytes, at, outcome.lastTime);
    addResult(outcome, result, plan);
    if (linesOf(bytes.subarray(at, at + result.consumed)).length !== result.counts.rows)
      throw new Error('rows got lost');
    at += result.consumed;
    line += result.counts.rows;
    if (result.stop === 'end' && at !== bytes.length) throw new Error('stopped before the end');
    if (result.stop === 'full' && result.batch.length === 0) throw new Error('full without rows');
    if (result.stop === 'end' || result.stop === 'full') continue;
    const next = bytes.subarray(at, bytes.indexOf(10, at));
    const before = outcome.lastTime;
    const judged = judge(outcome, next, line++, plan);
    checkStop(result.stop, judged, next, plan, before);
    at += next.length + 1;
  }
  return line;
}

function checkStop(
  stop: string,
  judged: ReturnType<typeof judgeLine>,
  line: Buffer,
  plan: ScanPlan,
  before: number,
): void {
  if ((stop === 'quote') !== (judged === 'quote')) throw new Error(`stopped for ${stop}: ${line}`);
  if (typeof judged !== 'object' || isOutOfStep(judged, plan, before)) return;
  if (!isUnusual(judged, line, plan.format, plan.raw)) throw new Error(`stopped at ${line}`);
}

/** Whether the row's second is one that a scanner leaves to the careful reader. */
function isOutOfStep({ time }: JudgedRow, plan: ScanPlan, before: number): boolean {
  const { format, from, to, previousTime, mostStepSeconds } = plan;
  if (!format.ordered) return false;
  const isEmpty = Math.ceil(from) > Math.min(Math.floor(to), 2_147_483_647);
  if (isEmpty) return true;
  return time > to || time - before > mostStepSeconds || (time >= from && time < previousTime);
}

/** Takes the row as the careful reader would. */
function judge(outcome: Outcome, line: Buffer, number: number, plan: ScanPlan) {
  const judged = judgeLine(line, plan, outcome.lastTime);
  if (judged === undefined) outcome.bad.push(number);
  else if (judged === 'quote') outcome.quoted.push(number);
  else addRow(outcome, judged, line, plan);
  return judged;
}

function addRow(outcome: Outcome, { time, edge, fields }: JudgedRow, line: Buffer, plan: ScanPlan): void {
  const { counts } = outcome;
  const { columns } = plan.format;
  outcome.lastTime = time;
  counts.rows++;
  if (time < plan.from || time > plan.to) {
    counts.filtered++;
    return;
  }
  counts[COUNTS[edge]]++;
  if (edge === 'failed') counts.failedStarts++;
  const wantsOther = typeof plan.others === 'object' ? plan.others.at.includes(time) : plan.others === 'emit';
  if (edge !== 'start' && edge !== 'end' && !wantsOther) return;
  const names = plan.select.map((name) => {
    const index = columns.findIndex((column) => column.name === name);
    dictionaryNamed(plan.dictionaries, columns[index]!.dictionary).intern(fields[index]!);
    return fields[index]!;
  });
  const text = plan.raw ? [line.toString('utf8').replace(/\r$/, '')] : [];
  outcome.rows.push([time, EDGES[edge], ...names, ...text]);
}

function addResult(outcome: Outcome, { batch, counts, lastTime }: ScanResult, plan: ScanPlan): void {
  if (batch.length > plan.batchRows) throw new Error('the batch is too long');
  for (const name of Object.keys(counts) as (keyof RowCounts)[]) outcome.counts[name] += counts[name];
  outcome.lastTime = lastTime;
  for (let i = 0; i < batch.length; i++) {
    const names = plan.select.map((name, column) => {
      const { dictionary } = plan.format.columns.find((candidate) => candidate.name === name)!;
      return plan.dictionaries[dictionary]!.name(batch.ids[column]![i]!);
    });
    outcome.rows.push([
      batch.time[i]!,
      batch.edge[i]!,
      ...names,
      ...(batch.raw ? [rawRow(batch.raw, i)] : []),
    ]);
  }
}

function rawRow({ bytes, ends }: { bytes: Uint8Array; ends: Uint32Array }, row: number): string {
  const begin = row === 0 ? 0 : ends[row - 1]!;
  const text = Buffer.from(bytes.subarray(begin, ends[row])).toString('utf8');
  if (!text.endsWith('\n')) throw new Error('a row has no end');
  return text.slice(0, -1);
}

function linesOf(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(10, at);
    if (end < 0) throw new Error('the text does not end with a line feed');
    lines.push(text.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

function noOutcome(): Outcome {
  return { rows: [], counts: noRows(), bad: [], quoted: [], lastTime: -1 };
}
