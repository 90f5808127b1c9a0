// The workspace as these checks see it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const top = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The text of a file, named from the top. */
export function textOf(path) {
  return readFileSync(join(top, path), 'utf8');
}

/** package.json of every project, the top's own first: `{ folder, manifest }`, folders from the top. */
export function manifests() {
  const folders = ['packages', 'apps', 'tools'].flatMap((kind) =>
    readdirSync(join(top, kind)).map((name) => `${kind}/${name}`),
  );
  return ['.', ...folders]
    .filter((folder) => existsSync(join(top, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(textOf(join(folder, 'package.json'))) }));
}

/** What is published. `entries` has the .d.ts of each export path; a path without types (package.json) has no surface. */
export function publishedPackages() {
  return manifests()
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({
      folder,
      name: manifest.name,
      entries: Object.entries(manifest.exports)
        .filter(([, target]) => target.types !== undefined)
        .map(([path, { types }]) => ({ path, types: join(top, folder, types) })),
    }));
}

/** Files of the repository whose name ends so, committed or about to be. */
export function filesEnding(ending) {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', `*${ending}`],
    {
      cwd: top,
      encoding: 'utf8',
    },
  );
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(top, path)));
}
