import { logger } from '@nx/devkit';
import { addFiles } from '../add-files.js';
import { addItem, addStatement, editFile, keysOf, replaceOnce, textOf } from '../edit.js';
import { checkName, literal, propertyName } from '../names.js';

/** @import { Tree } from '@nx/devkit' */

/** @typedef {{ name: string, lists?: string, title?: string }} ScreenOptions */

const FOLDER = 'apps/dashboard/src/screens';
const NAMES = 'apps/dashboard/src/state/screen-names.ts';
const LISTS = 'apps/dashboard/src/lists/lists.ts';
const README = 'apps/dashboard/README.md';
const MOST_KEYS = 9;

/**
 * Adds a screen: `nx g @cmsc/workspace-plugin:screen NAME --lists …`
 *
 * @param {Tree} tree
 * @param {ScreenOptions} options
 * @throws Error for a name or lists that can't be.
 */
export default async function generateScreen(tree, { name, lists: listText = 'sessions', title }) {
  const known = keysOf(textOf(tree, NAMES), 'SCREEN_TITLES', NAMES);
  const files = tree.children(FOLDER).map((file) => file.replace(/\..*$/, ''));
  const names = checkName(name, [...known, ...files], 'screen');
  const shown = title ?? names.title;
  const lists = listText.split(',').map((part) => part.trim());
  checkLists(lists, keysOf(textOf(tree, LISTS), 'LISTS', LISTS));
  const { kebab, constant } = names;
  editFile(tree, NAMES, (text, path) =>
    addItem(text, 'SCREEN_TITLES', `${propertyName(kebab)}: ${literal(shown)}`, path),
  );
  editFile(tree, `${FOLDER}/screens.ts`, (text, path) => {
    const statement = `import { ${constant}_SCREEN } from './${kebab}.js';`;
    return addItem(
      addStatement(text, statement, path),
      'ALL',
      `${propertyName(kebab)}: ${constant}_SCREEN`,
      path,
    );
  });
  editFile(tree, README, (text, path) => inReadme(text, path, known.length + 1, shown, lists));
  await addFiles(tree, import.meta.dirname, FOLDER, { ...names, title: shown, lists });
  return () =>
    logger.info(`
Try it:   npm run build, then npx cmsc dashboard X.duckdb --screen ${kebab}
Test it:  npx nx test @cmsc/dashboard
Next:     lines of its own above its lists are its header, see ${FOLDER}/screen.ts; docs/ and README.md may list it`);
}

/**
 * @param {string[]} lists
 * @param {string[]} known
 */
function checkLists(lists, known) {
  const unknown = lists.find((list) => !known.includes(list));
  if (unknown !== undefined)
    throw new Error(`there is no list named "${unknown}": --lists takes ${known.join(', ')}`);
  if (new Set(lists).size < lists.length) throw new Error(`--lists names a list twice: ${lists.join(', ')}`);
}

/**
 * The lines of the README that name every screen: the table of screens, and the row of number keys.
 *
 * @param {string} text
 * @param {string} path
 * @param {number} number
 * @param {string} title
 * @param {string[]} lists
 */
function inReadme(text, path, number, title, lists) {
  const lastKey = Math.min(number - 1, MOST_KEYS);
  const rows = text.match(/^\| Screens \| `1` … `\d` \| .* \|$/gm) ?? [];
  const tables = text.match(/^\| `\d` \|.*\|$/gm) ?? [];
  const [row, last] = [rows[0] ?? '| Screens | `1` …', tables.at(-1) ?? '| `1` |'];
  const key = number > MOST_KEYS ? '' : `\`${number}\``;
  const renewed = row
    .replace(`\`${lastKey}\``, `\`${Math.min(number, MOST_KEYS)}\``)
    .replace(/ to [^|]* \|$/, ` to ${title} |`);
  const withKeys = replaceOnce(text, row, renewed, path);
  return replaceOnce(withKeys, last, `${last}\n| ${key} | ${title} | ${lists.join(', ')} |`, path);
}
