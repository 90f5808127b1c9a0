import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Does for a new package what `npm install` would: names it in package-lock.json, and links it into node_modules, so that
 * others can import it. Nothing is fetched, since all that it depends on is there.
 *
 * @param {string} root of the workspace.
 * @param {string} name
 */
export function linkPackage(root, name) {
  const flags = ['--package-lock-only', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const scope = join(root, 'node_modules', '@cmsc');
  mkdirSync(scope, { recursive: true });
  if (!existsSync(join(scope, name)))
    symlinkSync(join('..', '..', 'packages', name), join(scope, name), 'dir');
}
