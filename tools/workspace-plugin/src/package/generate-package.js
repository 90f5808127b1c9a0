import { logger, readJson, updateJson } from '@nx/devkit';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles } from '../add-files.js';
import { addItem, editFile, keysOf, replaceOnce, textOf } from '../edit.js';
import { checkName, literal, propertyName } from '../names.js';

/** @import { Tree } from '@nx/devkit' */

/** @typedef {{ name: string, type?: 'domain' | 'io', imports?: string, description?: string, skipInstall?: boolean }} PackageOptions */

const BOUNDARIES = 'tools/scripts/boundaries.mjs';
const GUIDE = 'CONTRIBUTING.md';
const BELOW = '| packages/pipeline ';

/**
 * Adds a package: `nx g @cmsc/workspace-plugin:package NAME --imports …`
 *
 * @param {Tree} tree
 * @param {PackageOptions} options
 * @throws Error for a name or imports that can't be.
 */
export default async function generatePackage(tree, options) {
  const { type = 'domain', skipInstall = false } = options;
  const libraries = keysOf(textOf(tree, BOUNDARIES), 'libraries', BOUNDARIES);
  const folders = ['packages', 'apps', 'tools'].flatMap((kind) => tree.children(kind));
  const names = checkName(options.name, [...libraries, ...folders, 'tool', 'source'], 'package');
  const { kebab } = names;
  const imports = parseImports(options.imports ?? 'core', libraries);
  checkTypes(tree, imports, type);

  const folder = `packages/${kebab}`;
  const core = readJson(tree, 'packages/core/package.json');
  editFile(tree, BOUNDARIES, (text, path) =>
    addItem(text, 'libraries', `${propertyName(kebab)}: [${imports.map(literal).join(', ')}]`, path),
  );
  // Its row of the table, above the first project that may import all libraries.
  const row = `| ${folder} | scope:${kebab} | type:${type} | ${imports.join(', ')} |`;
  editFile(tree, GUIDE, (text, path) => replaceOnce(text, BELOW, `${row}\n${BELOW}`, path));
  updateJson(tree, 'tsconfig.json', (config) => ({
    ...config,
    references: [...config.references, { path: `./${folder}` }],
  }));
  tree.write(`${folder}/LICENSE`, textOf(tree, 'packages/core/LICENSE'));
  const description = options.description ?? `${names.title} of the LANL CMSC data set.`;
  await addFiles(tree, import.meta.dirname, folder, { kebab, type, core, description });
  return () => {
    if (!skipInstall) linkPackage(tree.root, kebab);
    logger.info(`
${skipInstall ? 'First:    npm install\n' : ''}Build it: npx nx run-many -t build test -p @cmsc/${kebab}
Next:     npm run api writes the report of its public surface`);
  };
}

/**
 * @param {string} text
 * @param {string[]} libraries
 */
function parseImports(text, libraries) {
  const named = text.split(',').map((part) => part.trim());
  const unknown = named.find((name) => !libraries.includes(name));
  if (unknown !== undefined)
    throw new Error(`--imports has "${unknown}", which is no package: it takes ${libraries.join(', ')}`);
  return libraries.filter((name) => name === 'core' || named.includes(name));
}

/**
 * @param {Tree} tree
 * @param {string[]} imports
 * @param {string} type
 */
function checkTypes(tree, imports, type) {
  const typed = imports.find((name) => {
    const { nx } = readJson(tree, `packages/${name}/package.json`);
    return type === 'domain' && !nx.tags.includes('type:domain');
  });
  if (typed !== undefined)
    throw new Error(`a package of type domain may not import ${typed}, which reads or writes: use --type io`);
}

/**
 * Does for a new package what `npm install` would: names it in package-lock.json, and links it into node_modules, so that
 * others can import it. Nothing is fetched, since all that it depends on is there.
 *
 * @param {string} root of the workspace.
 * @param {string} name
 */
function linkPackage(root, name) {
  const flags = ['--package-lock-only', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const scope = join(root, 'node_modules', '@cmsc');
  mkdirSync(scope, { recursive: true });
  if (!existsSync(join(scope, name)))
    symlinkSync(join('..', '..', 'packages', name), join(scope, name), 'dir');
}
