import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomNumbers } from '@cmsc/core';
import { beforeEach, expect, it } from 'vitest';
import { cmsc, finished, startCmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();
const inFolder = (...names: string[]) => join(folder.path, ...names);

/** Kills of each command, at moments at random: which work they meet is another thing on each machine. */
const KILLS = 6;

beforeEach(async () => {
  await cmsc(['generate', 'data', '--events', '60000', '--days', '2', '-q'], { cwd: folder.path });
});

/** The files of a folder, by their paths in it; undefined where there is no folder. What is hidden is nobody's output. */
function filesIn(path: string): Record<string, string> | undefined {
  if (!existsSync(path)) return undefined;
  const names = readdirSync(path, { recursive: true }).map(String).sort();
  const shown = names.filter((name) => !name.split('/').some((each) => each.startsWith('.')));
  const files = shown.filter((name) => statSync(join(path, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(path, name)).toString('base64')]));
}

function hiddenIn(path: string): string[] {
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => /(^|\/)\./.test(name));
}

const EXPORT = 'export kth data/auth.txt.gz --redteam data/redteam.txt.gz -o here/out --force';

/** What makes the old output, and the new one that takes its place; a folder that is one output, or some files. */
const COMMANDS: readonly [name: string, before: string, after: string, isOne: boolean][] = [
  ['export', `${EXPORT} --variant as-published`, EXPORT, true],
  ['notebook', 'notebook older -o here --force', 'notebook data -o here --force', false],
  [
    'generate',
    'generate here --events 20000 --seed 2 --force',
    'generate here --events 40000 --seed 3 --force',
    false,
  ],
  [
    'score',
    'score older/auth.txt.gz --from 0 -o here/s.parquet --force',
    'score data/auth.txt.gz --from 0 -o here/s.parquet --force',
    false,
  ],
];

it.each(COMMANDS)(
  '%s that is killed leaves the old output or the new one, and the next run tidies up',
  async (name, before, after, isOne) => {
    const random = randomNumbers(name.length);
    const run = async (line: string) =>
      expect(await cmsc([...line.split(' '), '-q'], { cwd: folder.path })).toMatchObject({ status: 0 });
    await cmsc(['generate', 'older', '--events', '9000', '--days', '1', '--seed', 'x', '-q'], {
      cwd: folder.path,
    });
    const reset = () => {
      rmSync(inFolder('here'), { recursive: true, force: true });
      if (existsSync(inFolder('old'))) cpSync(inFolder('old'), inFolder('here'), { recursive: true });
      else mkdirSync(inFolder('here'));
    };
    reset();
    await run(before);
    cpSync(inFolder('here'), inFolder('old'), { recursive: true });
    const began = performance.now();
    await finished(startCmsc([...after.split(' '), '-q'], { cwd: folder.path }));
    const milliseconds = performance.now() - began;
    const [old, made] = [filesIn(inFolder('old')), filesIn(inFolder('here'))];
    expect(made).not.toEqual(old);
    for (let kill = 0; kill < KILLS; kill++) {
      reset();
      const child = startCmsc([...after.split(' '), '-q'], { cwd: folder.path });
      const end = finished(child);
      await setTimeout(random() * milliseconds);
      child.kill('SIGKILL');
      await end;
      const left = filesIn(inFolder('here')) ?? {};
      // A folder that is killed between its two renames is put back by the next run.
      if (isOne && Object.keys(left).length > 0) expect([old, made]).toContainEqual(left);
      for (const [path, content] of Object.entries(left))
        expect([old?.[path], made?.[path]]).toContain(content);
      if (!isOne) expect(Object.keys(left)).toEqual(expect.arrayContaining(Object.keys(old ?? {})));
    }
    await run(after);
    expect(filesIn(inFolder('here'))).toEqual(made);
    expect(hiddenIn(inFolder('here'))).toEqual([]);
  },
);
