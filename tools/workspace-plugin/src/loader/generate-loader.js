import { logger } from '@nx/devkit';
import { addFiles } from '../add-files.js';
import { addItem, addStatement, editFile, keysOf, textOf } from '../edit.js';
import { checkName, literal, propertyAccess, propertyName } from '../names.js';
import { parseColumns, parseEdge, parseKey } from './parse-columns.js';

/** @import { Tree } from '@nx/devkit' */

/** @typedef {{ name: string, columns: string, syntax?: 'csv' | 'json-lines', edge?: string, key?: string, title?: string }} LoaderOptions */

const FOLDER = 'packages/loaders/src';
const REGISTRY = `${FOLDER}/formats/registry.ts`;
const SOURCES = 'packages/pipeline/src/session-sources.ts';

/**
 * Adds a source: `nx g @cmsc/workspace-plugin:loader NAME --columns …`
 *
 * @param {Tree} tree
 * @param {LoaderOptions} options
 * @throws Error for a name, columns or a key that can't be.
 */
export default async function generateLoader(tree, options) {
  const { syntax = 'csv', title } = options;
  const names = checkLoaderName(tree, options.name);
  const { camel, kebab, pascal } = names;
  const edge = options.edge === undefined ? undefined : parseEdge(options.edge);
  const columns = parseColumns(options.columns, edge);
  const key = options.key === undefined ? [] : parseKey(options.key, columns, edge);

  editFile(tree, REGISTRY, (text, path) => {
    const imported = addStatement(text, `import { ${camel} } from './${kebab}.js';`, path);
    return addItem(imported, 'formats', kebab === camel ? camel : `${propertyName(kebab)}: ${camel}`, path);
  });
  editFile(tree, `${FOLDER}/index.ts`, (text, path) =>
    addStatement(text, `export type { ${pascal}Event } from './formats/${kebab}.js';`, path),
  );
  if (key.length > 0)
    editFile(tree, SOURCES, (text, path) =>
      addItem(text, 'SESSION_SOURCES', sessionSource(kebab, columns, key), path),
    );
  await addFiles(tree, import.meta.dirname, `${FOLDER}/formats`, {
    ...{ ...names, syntax, columns, edge, key },
    title: title ?? `${names.title}: a row is ${columns.map(({ name }) => name).join(', ')}.`,
  });
  const sessions = key.length > 0 ? `, cmsc sessions ${kebab}.txt.gz` : '';
  return () =>
    logger.info(`
Try it:   npm run build, then npx cmsc inspect ${kebab}.txt.gz${sessions}
Test it:  npx nx test @cmsc/loaders
Next:     say in resembles() what tells its rows from others of as many columns;
          npm run api renews the report of the public surface, README.md of packages/loaders lists the formats`);
}

/**
 * @param {Tree} tree
 * @param {string} name
 */
function checkLoaderName(tree, name) {
  const known = keysOf(textOf(tree, REGISTRY), 'formats', REGISTRY);
  const names = checkName(name, [...known, 'format', 'registry', 'detect-format'], 'loader');
  const like = known.find((each) => name.startsWith(each) || each.startsWith(name));
  if (like !== undefined)
    throw new Error(
      `files named ${name}… would be taken for ${like}: choose a name that neither begins the other`,
    );
  return names;
}

/**
 * What `cmsc sessions` has to know of it.
 *
 * @param {string} name
 * @param {ReturnType<typeof parseColumns>} columns
 * @param {string[]} key
 */
function sessionSource(name, columns, key) {
  const of = (/** @type {string} */ wanted) => columns.find(({ dictionary }) => dictionary === wanted)?.name;
  return `${propertyName(name)}: {
    format: formats${propertyAccess(name)},
    rules: { key: [${key.map(literal).join(', ')}], ties: 'pair', pairing: 'merge' },
    user: ${literal(of('user') ?? String(key[0]))},
    computer: ${literal(of('computer') ?? String(key.at(-1)))},
    remembers: [],
    hasRedTeam: false,
  }`;
}
