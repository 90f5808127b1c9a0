import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateDataset } from '@cmsc/pipeline';
import type * as StartBuild from './start-build.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The process that builds is the built one.
const { startBuild } = (await import(
  new URL('../../dist/build/start-build.js', import.meta.url).href
)) as typeof StartBuild;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cmsc-start-build-'));
  await generateDataset({ directory: join(folder, 'data'), events: 20_000, seed: 3 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('startBuild', () => {
  it('ends as interrupted whenever it is cancelled, and leaves nothing half', async () => {
    const output = join(folder, 'X.duckdb');
    for (let afterMs = 0; afterMs <= 2000; afterMs = Math.ceil(afterMs * 1.6) + 120) {
      const build = startBuild({ inputs: [join(folder, 'data')], output, force: true });
      let done = false;
      const ended = build.done.finally(() => (done = true));
      ended.catch(() => undefined);
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, afterMs)),
        ended.catch(() => undefined),
      ]);
      const wasDone = done;
      build.cancel();
      if (wasDone) await expect(ended).resolves.toBe(output);
      else await expect(ended).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
      await build.close();
      expect(readdirSync(folder).filter((name) => name !== 'X.duckdb')).toEqual(['data']);
      if (wasDone) return;
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'says that the process that builds has ended by itself',
    async () => {
      const build = startBuild({ inputs: [join(folder, 'data')] });
      const ended = expect(build.done).rejects.toMatchObject({ kind: 'limit', code: 'WORKER_DIED' });
      const said = promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', `${process.pid}`]);
      const line = (await said).stdout.split('\n').find((each) => each.includes('build-process.js'));
      process.kill(Number.parseInt(line ?? '', 10), 'SIGKILL');
      await ended;
      await build.close();
    },
  );
});
