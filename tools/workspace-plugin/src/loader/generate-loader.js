import { formatFiles, logger } from '@nx/devkit';
import { addFile, editFile, textOf } from '../editing/edit-file.js';
import { addExport, addImport, addProperty, propertyNames } from '../editing/edit-source.js';
import { checkName, propertyName } from '../names.js';
import { descriptorFile, sessionEntry, testFile } from './loader-files.js';
import { parseColumns, parseEdge } from './parse-columns.js';

/** @import { Tree } from '@nx/devkit' */
/** @import { LoaderModel } from './loader-files.js' */

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
  const model = modelOf(tree, options);
  const { camel, kebab, pascal } = model.names;
  addFile(tree, `${FOLDER}/formats/${kebab}.ts`, descriptorFile(model));
  addFile(tree, `${FOLDER}/formats/${kebab}.int.test.ts`, testFile(model));
  editFile(tree, REGISTRY, (text, path) => {
    const imported = addImport(text, `import { ${camel} } from './${kebab}.js';`, path);
    const property = kebab === camel ? camel : `${propertyName(kebab)}: ${camel}`;
    return addProperty(imported, 'formats', property, path);
  });
  editFile(tree, `${FOLDER}/index.ts`, (text, path) =>
    addExport(text, `export type { ${pascal}Event } from './formats/${kebab}.js';`, path),
  );
  if (model.key.length > 0)
    editFile(tree, SOURCES, (text, path) => addProperty(text, 'SESSION_SOURCES', sessionEntry(model), path));
  await formatFiles(tree);
  return () => logger.info(nextSteps(model));
}

/**
 * @param {Tree} tree
 * @param {LoaderOptions} options
 * @returns {LoaderModel}
 */
function modelOf(tree, { name, columns: columnText, syntax = 'csv', edge: edgeText, key: keyText, title }) {
  const known = propertyNames(textOf(tree, REGISTRY), 'formats', REGISTRY);
  const names = checkName(name, [...known, 'format', 'registry', 'detect-format'], 'loader');
  const like = known.find((each) => name.startsWith(each) || each.startsWith(name));
  if (like !== undefined)
    throw new Error(
      `files named ${name}… would be taken for ${like}: choose a name that neither begins the other`,
    );
  const edge = edgeText === undefined ? undefined : parseEdge(edgeText);
  const columns = parseColumns(columnText, edge);
  return {
    ...{ names, syntax, columns, edge },
    title: title ?? `${names.title}: a row is ${columns.map((column) => column.name).join(', ')}.`,
    key: keyText === undefined ? [] : parseKey(keyText, columns, edge),
  };
}

/**
 * @param {string} text
 * @param {LoaderModel['columns']} columns
 * @param {LoaderModel['edge']} edge
 */
function parseKey(text, columns, edge) {
  if (!edge) throw new Error('--key is of sessions, which need --edge to say where they start and end');
  const key = text.split(',').map((part) => part.trim());
  for (const name of key) {
    const kind = columns.find((column) => column.name === name)?.kind;
    if (kind === undefined) throw new Error(`--key has ${name}, which --columns lacks`);
    if (kind !== 'name') throw new Error(`--key has ${name}, of the kind ${kind}: a key is made of names`);
  }
  return key;
}

/** @param {LoaderModel} model */
function nextSteps({ names: { kebab }, key }) {
  const sessions = key.length > 0 ? `, cmsc sessions ${kebab}.txt.gz` : '';
  return `
Try it:   npm run build, then npx cmsc inspect ${kebab}.txt.gz${sessions}
Test it:  npx nx test @cmsc/loaders
Next:     say in resembles() what tells its rows from others of as many columns;
          npm run api renews the report of the public surface, README.md of packages/loaders lists the formats`;
}
