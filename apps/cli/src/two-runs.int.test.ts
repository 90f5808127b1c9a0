import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { cmsc, cmscProcess } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();
const run = (line: string) => cmsc(line.split(' '), { cwd: folder.path });

beforeEach(async () => {
  for (const name of ['a', 'b']) await run(`generate ${name} --events 2000 --seed ${name} -q`);
});

/** What is in a folder or a file: the names and the bytes. */
function contents(path: string): Record<string, string> {
  if (path.endsWith('.duckdb')) return {};
  const names = readdirSync(join(folder.path, path), { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.split(`/${path}/`)[1], readFileSync(file, 'latin1')]),
  );
}

it.each([
  ['generate', (data: string, out: string) => `generate ${out} --events 3000 --seed ${data} -q`, 'out'],
  ['notebook', (data: string, out: string) => `notebook ${data} -o ${out} -q`, 'out'],
  [
    'export',
    (data: string, out: string) =>
      `export euler ${data}/auth.txt.gz --redteam ${data}/redteam.txt.gz -o ${out} -q`,
    'out',
  ],
  ['build', (data: string, out: string) => `build ${data} -o ${out} -q`, 'out.duckdb'],
])('of two runs of %s to one name one wins, and the other is told', async (_, line, output) => {
  const data = ['a', 'b'];
  const runs = await Promise.all(
    data.map((name) => cmscProcess(line(name, output).split(' '), { cwd: folder.path })),
  );
  expect(runs.map(({ status }) => status).sort()).toEqual([0, 3]);
  expect(runs.map(({ stderr }) => stderr).join('')).toMatch(/^cmsc: [^\n]*exists already[^\n]*\n$/);
  const winner = data[runs.findIndex(({ status }) => status === 0)]!;
  await run(line(winner, `alone-${output}`));
  expect(contents(output)).toEqual(contents(`alone-${output}`));
  expect(await counted(output)).toEqual(await counted(`alone-${output}`));
  expect(readdirSync(folder.path).sort()).toEqual(['a', `alone-${output}`, 'b', output]);
});

/** How much is in a database. */
async function counted(path: string): Promise<string> {
  if (!path.endsWith('.duckdb')) return '';
  const sql = 'SELECT count(*), sum(start_time), min(dst_user) FROM sessions';
  return (await cmsc(['query', path, sql], { cwd: folder.path })).stdout;
}
