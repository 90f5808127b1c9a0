import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { top } from './workspace.mjs';

it('finds no file, dependency or export that nobody uses', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['knip', '--no-progress'], {
    cwd: top,
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`.trim()).toBe('');
  expect(status).toBe(0);
});
