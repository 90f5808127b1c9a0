import { Worker } from 'node:worker_threads';

/** Looks from a thread of its own, as whoever hangs can't look. */
const WATCH = `
const { workerData, parentPort } = require('node:worker_threads');
let last;
parentPort.on('message', (text) => { clearTimeout(last); if (text) last = setTimeout(() => {
  require('node:fs').writeSync(2, 'it hangs: ' + text + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, workerData); });
`;

/** Ends this process, and says in what, when something takes too long: also in a loop that never gives way. */
export class Watchdog {
  readonly #worker: Worker;

  constructor(milliseconds: number) {
    this.#worker = new Worker(WATCH, { eval: true, workerData: milliseconds });
    this.#worker.unref();
  }

  /** Begins to wait for the end of something; `undefined` is the end. */
  watch(what: string | undefined): void {
    this.#worker.postMessage(what ?? '');
  }
}
