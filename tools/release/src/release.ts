import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { release, releasePublish } from 'nx/release';
import { publishedPackages, type PublishedPackage } from './packages.js';

/** What is released from the workspace that this process runs in, and whether in earnest. */
export interface ReleaseOptions {
  /** Names of packages; all of them by default. */
  projects?: readonly string[] | undefined;
  /** False only shows what would happen. */
  yes: boolean;
}

/** A release that can't be made as things stand; the message says what to do. */
export class ReleaseError extends Error {}

/**
 * Raises versions by the conventional commits since the last tag, writes changelogs, commits and tags.
 *
 * @throws ReleaseError for a name that is no package, and uncommitted changes
 */
export async function versionPackages({ projects, yes }: ReleaseOptions): Promise<void> {
  const packages = chosenPackages(projects);
  if (yes) refuseUncommitted();
  await release({ projects: packages.map(({ name }) => name), dryRun: !yes, skipPublish: true });
}

/**
 * Publishes packages as they were tagged to the registry that npm is configured with. Versions that are there already
 * are left alone.
 *
 * @param built that they have been built from nothing just now: the rehearsal does that by itself
 * @throws ReleaseError for a name that is no package, uncommitted changes, a package that isn't as it was tagged, and one
 * that the registry does not take
 */
export async function publishPackages({ projects, yes }: ReleaseOptions, built: boolean): Promise<void> {
  const packages = chosenPackages(projects);
  if (yes) {
    refuseUncommitted();
    packages.forEach(refuseUntagged);
  }
  if (!built) buildFromNothing();
  const results = await releasePublish({ projects: packages.map(({ name }) => name), dryRun: !yes });
  const refused = Object.entries(results).filter(([, { code }]) => code !== 0);
  if (refused.length === 0) return;
  throw new ReleaseError(`${refused.map(([name]) => name).join(', ')} could not be published (see above)`);
}

/** How npm builds all that is published, whatever the cache of Nx says. */
export const BUILD = [
  'run',
  'build',
  '--',
  '-p',
  'packages/*,apps/*',
  '--skip-nx-cache',
  '--output-style=static',
];

// What was made of modules that are gone would be published otherwise.
function buildFromNothing(): void {
  for (const { folder } of publishedPackages('.')) rmSync(`${folder}/dist`, { recursive: true, force: true });
  execFileSync('npm', BUILD, { stdio: 'inherit' });
}

function chosenPackages(projects: readonly string[] | undefined): PublishedPackage[] {
  const packages = publishedPackages('.');
  if (projects === undefined) return packages;
  return projects.map((name) => {
    const found = packages.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new ReleaseError(
      `${name} is no package (packages are ${packages.map((each) => each.name).join(', ')})`,
    );
  });
}

function refuseUncommitted(): void {
  const changes = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
  if (changes !== '')
    throw new ReleaseError(`there are uncommitted changes (commit them first):\n${changes}`);
}

function refuseUntagged({ name, version, folder }: PublishedPackage): void {
  const tag = `${name}@${version}`;
  try {
    execFileSync('git', ['diff', '--quiet', tag, 'HEAD', '--', folder], { stdio: 'ignore' });
  } catch {
    throw new ReleaseError(
      `${name} has changed since the tag ${tag}, or there is none (run release:version for it first, or name other packages with --projects)`,
    );
  }
}
