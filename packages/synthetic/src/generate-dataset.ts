import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CmscError, throwIfInterrupted } from '@cmsc/core';
import { makeFolder, removeFolders, WholeFiles, writeFailed } from '@cmsc/files';
import { planOf, type GenerateOptions, type Plan } from './options.js';
import { Chunk } from './write/chunk.js';
import { refuseMixing } from './write/folder.js';
import { GzipFile } from './write/gzip-file.js';
import { Parts } from './write/parts.js';
import { Simulation, type Kind, type TimedKind } from './simulation.js';
import type { Truth } from './truth/truth.js';

const TIMED: readonly TimedKind[] = ['auth', 'proc', 'flows', 'dns'];
const TRUTH = 'truth.json';
const MOST_PARTS = 1000;
/** As small as level 6 makes it, less 2 %, in half the time. */
const USUAL_LEVEL = 4;
/** Steps after which signals and the compressor get their turn, whatever the rows. */
const STEPS_PER_TURN = 512;

/** What to make, and where. */
export interface DatasetOptions extends GenerateOptions {
  /** Folder of the files. It is made when it is not there. */
  directory: string;
  /** Cuts auth into so many files, `auth_part_00.csv.gz` and so on, by the number of rows: also within a second. */
  parts?: number;
  /** Level of compression, 1 to 9. Default 4. */
  level?: number;
  /** Replaces files of the same names. Without it they are an error. */
  force?: boolean;
  /** Stops the work; nothing is left of it. */
  signal?: AbortSignal;
  /** Called every few thousand rows. */
  onProgress?: (progress: DatasetProgress) => void;
}

/** How far the work is, in rows of auth. */
export interface DatasetProgress {
  /** Rows made so far. */
  rows: number;
  /** Rows to make: the `events` of the options. */
  totalRows: number;
}

/** A file that was written. */
export interface DatasetFile {
  /** With its folder: `data/auth.txt.gz`. */
  path: string;
  /** What its rows are. */
  kind: Kind;
  /** Its rows; of a part of auth, those of that part. */
  rows: number;
  /** Size of the file. */
  bytes: number;
}

/** What was written. */
export interface Dataset {
  /** In the order auth, proc, flows, dns, redteam; parts of auth one after the other. */
  files: DatasetFile[];
  /** Path of truth.json. */
  truthPath: string;
  /** What truth.json holds. */
  truth: Truth;
}

/**
 * Writes a made-up data set: auth.txt.gz (or parts of it), proc.txt.gz, flows.txt.gz, dns.txt.gz, redteam.txt.gz and
 * truth.json. The text depends on `events`, `seed`, `days` and `baseRate` only. Files get their names when all of them are complete,
 * truth.json last. Memory grows with the number of users and computers, which ends at LANL's, and not with the rows.
 *
 * @throws CmscError BAD_OPTION when an option is out of its range.
 * @throws CmscError OUTPUT_EXISTS when files are there already, or others that would be taken for rows of this data set.
 * @throws CmscError WRITE_FAILED, for instance on a full disk.
 * @throws CmscError INTERRUPTED when the signal is aborted.
 * @example
 * const { truth } = await generateDataset({ directory: 'data', events: 10_000, seed: 7 });
 * console.log(truth.destination.ledger.sessions);
 */
export async function generateDataset(options: DatasetOptions): Promise<Dataset> {
  const plan = planOf(options);
  const level = wholeBetween('level', options.level ?? USUAL_LEVEL, 1, 9);
  const parts = options.parts === undefined ? undefined : wholeBetween('parts', options.parts, 1, MOST_PARTS);
  throwIfInterrupted(options.signal);
  const names = fileNames(parts);
  const made = await makeFolder(options.directory);
  let output: Output | undefined;
  try {
    output = await Output.open(options, names, plan, level);
    const truth = await writeRows(output, new Simulation(options), options);
    throwIfInterrupted(options.signal);
    await output.publish(truth);
    return { files: output.files(), truthPath: output.truthPath, truth };
  } catch (error) {
    await output?.discard();
    await removeFolders(made);
    throw error;
  }
}

async function writeRows(output: Output, simulation: Simulation, options: DatasetOptions): Promise<Truth> {
  const chunks = { auth: new Chunk(), proc: new Chunk(), flows: new Chunk(), dns: new Chunk() };
  for (let step = 1; !simulation.done; step++) {
    simulation.step();
    let turn = step % STEPS_PER_TURN === 0;
    for (const kind of TIMED) {
      chunks[kind].add(simulation.time, simulation.second(kind));
      if (!chunks[kind].full) continue;
      await output.parts[kind].write(chunks[kind].take());
      turn = true;
    }
    if (!turn) continue;
    await setImmediate();
    throwIfInterrupted(options.signal);
    options.onProgress?.({ rows: simulation.authRows, totalRows: simulation.plan.authRows });
  }
  for (const kind of TIMED) await output.parts[kind].write(chunks[kind].take());
  const redteam = [...simulation.redteam()].map((line) => `${line}\n`);
  await output.parts.redteam.write({
    bytes: new TextEncoder().encode(redteam.join('')),
    rows: redteam.length,
  });
  await output.end();
  options.onProgress?.({ rows: simulation.authRows, totalRows: simulation.plan.authRows });
  return simulation.truth();
}

/** The files of a data set, under temporary names until they are published. */
class Output {
  readonly parts: Readonly<Record<Kind, Parts>>;
  readonly truthPath: string;
  readonly #whole: WholeFiles;

  private constructor(
    directory: string,
    names: Readonly<Record<Kind, readonly string[]>>,
    plan: Plan,
    level: number,
    whole: WholeFiles,
  ) {
    const open = (path: string) => new GzipFile(path, whole.pathOf(path), level);
    const parts = (kind: Kind, rows: number) =>
      new Parts(
        names[kind].map((name) => join(directory, name)),
        rows,
        open,
      );
    this.#whole = whole;
    this.truthPath = join(directory, TRUTH);
    this.parts = {
      auth: parts('auth', plan.authRows),
      proc: parts('proc', plan.procRows),
      flows: parts('flows', plan.flowsRows),
      dns: parts('dns', plan.dnsRows),
      redteam: parts('redteam', plan.redteamRows),
    };
  }

  static async open(
    { directory, force = false }: DatasetOptions,
    names: Readonly<Record<Kind, readonly string[]>>,
    plan: Plan,
    level: number,
  ): Promise<Output> {
    const all = [...Object.values(names).flat(), TRUTH];
    await refuseMixing(directory, all, force);
    const whole = await WholeFiles.open(
      all.map((name) => join(directory, name)),
      { force },
    );
    return new Output(directory, names, plan, level, whole);
  }

  async end(): Promise<void> {
    for (const parts of Object.values(this.parts)) await parts.end();
  }

  /** Gives all files their names: a folder with truth.json in it is complete. */
  async publish(truth: Truth): Promise<void> {
    const path = this.#whole.pathOf(this.truthPath);
    await writeFile(path, `${JSON.stringify(truth, null, 1)}\n`, { flag: 'wx' }).catch((cause: unknown) => {
      throw writeFailed(this.truthPath, cause);
    });
    await this.#whole.publish();
    await this.#whole.close();
  }

  /** Removes what has not become an output, whatever state it is in. */
  async discard(): Promise<void> {
    for (const parts of Object.values(this.parts)) for (const file of parts.files) await file.discard();
    await this.#whole.close();
  }

  files(): DatasetFile[] {
    return (Object.keys(this.parts) as Kind[]).flatMap((kind) =>
      this.parts[kind].files.map(({ path, rows, bytes }) => ({ path, kind, rows, bytes })),
    );
  }
}

function fileNames(parts: number | undefined): Record<Kind, string[]> {
  const part = (_: unknown, i: number) => `auth_part_${String(i).padStart(2, '0')}.csv.gz`;
  return {
    auth: parts === undefined ? ['auth.txt.gz'] : Array.from({ length: parts }, part),
    proc: ['proc.txt.gz'],
    flows: ['flows.txt.gz'],
    dns: ['dns.txt.gz'],
    redteam: ['redteam.txt.gz'],
  };
}

function wholeBetween(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const hint = `give a whole number from ${least} to ${most}`;
  throw new CmscError('usage', 'BAD_OPTION', `${option} is out of range`, { text: String(value), hint });
}
