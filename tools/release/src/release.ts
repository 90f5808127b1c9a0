import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, type PublishedPackage } from './packages.js';
import { CommandError, runCommand } from './run-command.js';

/** What is released, and whether in earnest. */
export interface ReleaseOptions {
  /** Top of the workspace. */
  root: string;
  /** Names of packages; all of them by default. */
  projects?: readonly string[];
  /** False, the default, only shows what would happen. */
  yes?: boolean;
  signal?: AbortSignal;
  /** Shows what the steps print. */
  show?: boolean;
}

/** A release that can't be made as things stand; the message says what to do. */
export class ReleaseError extends Error {}

/**
 * Raises versions by the conventional commits since the last tag, writes changelogs, commits and tags.
 *
 * @throws ReleaseError for a name that is no package, and uncommitted changes
 */
export async function versionPackages(options: ReleaseOptions): Promise<void> {
  const names = namesOf(chosenPackages(options));
  if (options.yes === true) await refuseUncommitted(options);
  await nx(options, ['release', '--skip-publish', `--projects=${names}`, ...dryRun(options)]);
}

/**
 * Publishes packages as they were tagged to the registry that npm is configured with. Versions that are there already
 * are left alone.
 *
 * @throws ReleaseError for a name that is no package, uncommitted changes, and a package that isn't as it was tagged
 */
export async function publishPackages(options: ReleaseOptions): Promise<void> {
  const packages = chosenPackages(options);
  if (options.yes === true) {
    await refuseUncommitted(options);
    for (const each of packages) await refuseUntagged(each, options);
  }
  await buildFromScratch(options);
  await publishBuilt(options);
}

/** Publishes what lies in the packages' dist folders. */
export async function publishBuilt(options: ReleaseOptions): Promise<void> {
  const names = namesOf(chosenPackages(options));
  await nx(options, ['release', 'publish', `--projects=${names}`, ...dryRun(options)]);
}

/** Builds all packages anew: what was made of modules that are gone would be published otherwise. */
export async function buildFromScratch(options: ReleaseOptions): Promise<void> {
  const packages = publishedPackages(options.root);
  for (const { folder } of packages)
    rmSync(join(options.root, folder, 'dist'), { recursive: true, force: true });
  await nx(options, [
    ...['run-many', '-t', 'build', 'bundle', '-p', namesOf(packages)],
    ...['--skip-nx-cache', '--output-style=static'],
  ]);
}

function chosenPackages({ root, projects }: ReleaseOptions): PublishedPackage[] {
  const packages = publishedPackages(root);
  if (projects === undefined) return packages;
  return projects.map((name) => {
    const found = packages.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new ReleaseError(
      `${name} is no package (packages are ${packages.map((each) => each.name).join(', ')})`,
    );
  });
}

function namesOf(packages: readonly PublishedPackage[]): string {
  return packages.map(({ name }) => name).join(',');
}

async function refuseUncommitted({ root, signal }: ReleaseOptions): Promise<void> {
  const changes = await runCommand('git', ['status', '--porcelain'], { cwd: root, signal });
  if (changes !== '')
    throw new ReleaseError(`there are uncommitted changes (commit them first):\n${changes}`);
}

async function refuseUntagged(
  { name, version, folder }: PublishedPackage,
  { root, signal }: ReleaseOptions,
): Promise<void> {
  try {
    await runCommand('git', ['diff', '--quiet', `${name}@${version}`, 'HEAD', '--', folder], {
      cwd: root,
      signal,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const todo = `run release:version for it first, or name other packages with --projects`;
    throw new ReleaseError(
      `${name} has changed since the tag ${name}@${version}, or there is none (${todo})`,
    );
  }
}

function dryRun({ yes }: ReleaseOptions): string[] {
  return yes === true ? [] : ['--dry-run'];
}

async function nx({ root, signal, show }: ReleaseOptions, args: readonly string[]): Promise<void> {
  await runCommand(join(root, 'node_modules/.bin/nx'), args, { cwd: root, signal, show });
}
