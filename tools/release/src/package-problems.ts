import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { readManifest, type PackageManifest } from './packages.js';

/** What a package may hold: nothing of its sources, tests or building. */
const PUBLISHED =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/[\w-]+\.js|dist\/bundle\/LICENSES\.txt|dist\/.+\.(js|d\.ts|wasm))$/;
const NOT_PUBLISHED = /\.(test|spec)\.|(^|\/)(testing|__snapshots__)\//;
const NEEDED = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'];
const FIELDS = [
  ...['description', 'license', 'repository', 'homepage', 'bugs', 'keywords', 'engines'],
  ...['type', 'exports', 'types', 'files', 'sideEffects', 'publishConfig'],
];

/** A package as it was unpacked from its tarball, and where it comes from. */
export interface UnpackedPackage {
  /** With the package.json. */
  folder: string;
  /** Its folder in the repository, such as `packages/core`. */
  source: string;
  /** Files that it needs besides those that every package does. */
  needed: readonly string[];
  /** Paths of this machine, which nothing that is published may name. */
  privatePaths: readonly string[];
  /**
   * Where dependencies lie that the build found by links: bundlers note that, and would note a path inside the package's
   * workspace where they are installed.
   */
  linked: string;
}

/** What is wrong with a package that publint and attw do not look at: files too many or too few, fields, what it names. */
export function packageProblems(unpacked: UnpackedPackage): string[] {
  const { folder, source, needed, linked } = unpacked;
  const files = filesBelow(folder);
  const manifest = readManifest(folder);
  const { repository, bin = {} } = manifest as {
    repository?: { directory?: string };
    bin?: Record<string, string>;
  };
  const problems = [
    ...files
      .filter((file) => !PUBLISHED.test(file) || NOT_PUBLISHED.test(file))
      .map((file) => `${file} should not be in it`),
    ...[...NEEDED, ...needed, ...Object.values(bin)]
      .filter((file) => !existsSync(join(folder, file)))
      .map((file) => `${file} is missing`),
    ...FIELDS.filter((field) => manifest[field] === undefined).map((field) => `package.json has no ${field}`),
    ...(repository?.directory === source ? [] : [`repository.directory is not ${source}`]),
    ...files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll(linked, '');
      return textProblems(file, text, manifest, unpacked.privatePaths);
    }),
  ];
  return [...new Set(problems)];
}

function textProblems(
  file: string,
  text: string,
  manifest: PackageManifest,
  privatePaths: readonly string[],
): string[] {
  const problems = privatePaths.filter((path) => text.includes(path)).map((path) => `${file} names ${path}`);
  if (!/\.(js|ts)$/.test(file)) return problems;
  const known = [manifest.name, ...Object.keys(manifest.dependencies ?? {})];
  const unknown = importedPackages(text).filter((name) => !known.includes(name));
  return [...problems, ...unknown.map((name) => `${file} imports ${name}, which is no dependency`)];
}

const IMPORT =
  /^(?:import|export)\b[^'"`;]*?from\s*(["'])([^'"\n]+)\1|^import\s*(["'])([^'"\n]+)\3|\bimport\(\s*(["'])([^'"\n]+)\5\s*\)/gm;

/** Names of the packages that a module imports, as far as they are neither files of its own nor Node's. */
export function importedPackages(text: string): string[] {
  const specifiers = [...text.matchAll(IMPORT)].map((match) => match[2] ?? match[4] ?? match[6] ?? '');
  const foreign = specifiers.filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return [...new Set(foreign.map((specifier) => /^(?:@[^/]*\/)?[^/]*/.exec(specifier)?.[0] ?? ''))];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
