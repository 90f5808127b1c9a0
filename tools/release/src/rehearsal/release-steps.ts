import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, type PublishedPackage } from '../packages.js';
import type { Stage } from './stage.js';
import type { Step } from './step.js';

const ALONE = '@cmsc/loaders';
const FOLDER = 'packages/loaders';
const NEWS = 'read a rehearsal';

/** One package versioned and published alone, then all of them, by the commands that releases are made with. */
export const RELEASE_STEPS: readonly Step[] = [
  {
    title: 'versions one package alone',
    next: 'look at `release` in nx.json; `npx nx run release:version --projects=@cmsc/loaders` shows the same here',
    async run(stage) {
      const before = stage.packages;
      await commitChange(stage, [FOLDER], `feat(loaders): ${NEWS}`);
      await release(stage, 'version', `--projects=${ALONE}`);
      assert.deepEqual(raised(before, stage.packages), [ALONE]);
      const touched = await stage.run('git', ['show', '--name-only', '--format=', 'HEAD']);
      assert.deepEqual(touched.trim().split('\n').sort(), [
        'package-lock.json',
        `${FOLDER}/CHANGELOG.md`,
        `${FOLDER}/package.json`,
      ]);
      assert(changelogOf(stage, FOLDER).includes(NEWS), 'the changelog lacks the commit');
      return described(stage.packages.filter(({ name }) => name === ALONE));
    },
  },
  {
    title: 'publishes one package alone',
    next: 'run `npx nx run release:publish --projects=@cmsc/loaders`: dry, it shows what npm says',
    async run(stage) {
      await release(stage, 'publish', '--built', `--projects=${ALONE}`);
      assert.deepEqual(await publishedNames(stage), [ALONE]);
      return 'the registry has it and nothing else';
    },
  },
  {
    title: 'versions all packages',
    next: 'look at `release` in nx.json; `npx nx run release:version` shows the same here',
    async run(stage) {
      const before = stage.packages;
      const folders = before.map(({ folder }) => folder);
      await commitChange(stage, folders, `fix: ${NEWS} to the end`);
      await release(stage, 'version');
      assert.deepEqual(raised(before, stage.packages), namesOf(before));
      assert.deepEqual(
        stage.packages.flatMap((each) => rangeProblems(stage, each)),
        [],
      );
      assert.deepEqual(
        folders.filter((folder) => !changelogOf(stage, folder).includes(`${NEWS} to the end`)),
        [],
        'a changelog lacks the commit',
      );
      return described(stage.packages);
    },
  },
  {
    title: 'publishes all packages',
    next: 'run `npx nx run release:publish`: dry, it shows what npm says',
    async run(stage) {
      await release(stage, 'publish', '--built');
      assert.deepEqual(await publishedNames(stage), namesOf(stage.packages));
      return 'the registry has them';
    },
  },
];

function release(stage: Stage, ...args: string[]): Promise<string> {
  const command = join(stage.root, 'tools/release/dist/release-command.js');
  return stage.run(process.execPath, [command, ...args, '--yes']);
}

// A file that no package publishes.
async function commitChange(stage: Stage, folders: readonly string[], message: string): Promise<void> {
  for (const folder of folders) writeFileSync(join(stage.workspace, folder, 'REHEARSAL.md'), `${message}\n`);
  await stage.run('git', ['add', '--', ...folders]);
  await stage.run('git', ['commit', '--quiet', '-m', message]);
}

/** Names of the packages that have another version than before. */
function raised(before: readonly PublishedPackage[], after: readonly PublishedPackage[]): string[] {
  return namesOf(after.filter(({ version }, place) => version !== before[place]?.version));
}

/** Packages of the workspace are asked for by caret ranges that what is released with them satisfies. */
function rangeProblems(stage: Stage, { name, folder }: PublishedPackage): string[] {
  const { dependencies = {} } = readManifest(join(stage.workspace, folder));
  return stage.packages
    .filter((each) => each.name in dependencies && dependencies[each.name] !== `^${each.version}`)
    .map((each) => `${name} wants ${each.name} ${dependencies[each.name]}, which is ${each.version}`);
}

async function publishedNames({ packages, registry }: Stage): Promise<string[]> {
  const there = await Promise.all(packages.map(({ name, version }) => registry.has(name, version)));
  return namesOf(packages.filter((_, place) => there[place]));
}

function changelogOf(stage: Stage, folder: string): string {
  const path = join(stage.workspace, folder, 'CHANGELOG.md');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function namesOf(packages: readonly PublishedPackage[]): string[] {
  return packages.map(({ name }) => name);
}

function described(packages: readonly PublishedPackage[]): string {
  return packages.map(({ name, version }) => `${name.replace('@cmsc/', '')} ${version}`).join(', ');
}
