import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { readManifest, type PackageManifest } from './packages.js';

/** What a package may hold: nothing of its sources, tests or building. */
const PUBLISHED =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/[\w-]+\.js|dist\/bundle\/LICENSES\.txt|dist\/.+\.(js|d\.ts|wasm))$/;
const NOT_PUBLISHED = /\.(test|spec)\.|(^|\/)(testing|__snapshots__)\//;
const NEEDED = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist/index.js', 'dist/index.d.ts'];
const FIELDS = [
  ...['description', 'license', 'repository', 'homepage', 'bugs', 'keywords', 'engines'],
  ...['type', 'exports', 'types', 'files', 'sideEffects', 'publishConfig'],
];

/**
 * What is wrong with a package as it was unpacked from its tarball.
 *
 * @param folder with the package.json
 * @param source folder of the package in the repository, such as `packages/core`
 * @param privatePaths paths of this machine, which nothing that is published may name
 * @param linked where dependencies lie that the build found by links: bundlers note that, and would note a path inside the
 * package's workspace where they are installed
 */
export function packageProblems(
  folder: string,
  source: string,
  privatePaths: readonly string[],
  linked: string,
): string[] {
  const files = filesBelow(folder);
  const manifest = readManifest(folder);
  const problems = [
    ...files
      .filter((file) => !PUBLISHED.test(file) || NOT_PUBLISHED.test(file))
      .map((file) => `${file} should not be in it`),
    ...NEEDED.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...manifestProblems(folder, manifest, source),
    ...files.flatMap((file) =>
      textProblems(
        file,
        readFileSync(join(folder, file), 'utf8').replaceAll(linked, ''),
        manifest,
        privatePaths,
      ),
    ),
  ];
  return [...new Set(problems)].map((problem) => `${manifest.name}: ${problem}`);
}

function manifestProblems(folder: string, manifest: PackageManifest, source: string): string[] {
  const { repository, bin = {} } = manifest as {
    repository?: { directory?: string };
    bin?: Record<string, string>;
  };
  return [
    ...FIELDS.filter((field) => manifest[field] === undefined).map((field) => `package.json has no ${field}`),
    ...(repository?.directory === source ? [] : [`repository.directory is not ${source}`]),
    ...Object.values(bin)
      .filter((path) => !existsSync(join(folder, path)))
      .map((path) => `${path} is a command and missing`),
  ];
}

function textProblems(
  file: string,
  text: string,
  manifest: PackageManifest,
  privatePaths: readonly string[],
): string[] {
  const problems = privatePaths.filter((path) => text.includes(path)).map((path) => `${file} names ${path}`);
  if (!/\.(js|ts)$/.test(file)) return problems;
  const known = new Set([manifest.name, ...Object.keys(manifest.dependencies ?? {})]);
  const unknown = importedPackages(text).filter((name) => !known.has(name));
  return [...problems, ...unknown.map((name) => `${file} imports ${name}, which is no dependency`)];
}

/** Names of the packages that a module imports, as far as they are neither files of its own nor Node's. */
export function importedPackages(text: string): string[] {
  const statement =
    /^(?:import|export)\b[^'"`;]*?from\s*(["'])([^'"\n]+)\1|^import\s*(["'])([^'"\n]+)\3|\bimport\(\s*(["'])([^'"\n]+)\5\s*\)/gm;
  const specifiers = [...text.matchAll(statement)].map(
    (match) => (match[2] ?? match[4] ?? match[6]) as string,
  );
  const packages = specifiers
    .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
