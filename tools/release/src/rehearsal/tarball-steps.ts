import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packageProblems } from '../package-problems.js';
import { publishedPackages, type PublishedPackage } from '../packages.js';
import { tarballPath } from './registry.js';
import type { Stage } from './stage.js';
import { expectNone, type Step } from './step.js';

/** What is in the tarballs that the registry has got. */
export const TARBALL_STEPS: readonly Step[] = [
  {
    title: 'tarballs hold what they should, and nothing else',
    next: 'look at `files` and `dependencies` in the package.json of the package named; `npm pack --dry-run` lists what goes in',
    async run(stage) {
      const problems: string[] = [];
      const packages = publishedPackages(stage.clone);
      const linked = join(stage.root, 'node_modules/');
      const privatePaths = [stage.folder, stage.root, homedir()].filter((path) => path.length > 2);
      for (const each of packages)
        problems.push(...packageProblems(await unpack(stage, each), each.folder, privatePaths, linked));
      expectNone(problems);
      return `${packages.length} tarballs`;
    },
  },
  {
    title: 'publint --strict finds nothing',
    next: 'publint.dev/rules explains each rule',
    async run(stage) {
      const packages = publishedPackages(stage.clone);
      for (const each of packages) expectNone(await publintProblems(tarballOf(stage, each)));
      return `${packages.length} tarballs`;
    },
  },
  {
    title: 'attw finds the types of every tarball right',
    next: '`npx attw --pack packages/NAME --profile esm-only` shows the table',
    async run(stage) {
      const packages = publishedPackages(stage.clone);
      const attw = join(stage.root, 'node_modules/.bin/attw');
      const check = (each: PublishedPackage) =>
        stage.run(attw, [tarballOf(stage, each), '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']);
      // Two at a time: each is a process that loads a compiler.
      for (let place = 0; place < packages.length; place += 2)
        await Promise.all(packages.slice(place, place + 2).map(check));
      return `${packages.length} tarballs, ES modules`;
    },
  },
];

async function publintProblems(tarball: string): Promise<string[]> {
  const bytes = readFileSync(tarball);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true });
  return messages.map(
    (message) => `${pkg['name']}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

async function unpack(stage: Stage, each: PublishedPackage): Promise<string> {
  const folder = join(stage.folder, 'unpacked', each.name);
  mkdirSync(folder, { recursive: true });
  await stage.run(
    'tar',
    ['-xzf', tarballOf(stage, each), '-C', folder, '--strip-components=1'],
    stage.folder,
  );
  return folder;
}

function tarballOf(stage: Stage, { name, version }: PublishedPackage): string {
  return tarballPath(stage.registryFolder, name, version);
}
