import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, readManifest, workspaceFolders } from '../packages.js';
import { runCommand } from '../run-command.js';

/**
 * Clones what is committed, with the dependencies that the workspace has installed: versions, tags and changelogs are
 * made there, and the workspace stays as it is. A shallow clone, and one without tags, will do.
 *
 * @param root top of the workspace
 * @param clone folder that is not there yet
 */
export async function cloneWorkspace(root: string, clone: string, signal?: AbortSignal): Promise<void> {
  await runCommand('git', ['clone', '--quiet', root, clone], { cwd: root, signal });
  const git = (...args: string[]) => runCommand('git', args, { cwd: clone, signal });
  await git('switch', '--quiet', '-C', 'main');
  await git('remote', 'remove', 'origin');
  for (const setting of SETTINGS) await git('config', ...setting);
  linkDependencies(root, clone);
  // As if what is there had been released, if it has not been.
  const tags = (await git('tag')).split('\n');
  for (const { name, version } of publishedPackages(clone))
    if (!tags.includes(`${name}@${version}`)) await git('tag', `${name}@${version}`);
}

const SETTINGS = [
  ['user.name', 'Rehearsal'],
  ['user.email', 'rehearsal@localhost'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['core.hooksPath', '/dev/null'],
];

// Third-party packages by links to those of the workspace, its own packages by links into the clone.
function linkDependencies(root: string, clone: string): void {
  const installed = join(root, 'node_modules');
  const linked = join(clone, 'node_modules');
  mkdirSync(join(linked, '@cmsc'), { recursive: true });
  for (const name of readdirSync(installed))
    if (name !== '@cmsc' && name !== '.cache') symlinkSync(join(installed, name), join(linked, name));
  for (const folder of workspaceFolders(clone, ['packages', 'apps', 'tools'])) {
    symlinkSync(join(clone, folder), join(linked, readManifest(join(clone, folder)).name));
    linkNested(join(root, folder, 'node_modules'), join(clone, folder, 'node_modules'));
  }
}

// Where two packages want different versions of a third one, npm puts one of them into the package.
function linkNested(installed: string, linked: string): void {
  if (!existsSync(installed)) return;
  for (const name of readdirSync(installed)) {
    if (name.startsWith('.') || !lstatSync(join(installed, name)).isDirectory()) continue;
    mkdirSync(linked, { recursive: true });
    symlinkSync(join(installed, name), join(linked, name));
  }
}
