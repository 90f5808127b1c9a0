import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, renameSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { removeFolder, removeStale, ScratchFolder, temporaryName } from './scratch-folder.js';
import { openWholeFile } from './whole-file.js';
import { WholeFolder } from './whole-folder.js';

const folder = useTemporaryFolder();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** What a run leaves that is killed while it writes: a scratch folder of the output `base`, and what `more` puts in it. */
const RUN = `
import { ScratchFolder } from '@cmsc/files';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
const [parent, base, more] = process.argv.slice(1);
const scratch = new ScratchFolder(parent, base);
writeFileSync(scratch.file('output'), 'half');
if (more) {
  mkdirSync(scratch.file('replaced'));
  renameSync(parent + '/' + base, scratch.file('replaced/' + base));
}
console.log(scratch.file(''));
setInterval(() => undefined, 1000);
`;

/** Starts such a run, by way of `before`; resolves with its scratch folder. */
async function run(
  base: string,
  more = '',
  before: string[] = [],
): Promise<{ path: string; kill(): Promise<void> }> {
  const command = [...before, process.execPath, '--input-type=module', '-e', RUN, folder.path, base, more];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return {
    path: line.toString().trim(),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a folder that another thread still fills', () => {
  const FILL = `
    const { writeFileSync } = require('node:fs');
    const { parentPort, workerData } = require('node:worker_threads');
    for (let i = 0; ; i++) {
      try {
        writeFileSync(workerData + '/' + (i % 50), 'x');
        if (i === 50) parentPort.postMessage('full');
      } catch (error) {
        parentPort.postMessage(error.code);
        break;
      }
    }`;

  it('goes at once, and for good', async () => {
    const scratch = new ScratchFolder(folder.path, 'out.csv');
    const filling = new Worker(FILL, { eval: true, workerData: scratch.file('.') });
    onTestFinished(() => void filling.terminate());
    expect(await once(filling, 'message')).toEqual(['full']);
    await scratch.remove();
    expect(await once(filling, 'message')).toEqual(['ENOENT']);
    expect(folder.names()).toEqual([]);
  });
});

async function write(name: string): Promise<void> {
  const file = await openWholeFile(folder.file(name), { force: true });
  await file.write(Buffer.from('new'));
  await file.finish();
}

const isRoot = process.geteuid?.() === 0;
const hasPidNamespaces =
  process.platform === 'linux' && spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;

describe('what a run has left', () => {
  it('goes when it was killed, with the next output of that name, and stays while it lives', async () => {
    const [dead, alive] = [await run('out.csv'), await run('out.csv')];
    const other = await run('other.csv');
    await dead.kill();
    await other.kill();
    await write('out.csv');
    expect(existsSync(dead.path)).toBe(false);
    expect(existsSync(alive.path)).toBe(true);
    expect(existsSync(other.path)).toBe(true);
  });

  it.skipIf(!hasPidNamespaces)(
    'stays while it lives in a container, and goes when it does not',
    { timeout: 40_000 },
    async () => {
      const contained = await run('out.csv', '', ['unshare', '--pid', '--fork', '--kill-child']);
      await write('out.csv');
      expect(existsSync(contained.path)).toBe(true);
      await contained.kill();
      // It ends some time after the one that has been killed, and is asked again until then.
      await vi.waitFor(
        async () => {
          await write('out.csv');
          expect(existsSync(contained.path)).toBe(false);
        },
        { timeout: 30_000, interval: 20 },
      );
    },
  );

  it('is found in a folder whose path is longer than that of a socket may be', async () => {
    const deep = 'd'.repeat(200);
    mkdirSync(folder.file(deep));
    const dead = await run(join(deep, 'out.csv').replace(`${deep}/`, ''));
    const moved = join(folder.file(deep), basename(dead.path));
    await dead.kill();
    renameSync(dead.path, moved);
    await removeStale(folder.file(deep), 'out.csv');
    expect(existsSync(moved)).toBe(process.platform !== 'linux');
  });

  it('gives an earlier folder its name back that it had moved out of the way', async () => {
    mkdirSync(folder.file('export'));
    writeFileSync(folder.file('export/old'), '');
    await (await run('export', 'replace')).kill();
    expect(folder.names()).not.toContain('export');
    const opening = WholeFolder.open(folder.file('export'), { foreignIn: async () => undefined });
    await expect(opening).rejects.toThrow('exists already');
    expect(folder.names()).toEqual(['export']);
    expect(existsSync(folder.file('export/old'))).toBe(true);
  });

  it('is left when it can not be told whose it is', async () => {
    const name = temporaryName('out.csv');
    const others = [name, `${name}.csv`, name.replace(/cmsc-\w+/, 'cmsc-00000000')];
    for (const other of others) {
      mkdirSync(folder.file(other));
      writeFileSync(folder.file(`${other}/output`), '');
    }
    await write('out.csv');
    expect(folder.names()).toEqual([...others, 'out.csv'].sort());
    await removeStale(folder.file('none'), 'out.csv');
  });

  it('goes when it was killed before it showed life, and is made again when it was not', async () => {
    mkdirSync(folder.file(temporaryName('out.csv')));
    await removeStale(folder.path, 'out.csv');
    expect(folder.names()).toEqual([]);

    const scratch = new ScratchFolder(folder.path, 'out.csv');
    // Somebody else is quicker: it is gone where it was about to be used.
    const show = vi.spyOn(Server.prototype, 'listen').mockImplementationOnce(function (this: Server) {
      rmdirSync(folder.file(folder.names()[0]!));
      return this;
    });
    writeFileSync(scratch.file('output'), 'whole');
    expect(show).toHaveBeenCalledTimes(2);
    show.mockRestore();
    await removeStale(folder.path, 'out.csv');
    expect(folder.names()).toHaveLength(1);
    await scratch.remove();
    expect(folder.names()).toEqual([]);
  });

  it.skipIf(!isRoot)('of another user is left, and so is what a link in its place leads to', async () => {
    chmodSync(folder.path, 0o777);
    const theirs = await run('out.csv', '', ['setpriv', '--reuid=65534', '--clear-groups']);
    await theirs.kill();
    const dead = await run('out.csv');
    await dead.kill();
    mkdirSync(folder.file('precious'));
    writeFileSync(folder.file('precious/output'), '');
    renameSync(dead.path, folder.file('moved'));
    symlinkSync(folder.file('precious'), dead.path);
    await write('out.csv');
    removeFolder(dead.path);
    expect(existsSync(theirs.path)).toBe(true);
    expect(existsSync(folder.file('precious/output'))).toBe(true);
  });
});
