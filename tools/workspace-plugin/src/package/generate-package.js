import { formatFiles, logger, readJson, updateJson } from '@nx/devkit';
import { addFile, editFile, textOf } from '../editing/edit-file.js';
import { addProperty, propertyNames, replaceOnce } from '../editing/edit-source.js';
import { checkName, literal, propertyName } from '../names.js';
import { linkPackage } from './link-package.js';
import { packageFiles } from './package-files.js';

/** @import { Tree } from '@nx/devkit' */
/** @import { Names } from '../names.js' */

/** @typedef {{ name: string, type?: 'domain' | 'io', imports?: string, description?: string, skipInstall?: boolean }} PackageOptions */

const BOUNDARIES = 'tools/scripts/boundaries.mjs';
const GUIDE = 'CONTRIBUTING.md';

/**
 * Adds a package: `nx g @cmsc/workspace-plugin:package NAME --imports …`
 *
 * @param {Tree} tree
 * @param {PackageOptions} options
 * @throws Error for a name or imports that can't be.
 */
export default async function generatePackage(tree, options) {
  const { type = 'domain', skipInstall = false } = options;
  const libraries = propertyNames(textOf(tree, BOUNDARIES), 'libraries', BOUNDARIES);
  const folders = ['packages', 'apps', 'tools'].flatMap((kind) => tree.children(kind));
  const names = checkName(options.name, [...libraries, ...folders, 'tool', 'source'], 'package');
  const imports = parseImports(options.imports ?? 'core', libraries);
  checkTypes(tree, imports, type);
  const description = options.description ?? `${names.title} of the LANL CMSC data set.`;
  const folder = `packages/${names.kebab}`;
  const core = readJson(tree, 'packages/core/package.json');
  const files = packageFiles({ names, description, type, core });
  for (const [path, text] of Object.entries(files)) addFile(tree, `${folder}/${path}`, text);
  addFile(tree, `${folder}/LICENSE`, textOf(tree, 'packages/core/LICENSE'));
  editFile(tree, BOUNDARIES, (text, path) =>
    addProperty(
      text,
      'libraries',
      `${propertyName(names.kebab)}: [${imports.map(literal).join(', ')}]`,
      path,
    ),
  );
  editFile(tree, GUIDE, (text, path) => inTable(text, path, names, type, imports));
  updateJson(tree, 'tsconfig.json', (config) => ({
    ...config,
    references: [...config.references, { path: `./${folder}` }],
  }));
  await formatFiles(tree);
  return () => {
    if (!skipInstall) linkPackage(tree.root, names.kebab);
    logger.info(nextSteps(names, skipInstall));
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
 * The row of the table in CONTRIBUTING.md, above the first project that may import all libraries.
 *
 * @param {string} text
 * @param {string} path
 * @param {Names} names
 * @param {string} type
 * @param {string[]} imports
 */
function inTable(text, path, { kebab }, type, imports) {
  const row = `| packages/${kebab} | scope:${kebab} | type:${type} | ${imports.join(', ')} |\n`;
  return replaceOnce(text, '| packages/pipeline ', `${row}| packages/pipeline `, path);
}

/**
 * @param {Names} names
 * @param {boolean} skipInstall
 */
function nextSteps({ kebab }, skipInstall) {
  return `
${skipInstall ? 'First:    npm install\n' : ''}Build it: npx nx run-many -t build test -p @cmsc/${kebab}
Next:     npm run api writes the report of its public surface`;
}
