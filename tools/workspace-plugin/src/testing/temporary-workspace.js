import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const TOP = resolve(import.meta.dirname, '../../../..');

/** A copy of the workspace to try things in. What is installed is linked, what is built is copied. */
export class TemporaryWorkspace {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'cmsc-workspace-'));
    copySources(this.root);
    linkInstalled(this.root);
    // nx and a look at what changed want a repository.
    this.run('git', 'init', '--quiet');
    this.run('git', 'add', '--all');
    this.run(
      'git',
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@localhost',
      'commit',
      '--quiet',
      '-m',
      'start',
    );
  }

  /**
   * Runs a command, or one that is installed, at the top of the copy.
   *
   * @param {string} command
   * @param {...string} args
   * @returns {string} what it printed.
   * @throws Error with all that it printed when it fails.
   */
  run(command, ...args) {
    return this.runIn('.', command, ...args);
  }

  /**
   * Runs a command in a folder of the copy.
   *
   * @param {string} folder
   * @param {string} command
   * @param {...string} args
   * @returns {string} what it printed.
   */
  runIn(folder, command, ...args) {
    try {
      return execFileSync(command, args, {
        cwd: join(this.root, folder),
        env: { ...environment(), PATH: `${join(this.root, 'node_modules/.bin')}:${process.env['PATH']}` },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 2 ** 26,
      });
    } catch (error) {
      const { stdout = '', stderr = '' } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
      throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }

  /**
   * Runs a generator as a user does.
   *
   * @param {string} name
   * @param {...string} args
   */
  generate(name, ...args) {
    return this.run('nx', 'generate', `@cmsc/workspace-plugin:${name}`, ...args);
  }

  /** The files that are not as they were at the start, in order. */
  get changed() {
    const listed = this.run('git', 'status', '--porcelain', '--untracked-files=all');
    return listed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(3))
      .sort();
  }

  remove() {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/**
 * What commands find in their environment: nothing of what nx and vitest tell the tasks that they run, for the copy is a
 * workspace of its own.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function environment() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(NX_|VITEST|NODE_ENV$|FORCE_COLOR$)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    NX_DAEMON: 'false',
    // Plugins in the process itself: starting one for each takes longer than what they do here.
    NX_ISOLATE_PLUGINS: 'false',
    NX_TUI: 'false',
    NX_INTERACTIVE: 'false',
    NO_COLOR: '1',
  };
}

/** @param {string} root */
function copySources(root) {
  const flags = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', flags, { cwd: TOP, encoding: 'utf8', maxBuffer: 2 ** 26 });
  for (const path of new Set(listed.split('\0'))) {
    if (path === '' || !existsSync(join(TOP, path))) continue;
    mkdirSync(join(root, dirname(path)), { recursive: true });
    cpSync(join(TOP, path), join(root, path));
  }
  for (const folder of projectFolders()) {
    const built = join(TOP, folder, 'dist');
    if (existsSync(built))
      cpSync(built, join(root, folder, 'dist'), { recursive: true, preserveTimestamps: true });
  }
}

/** @param {string} root */
function linkInstalled(root) {
  for (const folder of ['.', ...projectFolders()]) {
    const [from, to] = [join(TOP, folder, 'node_modules'), join(root, folder, 'node_modules')];
    if (!existsSync(from)) continue;
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) {
      if (name === '.cache' || name.startsWith('.vite')) continue;
      if (name !== '@cmsc') symlinkSync(join(from, name), join(to, name));
      else linkProjects(join(from, name), join(to, name));
    }
  }
}

/**
 * The links of the workspace's own packages, which lead to the copies.
 *
 * @param {string} from
 * @param {string} to
 */
function linkProjects(from, to) {
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(readlinkSync(join(from, name)), join(to, name));
}

/** Folders of all projects, relative to the top. */
function projectFolders() {
  return ['packages', 'apps', 'tools'].flatMap((kind) =>
    readdirSync(join(TOP, kind)).map((name) => `${kind}/${name}`),
  );
}
