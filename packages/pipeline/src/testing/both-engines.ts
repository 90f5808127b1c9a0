import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLabelOnEngine, runSessionsOnEngine } from '../engine/index.js';
import type { EngineOptions, EngineReport } from '../engine/engine-options.js';
import type { LabelOptions, RunReport, SessionsOptions } from '../options.js';
import { runLabel, type LabelReport } from '../run-label.js';
import { runSessions } from '../run-sessions.js';

/** What a run has written, and its report but for what differs from run to run. */
export interface Ran<Report> {
  text: string;
  report: Report;
}

/** Runs commands twice: on this machine and on a cluster. */
export class BothEngines {
  readonly #folder: string;
  readonly #engine: EngineOptions;

  constructor(folder: string, engine: EngineOptions) {
    this.#folder = folder;
    this.#engine = engine;
  }

  /** `sessions` or `processes`. */
  async sessions(options: SessionsOptions): Promise<{ here: Ran<RunReport>; there: Ran<EngineReport> }> {
    const here = await this.#run('here', (output) => runSessions({ ...options, ...output }));
    const there = await this.#run('there', (output) =>
      runSessionsOnEngine({ ...options, ...output, engine: this.#engine }),
    );
    return { here, there };
  }

  /** `label`. */
  async label(options: LabelOptions): Promise<{ here: Ran<LabelReport>; there: Ran<EngineReport> }> {
    const here = await this.#run('here', (output) => runLabel({ ...options, ...output }));
    const there = await this.#run('there', (output) =>
      runLabelOnEngine({ ...options, ...output, engine: this.#engine }),
    );
    return { here, there };
  }

  async #run<Report>(
    name: string,
    run: (output: { output: string; force: true }) => Promise<Report>,
  ): Promise<Ran<Report>> {
    const output = join(this.#folder, `${name}.csv`);
    const report = await run({ output, force: true });
    return { text: readFileSync(output, 'utf8'), report };
  }
}

/** The part of a report that has to be the same on every engine: all that does not tell where and how fast. */
export function comparable(report: RunReport): object {
  const { options, inputs, ledger, labels, outputs } = report;
  const { redteam } = report as Partial<LabelReport>;
  const written = outputs.map(({ bytes, sha256, rows }) => ({ bytes, sha256, rows }));
  if (options['to'] === undefined) return { options, inputs, ledger, labels, redteam, written };
  // Here reading stops behind the last second that is wanted; a cluster has the whole files.
  const { rows, filtered, ...ofWindow } = ledger;
  return { options, ledger: { ...ofWindow, rows: rows - filtered }, labels, redteam, written };
}
