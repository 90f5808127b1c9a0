import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of the workspace that is published. */
export interface PublishedPackage {
  name: string;
  version: string;
  /** From the top of the workspace, such as `packages/core`. */
  folder: string;
}

/** What package.json says, as far as a release looks at it. */
export interface PackageManifest {
  name: string;
  version: string;
  private?: boolean;
  dependencies?: Record<string, string>;
  [field: string]: unknown;
}

/** Reads the package.json of a folder. */
export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}

/** The packages under packages/ and apps/, by name. */
export function publishedPackages(root: string): PublishedPackage[] {
  return workspaceFolders(root, ['packages', 'apps'])
    .map((folder) => ({ folder, ...readManifest(join(root, folder)) }))
    .filter((each) => each.private !== true)
    .map(({ name, version, folder }) => ({ name, version, folder }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folders with a package.json below some folders of the workspace, from its top. */
export function workspaceFolders(root: string, tops: readonly string[]): string[] {
  return tops
    .flatMap((top) => readdirSync(join(root, top)).map((name) => `${top}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}
