import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { LAUNCHER } from './engine.js';
import { configXml, usersXml, type ClusterSettings, type NodePlace } from './node-config.js';

const START_MILLISECONDS = 100_000;
const GRACE_MILLISECONDS = 5_000;
// The last query reads standard input to its end: as long as that is open, the node is up.
const SERVE =
  "SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; SELECT * FROM file('-', 'LineAsString') FORMAT Null";

/** One ClickHouse process and its files. */
export class TestNode {
  readonly place: NodePlace;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();

  /** Writes the node's files; nothing runs yet. */
  constructor(place: NodePlace, settings: ClusterSettings) {
    this.place = place;
    mkdirSync(place.folder);
    writeFileSync(`${place.folder}/config.xml`, configXml(place, settings));
    writeFileSync(`${place.folder}/users.xml`, usersXml(settings.users));
  }

  /** @throws Error with the end of the node's log when it does not come up. */
  async start(): Promise<void> {
    const log = openSync(`${this.place.folder}/log`, 'w');
    const args = [LAUNCHER, `--config-file=${this.place.folder}/config.xml`, `--query=${SERVE}`];
    const child = spawn(process.execPath, args, { stdio: ['pipe', log, log] });
    closeSync(log);
    this.#child = child;
    this.#exited = new Promise((resolve) => child.once('close', () => resolve()));
    // A node that is killed breaks its pipe: nothing is ever written to it.
    child.stdin?.on('error', () => undefined);
    await this.#untilUp(child);
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  /** Ends the process in order, or by force when that takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    child?.stdin?.end();
    const timer = setTimeout(() => child?.kill('SIGKILL'), GRACE_MILLISECONDS);
    await this.#exited;
    clearTimeout(timer);
  }

  async #untilUp(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_MILLISECONDS;
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await this.kill();
    const log = readFileSync(`${this.place.folder}/log`, 'utf8');
    throw new Error(`a ClickHouse node did not start: ${log.slice(-2000)}`);
  }

  async #answers(): Promise<boolean> {
    try {
      const headers = { connection: 'close' };
      const response = await fetch(`http://127.0.0.1:${this.place.httpPort}/ping`, { headers });
      return (await response.text()) === 'Ok.\n';
    } catch {
      return false;
    }
  }
}
