import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { top } from './workspace.mjs';

it('makes API documentation without a warning', () => {
  const options = { cwd: top, encoding: 'utf8' };
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['typedoc', '--emit', 'none', '--logLevel', 'Warn'],
    options,
  );
  expect(`${stdout}${stderr}`.trim()).toBe('');
  expect(status).toBe(0);
});
