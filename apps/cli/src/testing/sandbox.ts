import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Interruption } from '../program/interruption.js';
import { reportProblems } from './check-report.js';
import { cmsc, cmscProcess, type Finished } from './cmsc.js';
import { startFakeNode, type FakeNode } from './fake-node.js';
import type { DamagedRun } from './mutated-files.js';
import { authRow } from './rows.js';
import { seedFiles } from './seed-files.js';
import { Watchdog } from './watchdog.js';

/** A run is called off after so long: it may have been asked for much. */
const LONGEST_RUN = 20_000;

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
  readonly #contents = new Map<string, Buffer>();
  #entries = new Map<string, string>();
  #node: FakeNode | undefined;
  /** What was not as it should be, with the run that shows it. */
  readonly faults: string[] = [];

  /** Makes the files, what is made of rows by the command itself. */
  async fill(): Promise<void> {
    for (const folder of [this.#temporary, join(this.#whole, 'lanl'), this.#folder])
      mkdirSync(folder, { recursive: true });
    const cwd = this.#whole;
    const file = (name: string, content: string | Buffer) => writeFileSync(join(cwd, name), content);
    const run = async (line: string) => {
      const { status, stderr } = await cmsc(line.split(' '), { cwd });
      if (status !== 0) throw new Error(stderr);
    };
    for (const [kind, text] of Object.entries(seedFiles())) {
      file(`${kind}.txt`, text);
      for (const name of [`${kind}.txt.gz`, `lanl/${kind}.txt.gz`]) file(name, gzipSync(text));
    }
    cpSync(join(cwd, 'auth.txt.gz'), join(cwd, 'auth_part_1.csv.gz'));
    await run('build lanl -o cmsc.duckdb');
    await run('sessions auth.txt --state-out state --no-output');
    await run('score auth.txt --scorer ngram --from 0 -o scores.csv');
    const later = ['LogOn', 'LogOff'].map((what, i) => authRow(200_000 + i, 'U1@D', 'C1', 'C2', what));
    file('later.txt', later.join(''));
    file('wls_day-02', WLS);
    file('lanl-auth.txt', '1,U1,C1\n1,U2,C2\n3,U1,C2\n');
    file('table.json', '{"table":"auth_events","columns":{"time":"time","dst_user":"dst_user"}}');
    symlinkSync('auth.txt', join(cwd, 'link.txt'));
    this.#node = await startFakeNode((_, response) => response.end('1\n'));
    this.#restore();
  }

  /** The whole file of a kind. */
  whole(kind: string): Buffer {
    const names = {
      state: 'state',
      wls: 'wls_day-02',
      duckdb: 'cmsc.duckdb',
      'table.json': 'table.json',
      scores: 'scores.csv',
    };
    const name = names[kind as keyof typeof names] ?? `${kind}.txt`;
    const bytes = this.#contents.get(name) ?? readFileSync(join(this.#whole, name));
    this.#contents.set(name, bytes);
    return bytes;
  }

  /** Runs the command on a damaged file: {@link run}. */
  async runOn({ args, files, stdin, ownProcess }: DamagedRun, label: string): Promise<Finished | undefined> {
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(this.#folder, name)), { recursive: true });
      writeFileSync(join(this.#folder, name), bytes);
    }
    return this.run(args, label, { stdin, ownProcess });
  }

  /**
   * Runs the command in the folder, and looks at what came of it: a status of the contract, an error of one line, nothing
   * outside the folder, nothing half done inside, a report that is right. What is not so is kept in {@link faults}.
   *
   * @param label what to say of such a run.
   */
  async run(
    args: readonly string[],
    label: string,
    { stdin, ownProcess = false }: { stdin?: Buffer; ownProcess?: boolean } = {},
  ): Promise<Finished | undefined> {
    const what = `${label}: ${JSON.stringify(args)}`;
    const interruption = new Interruption(() => {});
    const timer = setTimeout(() => interruption.stop(), LONGEST_RUN);
    this.#watchdog.watch(what);
    const before = readdirSync(this.#folder);
    const places = { cwd: this.#folder, env: { TMPDIR: this.#temporary }, interruption, stdin };
    const here = args.map((arg) => arg.replace('NODE', this.#node?.host ?? ''));
    try {
      const finished = await (ownProcess ? cmscProcess : cmsc)(here, places);
      this.#note(what, [
        ...endProblems(finished, args[0], interruption.signal.aborted),
        ...this.#leftProblems(finished, before, args),
      ]);
      return finished;
    } catch (error) {
      this.#note(what, [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
      return undefined;
    } finally {
      this.#watchdog.watch(undefined);
      clearTimeout(timer);
      this.#restore();
    }
  }

  /** Two ways to one end: the same status and, where it is done, the same rows. */
  expectAlike(one: Finished | undefined, other: Finished | undefined, what: string): void {
    const [a, b] = [one, other].map((each) => (each?.status === 0 ? each.stdout : String(each?.status)));
    if (one && other && a !== b)
      this.#note(what, [`it ends otherwise: ${a}\n${one.stderr}\n, ${b}\n${other.stderr}`]);
  }

  /** Keeps what was not as it should be. */
  #note(what: string, problems: readonly string[]): void {
    if (problems.length === 0) return;
    this.faults.push(`${what}: ${problems.join('; ')}`);
    if (this.faults.length >= MOST_FAULTS) throw new Error(this.faults.join('\n'));
  }

  async remove(): Promise<void> {
    await this.#node?.close();
    rmSync(this.#outer, { recursive: true, force: true });
  }

  /** What is wrong with what is left in the folder, and around it. */
  #leftProblems({ status, stdout }: Finished, before: readonly string[], args: readonly string[]): string[] {
    const left = readdirSync(this.#folder);
    const made = left.filter((name) => !before.includes(name));
    const problems = [...readdirSync(this.#temporary), ...left.filter((name) => name.startsWith('.'))].map(
      (name) => `${name} is left`,
    );
    if (
      readdirSync(this.#outer).join() !== 'inner,temporary,whole' ||
      readdirSync(dirname(this.#folder)).join() !== 'folder'
    )
      problems.push('something is outside of the folder');
    if (status !== 0)
      return [...problems, ...made.filter((name) => !mayStay(name, args)).map((name) => `${name} is there`)];
    const places = {
      stdout,
      folder: this.#folder,
      outputs: reportFolder(args, this.#folder),
      // Scores always have one.
      header: args.includes('--header') || args.includes('evaluate'),
    };
    const reports = [
      ...(made.includes('report.json') ? [readFileSync(join(this.#folder, 'report.json'), 'utf8')] : []),
      ...(/--report -( |$)/.test(args.join(' ')) ? [stdout] : []),
    ];
    problems.push(...reports.flatMap((report) => reportProblems(report, places)));
    return problems;
  }

  /** Takes away what is new, and brings back what is changed. */
  #restore(): void {
    for (const name of readdirSync(dirname(this.#folder)))
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

/** What is wrong with how a run has ended. */
function endProblems(
  { status, stdout, stderr }: Finished,
  command: string | undefined,
  calledOff: boolean,
): string[] {
  if (![0, 1, 2, 3, ...(calledOff ? [130] : [])].includes(status ?? -1))
    return [`status ${status}: ${stderr}`];
  // What inspect finds is what it was asked for: it stands with the rest on standard output.
  const isFound = command === 'inspect' && status === 1 && stdout.includes('problems');
  if (status === 0 || isFound || /(^|\n)cmsc: [^\n]+\n$/.test(stderr)) return [];
  return [`no error of one line: ${JSON.stringify(stderr)}`];
}

/** What is whole although the run has failed: rejects that were too many to go on, and the steps of a demo before the last. */
function mayStay(name: string, args: readonly string[]): boolean {
  return name === 'rejects.csv' || (args.includes('demo') && args.includes(name));
}

/** Where the paths of a report begin: an export names what is in its folder. */
function reportFolder([command, ...args]: readonly string[], folder: string): string {
  return command === 'export' ? join(folder, args[args.indexOf('-o') + 1] ?? '') : folder;
}

function stampsIn(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder).map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      return [name, `${found?.ino} ${found?.size} ${found?.mtimeMs}`];
    }),
  );
}
