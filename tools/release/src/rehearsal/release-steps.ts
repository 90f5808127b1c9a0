import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, readManifest, type PublishedPackage } from '../packages.js';
import { publishBuilt, versionPackages } from '../release.js';
import type { Stage } from './stage.js';
import { expectNone, expectThat, type Step } from './step.js';

const ALONE = '@cmsc/loaders';
const FOLDER = 'packages/loaders';
const NEWS = 'read a rehearsal';

/** One package versioned and published alone, then all of them. */
export const RELEASE_STEPS: readonly Step[] = [
  {
    title: 'versions one package alone',
    next: 'look at `release` in nx.json; `npx nx run release:version --projects=@cmsc/loaders` shows the same here',
    async run(stage) {
      const before = publishedPackages(stage.clone);
      await commitChange(stage, [FOLDER], `feat(loaders): ${NEWS}`);
      await versionPackages(inEarnest(stage, [ALONE]));
      expectNone(versionProblems(before, publishedPackages(stage.clone), [ALONE]));
      const touched = await stage.run('git', ['show', '--name-only', '--format=', 'HEAD']);
      const allowed = ['package-lock.json', `${FOLDER}/CHANGELOG.md`, `${FOLDER}/package.json`];
      const others = touched
        .trim()
        .split('\n')
        .filter((file) => !allowed.includes(file));
      expectNone(others.map((file) => `it changed ${file}`));
      expectThat(changelogOf(stage, FOLDER).includes(NEWS), 'the changelog lacks the commit');
      return described(stage, [ALONE]);
    },
  },
  {
    title: 'publishes one package alone',
    next: 'run `npx nx run release:publish --projects=@cmsc/loaders`: dry, it shows what npm says',
    async run(stage) {
      await publishBuilt(inEarnest(stage, [ALONE]));
      const problems = await registryProblems(stage, (name) => name === ALONE);
      expectNone(problems);
      return 'the registry has it and nothing else';
    },
  },
  {
    title: 'versions all packages',
    next: 'look at `release` in nx.json; `npx nx run release:version` shows the same here',
    async run(stage) {
      const before = publishedPackages(stage.clone);
      await commitChange(
        stage,
        before.map(({ folder }) => folder),
        `fix: ${NEWS} to the end`,
      );
      await versionPackages(inEarnest(stage));
      const after = publishedPackages(stage.clone);
      expectNone(
        versionProblems(
          before,
          after,
          after.map(({ name }) => name),
        ),
      );
      expectNone(after.flatMap((each) => rangeProblems(stage, each, after)));
      expectNone(
        after
          .filter(({ folder }) => !changelogOf(stage, folder).includes(NEWS))
          .map(({ name }) => `${name} has no changelog`),
      );
      return described(
        stage,
        after.map(({ name }) => name),
      );
    },
  },
  {
    title: 'publishes all packages',
    next: 'run `npx nx run release:publish`: dry, it shows what npm says',
    async run(stage) {
      await publishBuilt(inEarnest(stage));
      expectNone(await registryProblems(stage, () => true));
      return 'the registry has them';
    },
  },
];

function inEarnest(stage: Stage, projects?: readonly string[]) {
  return { root: stage.clone, projects, yes: true, signal: stage.signal };
}

// A file that no package publishes.
async function commitChange(stage: Stage, folders: readonly string[], message: string): Promise<void> {
  for (const folder of folders) writeFileSync(join(stage.clone, folder, 'REHEARSAL.md'), `${message}\n`);
  await stage.run('git', ['add', '--', ...folders]);
  await stage.run('git', ['commit', '--quiet', '-m', message]);
}

/** What is wrong with new versions, when just these packages should have one. */
function versionProblems(
  before: readonly PublishedPackage[],
  after: readonly PublishedPackage[],
  raised: readonly string[],
): string[] {
  return after.flatMap(({ name, version }, place) => {
    const changed = version !== before[place]?.version;
    if (changed === raised.includes(name)) return [];
    return [`${name} is ${version}, and was ${before[place]?.version}`];
  });
}

/** Packages of the workspace are asked for by caret ranges that what is released with them satisfies. */
function rangeProblems(
  stage: Stage,
  { name, folder }: PublishedPackage,
  all: readonly PublishedPackage[],
): string[] {
  const { dependencies = {} } = readManifest(join(stage.clone, folder));
  return all
    .filter((each) => each.name in dependencies && dependencies[each.name] !== `^${each.version}`)
    .map((each) => `${name} wants ${each.name} ${dependencies[each.name]}, which is ${each.version}`);
}

async function registryProblems(stage: Stage, published: (name: string) => boolean): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, version } of publishedPackages(stage.clone)) {
    const answer = await fetch(new URL(`${name}/${version}`, stage.registry?.url), { signal: stage.signal });
    await answer.body?.cancel();
    if (answer.ok !== published(name))
      problems.push(`${name}@${version}: the registry answers ${answer.status}`);
  }
  return problems;
}

function changelogOf(stage: Stage, folder: string): string {
  const path = join(stage.clone, folder, 'CHANGELOG.md');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function described(stage: Stage, names: readonly string[]): string {
  const released = publishedPackages(stage.clone).filter(({ name }) => names.includes(name));
  return released.map(({ name, version }) => `${name.replace('@cmsc/', '')} ${version}`).join(', ');
}
