import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packageProblems } from '../package-problems.js';
import type { PublishedPackage } from '../packages.js';
import type { Stage } from './stage.js';
import type { Step } from './step.js';

/** Ways of importing that packages of ES modules alone do not offer. */
const NOT_OFFERED = ['node10', 'node16-cjs'];

/** What is in the tarballs that the registry has got. */
export const CONTENT_STEP: Step = {
  title: 'tarballs hold what they should, and nothing else',
  next: 'look at `files` and `dependencies` in the package.json of the package named; `npm pack --dry-run` lists what goes in',
  async run(stage) {
    const privatePaths = [stage.folder, stage.root, homedir()].filter((path) => path.length > 2);
    const linked = join(stage.root, 'node_modules/');
    return noProblems(stage, async (each) => {
      const folder = await unpack(stage, each);
      const isVersioned = existsSync(join(stage.workspace, each.folder, 'CHANGELOG.md'));
      const needed = isVersioned ? ['CHANGELOG.md'] : [];
      return packageProblems({ folder, source: each.folder, needed, privatePaths, linked });
    });
  },
};

/** What is wrong with the tarballs, by all judges. */
export const TARBALL_STEPS: readonly Step[] = [
  CONTENT_STEP,
  {
    title: 'publint --strict finds nothing',
    next: 'publint.dev/rules explains each rule',
    run(stage) {
      return noProblems(stage, async (each) => {
        const tarball = new Uint8Array(readFileSync(stage.tarballOf(each))).buffer;
        const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
        return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
      });
    },
  },
  {
    title: 'attw finds the types of every tarball right',
    next: '`npx @arethetypeswrong/cli --pack packages/NAME --profile esm-only` shows the table',
    run(stage) {
      return noProblems(stage, async (each) => {
        const result = await checkPackage(createPackageFromTarballData(readFileSync(stage.tarballOf(each))));
        if (!result.types) return ['it has no types'];
        return result.problems
          .filter((problem) => !('resolutionKind' in problem && NOT_OFFERED.includes(problem.resolutionKind)))
          .map((problem) => JSON.stringify(problem));
      });
    },
  },
];

/** Looks at every package, and fails with all that was found wrong. */
async function noProblems(
  { packages }: Stage,
  look: (each: PublishedPackage) => Promise<string[]>,
): Promise<string> {
  const problems: string[] = [];
  for (const each of packages)
    problems.push(...(await look(each)).map((problem) => `${each.name}: ${problem}`));
  assert.deepEqual(problems, []);
  return `${packages.length} tarballs`;
}

async function unpack(stage: Stage, each: PublishedPackage): Promise<string> {
  const folder = join(stage.folder, 'unpacked', each.name);
  mkdirSync(folder, { recursive: true });
  await stage.run('tar', ['-xzf', stage.tarballOf(each), '-C', folder, '--strip-components=1']);
  return folder;
}
