import { logger } from '@nx/devkit';
import { addFiles } from '../add-files.js';
import { addItem, addStatement, editFile, textOf } from '../edit.js';
import { checkName } from '../names.js';

/** @import { Tree } from '@nx/devkit' */

/** @typedef {{ name: string, columns?: string, title?: string }} ExportOptions */

const FOLDER = 'packages/exports/src';
const REGISTRY = `${FOLDER}/registry.ts`;
const COLUMNS = 'src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result';

/**
 * Adds an export: `nx g @cmsc/workspace-plugin:export NAME --columns …`
 *
 * @param {Tree} tree
 * @param {ExportOptions} options
 * @throws Error for a name or columns that can't be.
 */
export default async function generateExport(tree, { name, columns: columnText = COLUMNS, title }) {
  const names = checkName(name, takenNames(tree), 'export');
  const { kebab, camel } = names;
  const columns = columnText.split(',').map((part) => part.trim());
  const unknown = columns.find((column) => !COLUMNS.split(',').includes(column));
  if (unknown !== undefined)
    throw new Error(`auth has no column "${unknown}": --columns takes ${COLUMNS.replaceAll(',', ', ')}`);
  editFile(tree, REGISTRY, (text, path) =>
    addItem(
      addStatement(text, `import { ${camel} } from './${kebab}.js';`, path),
      'exportFormats',
      camel,
      path,
    ),
  );
  await addFiles(tree, import.meta.dirname, FOLDER, { ...names, columns, title: title ?? names.title });
  return () =>
    logger.info(`
Try it:   npm run build, then npx cmsc export ${kebab} auth.txt.gz --redteam redteam.txt.gz -o ${kebab}
Test it:  npx nx test @cmsc/exports
Next:     say in holds which rows it has, and in keeps() which those are; README.md of packages/exports lists the exports`);
}

/**
 * The names of all exports, and of the files beside them.
 *
 * @param {Tree} tree
 */
function takenNames(tree) {
  textOf(tree, REGISTRY);
  const files = tree.children(FOLDER).filter((file) => file.endsWith('.ts'));
  return [...files.map((file) => file.replace(/(\.test)?\.ts$/, '')), 'sessions'];
}
