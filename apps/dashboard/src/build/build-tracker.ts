import type { BuildFindings, Progress } from '@cmsc/pipeline';
import type { UpdateMessage } from './source.js';

/** The rate is that of the last so many milliseconds. */
const RATE_MS = 3000;

interface Sample {
  atMs: number;
  rows: number;
}

/** Makes one account of what a build tells. Clocks are passed in. */
export class BuildTracker {
  readonly #bytesTotal: number | undefined;
  #step = 'starting';
  #rows = 0;
  #bytes = 0;
  #ledger: UpdateMessage['ledger'];
  #hits: BuildFindings['hits'][number][] = [];
  #samples: Sample[] = [];

  /** @param bytesTotal - size of all inputs, when it is known */
  constructor(bytesTotal: number | undefined) {
    this.#bytesTotal = bytesTotal;
  }

  /** Takes how far it has come. */
  progress({ phase = this.#step, rows, bytes }: Progress): void {
    this.#step = phase;
    this.#rows = rows;
    this.#bytes = bytes;
  }

  /** Takes a pass's ledger and the red-team logons it has met. */
  findings({ source, ledger, hits }: BuildFindings): void {
    this.#ledger = { source, ledger };
    this.#hits.push(...hits);
  }

  /** How far it has come at `atMs`. The hits are those since the last call. */
  take(atMs: number, memoryBytes: number): UpdateMessage {
    const newHits = this.#hits;
    this.#hits = [];
    return {
      step: this.#step,
      rows: this.#rows,
      rowsPerSecond: this.#rate(atMs),
      bytes: this.#bytes,
      bytesTotal: this.#bytesTotal,
      memoryBytes,
      ledger: this.#ledger,
      newHits,
    };
  }

  #rate(atMs: number): number {
    this.#samples = this.#samples.filter((sample) => atMs - sample.atMs <= RATE_MS);
    this.#samples.push({ atMs, rows: this.#rows });
    const { atMs: firstMs, rows } = this.#samples[0] as Sample;
    return atMs === firstMs ? 0 : ((this.#rows - rows) * 1000) / (atMs - firstMs);
  }
}
