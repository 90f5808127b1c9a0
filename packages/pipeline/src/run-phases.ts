import type { Progress } from './options.js';

/** What a phase of a run reads and does. */
interface Phase {
  /** Bytes of inputs that it reads: none when absent, undefined where nobody knows. */
  reads?: number | undefined;
  /** How long it takes beside the others, in bytes that would be read meanwhile; as many as it reads when absent. */
  work?: number | undefined;
}

/** What a run does one after the other, by the names that a person is told. */
export type Phases = Readonly<Record<string, Phase>>;

type Tell = (progress: Progress) => void;

/**
 * The progress of a run that has several phases: it names the one that it is at, and its share goes from 0 to 1 once. Phases
 * that are not reached are passed over.
 */
export class RunPhases {
  readonly #onProgress: Tell | undefined;
  readonly #phases: Phases;
  /** Undefined where the size of an input is not known. */
  readonly #bytesTotal: number | undefined;
  readonly #workTotal: number | undefined;
  #name = '';
  #share = 0;
  /** Rows of the phases before, and of this one. */
  #rowsBefore = 0;
  #rows = 0;

  /** Phases come in their order. */
  constructor(onProgress: Tell | undefined, phases: Phases) {
    this.#onProgress = onProgress;
    this.#phases = phases;
    this.#bytesTotal = sumOf(Object.values(phases).map(readsOf));
    this.#workTotal = sumOf(Object.values(phases).map(workOf));
  }

  /** Begins a phase: those before it are through. */
  begin(name: string): void {
    this.#rowsBefore += this.#rows;
    this.#rows = 0;
    this.#share = 0;
    this.#name = name;
    this.#tell();
  }

  /** Takes how far the reading of this phase is: can be handed over as `onProgress`. */
  readonly read = ({ rows, bytes, bytesTotal, sessions }: Progress): void => {
    this.#rows = rows;
    if (bytesTotal) this.#share = bytes / bytesTotal;
    this.#tell(sessions);
  };

  /** Takes that `done` of `total` parts of the phase are through. */
  did(done: number, total: number): void {
    this.#share = total > 0 ? done / total : 1;
    this.#tell();
  }

  #tell(sessions?: number): void {
    if (!this.#onProgress) return;
    const workTotal = this.#workTotal;
    this.#onProgress({
      phase: this.#name,
      rows: this.#rowsBefore + this.#rows,
      bytes: this.#through(readsOf),
      ...(this.#bytesTotal !== undefined && { bytesTotal: this.#bytesTotal }),
      ...(workTotal !== undefined && { share: workTotal > 0 ? this.#through(workOf) / workTotal : 1 }),
      ...(sessions !== undefined && { sessions }),
    });
  }

  /** What is through of all phases together. */
  #through(measure: (phase: Phase) => number | undefined): number {
    const names = Object.keys(this.#phases);
    const measures = Object.values(this.#phases).map((phase) => measure(phase) ?? 0);
    const at = names.indexOf(this.#name);
    const before = measures.slice(0, at).reduce((sum, value) => sum + value, 0);
    return before + Math.min(1, this.#share) * (measures[at] ?? 0);
  }
}

/** The progress of a run that is a part of another one, from one share of it to another. */
export function progressPart(onProgress: Tell | undefined, from: number, to: number): Tell | undefined {
  if (!onProgress) return undefined;
  return ({ share, ...state }) =>
    onProgress(share === undefined ? state : { ...state, share: from + (to - from) * share });
}

function readsOf(phase: Phase): number | undefined {
  return 'reads' in phase ? phase.reads : 0;
}

function workOf(phase: Phase): number | undefined {
  return 'work' in phase ? phase.work : phase.reads;
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  return values.includes(undefined)
    ? undefined
    : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
