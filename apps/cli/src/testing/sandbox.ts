import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Interruption } from '../program/interruption.js';
import { cmsc, cmscProcess, type Finished } from './cmsc.js';
import { unpacked } from './mutated-files.js';
import { authRow } from './rows.js';
import { Watchdog } from './watchdog.js';

/** A run is called off after so long: it may have been asked for much. */
const LONGEST_RUN = 10_000;

/** After so many faults the first are to be mended. */
const MOST_FAULTS = 20;

const WLS = [4624, 4634, 4688, 4624, 4647]
  .map(
    (EventID, i) =>
      `${JSON.stringify({ UserName: 'User1', EventID, LogHost: 'Comp1', LogonID: '0x1', Time: 5 + i })}\n`,
  )
  .join('');

/** A folder with a file of each kind, in which runs may do what they like: what they leave is taken away. */
export class Sandbox {
  readonly #outer = mkdtempSync(join(tmpdir(), 'cmsc mutations-'));
  readonly #temporary = join(this.#outer, 'temporary');
  readonly #whole = join(this.#outer, 'whole');
  readonly #folder = join(this.#outer, 'inner', 'folder');
  readonly #watchdog = new Watchdog(3 * LONGEST_RUN);
  #entries = new Map<string, string>();
  /** What was not as it should be, with the run that shows it. */
  readonly faults: string[] = [];

  /** Makes the files, by the command itself. */
  async fill(): Promise<void> {
    for (const folder of [this.#temporary, this.#whole, this.#folder]) mkdirSync(folder, { recursive: true });
    const cwd = this.#whole;
    const run = async (line: string) =>
      expect(await cmsc(line.split(' '), { cwd })).toMatchObject({ status: 0 });
    const file = (name: string, content: string | Buffer) => writeFileSync(join(cwd, name), content);
    await run('generate lanl --events 150 --seed 1');
    for (const kind of ['auth', 'proc', 'flows', 'dns', 'redteam']) {
      file(`${kind}.txt`, unpacked(join(cwd, `lanl/${kind}.txt.gz`)));
      cpSync(join(cwd, `lanl/${kind}.txt.gz`), join(cwd, `${kind}.txt.gz`));
    }
    cpSync(join(cwd, 'auth.txt.gz'), join(cwd, 'auth_part_1.csv.gz'));
    await run('build lanl -o cmsc.duckdb');
    await run('sessions auth.txt --state-out state --no-output');
    file(
      'later.txt',
      authRow(90_000, 'U1@D', 'C1', 'C2', 'LogOn') + authRow(90_001, 'U1@D', 'C2', 'C2', 'LogOff'),
    );
    file('wls_day-02', WLS);
    file('lanl-auth.txt', '1,U1,C1\n1,U2,C2\n3,U1,C2\n');
    file('table.json', '{"table":"auth_events","columns":{"time":"time","dst_user":"dst_user"}}');
    symlinkSync('auth.txt', join(cwd, 'link.txt'));
    this.#restore();
  }

  /** The whole file of a kind. */
  whole(kind: string): string {
    const names: Record<string, string> = {
      state: 'state',
      wls: 'wls_day-02',
      duckdb: 'cmsc.duckdb',
      'table.json': 'table.json',
    };
    return join(this.#whole, names[kind] ?? `${kind}.txt`);
  }

  /** Puts a file into the folder, for the next run. */
  put(name: string, bytes: Buffer): void {
    writeFileSync(join(this.#folder, name), bytes);
  }

  /**
   * Runs the command in the folder, and looks at what came of it: a status of the contract, an error of one line, nothing
   * outside the folder, nothing half done inside. What is not so is kept in {@link faults}.
   *
   * @param label what to say of such a run.
   */
  async run(args: readonly string[], label: string, ownProcess = false): Promise<number | null> {
    const what = `${label}: ${JSON.stringify(args)}`;
    const interruption = new Interruption(() => {});
    const timer = setTimeout(() => interruption.stop(), LONGEST_RUN);
    this.#watchdog.watch(what);
    const places = { cwd: this.#folder, env: { TMPDIR: this.#temporary }, interruption };
    try {
      const finished = await (ownProcess ? cmscProcess : cmsc)(args, places);
      this.#check(finished, args[0], interruption.signal.aborted);
      return finished.status;
    } catch (error) {
      this.faults.push(`${what}: ${String(error)}`);
      if (this.faults.length >= MOST_FAULTS) throw new Error(this.faults.join('\n'), { cause: error });
      return null;
    } finally {
      this.#watchdog.watch(undefined);
      clearTimeout(timer);
      this.#restore();
    }
  }

  remove(): void {
    rmSync(this.#outer, { recursive: true, force: true });
  }

  #check({ status, stdout, stderr }: Finished, command: string | undefined, calledOff: boolean): void {
    expect([0, 1, 2, 3, ...(calledOff ? [130] : [])], stderr).toContain(status);
    // What inspect finds is what it was asked for: it stands with the rest on standard output.
    const isFound = command === 'inspect' && status === 1 && stdout.includes('problems');
    if (status !== 0 && !isFound) expect(stderr).toMatch(/(^|\n)cmsc: [^\n]+\n$/);
    expect(readdirSync(this.#outer).sort()).toEqual(['inner', 'temporary', 'whole']);
    expect(readdirSync(this.#temporary)).toEqual([]);
    expect(readdirSync(this.#folder).filter((name) => name.startsWith('.'))).toEqual([]);
  }

  /** Takes away what is new, and brings back what is changed. */
  #restore(): void {
    for (const name of readdirSync(join(this.#folder, '..')))
      if (name !== 'folder') rmSync(join(this.#folder, '..', name), { recursive: true });
    const now = stampsIn(this.#folder);
    for (const [name, stamp] of now)
      if (this.#entries.get(name) !== stamp) rmSync(join(this.#folder, name), { recursive: true });
    for (const name of readdirSync(this.#whole))
      if (this.#entries.get(name) === undefined || now.get(name) !== this.#entries.get(name))
        cpSync(join(this.#whole, name), join(this.#folder, name), {
          recursive: true,
          verbatimSymlinks: true,
        });
    this.#entries = stampsIn(this.#folder);
  }
}

function stampsIn(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder).map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      return [name, `${found?.ino} ${found?.size} ${found?.mtimeMs}`];
    }),
  );
}
