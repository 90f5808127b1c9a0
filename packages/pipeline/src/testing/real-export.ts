import type { Variant } from '@cmsc/exports';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ExportReport } from '../exports/export-options.js';
import { runExport } from '../exports/run-export.js';
import { SHARED } from './shared.js';

/** Whether there is a Python to read pickles with. */
export const HAS_PYTHON = spawnSync('python3', ['-c', '']).status === 0;

const SAMPLES = [
  'auth_users_day0_t1-166.txt',
  'auth_users_day1_t86400-86489.txt',
  'auth_users_day2_t172800-172886.txt',
  'auth_users_day7_t634975-635057.txt',
];

/** The row of the first red-team event: it is in none of the samples. */
const FIRST_ATTACK = '150885,U620@DOM1,U620@DOM1,C17693,C1003,NTLM,Network,LogOn,Success';

/** The real samples as one stream with gaps of days, and the real red-team file; the first red-team event at its place. */
export class RealRows {
  /** All rows of auth in their order. */
  readonly lines: string[] = [];
  readonly redteam: string[];
  readonly redteamPath = join(SHARED, 'data/redteam.txt.gz');
  readonly #inputs: string[] = [];
  readonly #folder: string;

  /** `later` are rows behind the samples. */
  constructor(folder: string, later: readonly string[] = []) {
    this.#folder = folder;
    this.redteam = linesOf(gunzipSync(readFileSync(this.redteamPath)).toString());
    for (const name of SAMPLES.slice(0, 2)) this.#add(join(SHARED, 'data', name));
    this.#add(this.#made('first-attack.txt', [FIRST_ATTACK]));
    for (const name of SAMPLES.slice(2)) this.#add(join(SHARED, 'data', name));
    if (later.length > 0) this.#add(this.#made('later.txt', later));
  }

  /** Writes an export of them. */
  async export(name: string, variant: Variant, flows?: readonly string[]): Promise<ExportedFiles> {
    const output = join(this.#folder, `${name}-${variant}`);
    const redteam = this.redteamPath;
    const report = await runExport({ name, variant, inputs: this.#inputs, redteam, flows, output });
    return new ExportedFiles(output, report);
  }

  #made(name: string, lines: readonly string[]): string {
    const path = join(this.#folder, name);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    return path;
  }

  #add(path: string): void {
    this.#inputs.push(path);
    this.lines.push(...linesOf(readFileSync(path, 'utf8')));
  }
}

/** What there is without the samples. */
export const NO_ROWS: Pick<RealRows, 'lines' | 'redteam'> = { lines: [], redteam: [] };

/** The folder of an export, as a loader sees it. */
export class ExportedFiles {
  readonly path: string;
  readonly report: ExportReport;

  constructor(path: string, report: ExportReport) {
    this.path = path;
    this.report = report;
  }

  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  /** The lines of a file. Each ends in a newline. */
  lines(name: string): string[] {
    return linesOf(readFileSync(join(this.path, name), 'utf8'));
  }

  /** What `pickle.load` of Python gives for each of the files. */
  unpickle(names: readonly string[]): unknown[] {
    const program =
      'import json, pickle, sys; print(json.dumps([pickle.load(open(f, "rb")) for f in sys.argv[1:]]))';
    const paths = names.map((name) => join(this.path, name));
    return JSON.parse(execFileSync('python3', ['-c', program, ...paths], { encoding: 'utf8' })) as unknown[];
  }
}

/**
 * The lines of a text.
 *
 * @throws Error when the last one does not end in a newline: loaders strip one character of each.
 */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  return text.slice(0, -1).split('\n');
}
