import { formatFiles, logger } from '@nx/devkit';
import { addFile, editFile, textOf } from '../editing/edit-file.js';
import { addImport, addProperty, propertyNames, replaceOnce } from '../editing/edit-source.js';
import { checkName, literal, propertyName } from '../names.js';

/** @import { Tree } from '@nx/devkit' */
/** @import { Names } from '../names.js' */

/** @typedef {{ name: string, lists?: string, title?: string }} ScreenOptions */

const FOLDER = 'apps/dashboard/src/screens';
const NAMES = `${FOLDER}/screen-names.ts`;
const LISTS = 'apps/dashboard/src/lists/list-specs.ts';
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
  const known = propertyNames(textOf(tree, NAMES), 'SCREEN_TITLES', NAMES);
  const names = checkName(name, [...known, 'frequency', 'build', 'account'], 'screen');
  const shown = title ?? names.title;
  const lists = listText.split(',').map((part) => part.trim());
  checkLists(lists, propertyNames(textOf(tree, LISTS), 'SPECS', LISTS));
  const { kebab, constant } = names;
  addFile(tree, `${FOLDER}/${kebab}/${kebab}-state.ts`, stateFile(names, lists));
  addFile(tree, `${FOLDER}/${kebab}/${kebab}-screen.test.ts`, testFile(names, lists, shown));
  editFile(tree, NAMES, (text, path) =>
    addProperty(text, 'SCREEN_TITLES', `${propertyName(kebab)}: ${literal(shown)}`, path),
  );
  editFile(tree, `${FOLDER}/screens.ts`, (text, path) => {
    const imported = addImport(
      text,
      `import { ${constant}_SCREEN } from './${kebab}/${kebab}-state.js';`,
      path,
    );
    return addProperty(imported, 'ALL', `${propertyName(kebab)}: ${constant}_SCREEN`, path);
  });
  editFile(tree, README, (text, path) => inReadme(text, path, known.length + 1, shown, lists));
  await formatFiles(tree);
  return () =>
    logger.info(`
Try it:   npm run build, then npx cmsc dashboard X.duckdb --screen ${kebab}
Test it:  npx nx test @cmsc/dashboard
Next:     a view of its own is a component in ${FOLDER}/${kebab}/ and its line in views.tsx; docs/ and README.md may list it`);
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
 * @param {Names} names
 * @param {string[]} lists
 */
function stateFile({ kebab, constant }, lists) {
  const title = kebab === propertyName(kebab) ? `.${kebab}` : `[${literal(kebab)}]`;
  return `import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';
import { SCREEN_TITLES } from '../screen-names.js';

/** Shows ${lists.join(', ')}. */
export const ${constant}_SCREEN: Screen = {
  title: SCREEN_TITLES${title},
  lists: () => [${lists.map((list) => `listRef(${literal(list)})`).join(', ')}],
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
`;
}

/**
 * @param {Names} names
 * @param {string[]} lists
 * @param {string} title
 */
function testFile({ kebab }, lists, title) {
  return `import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DashboardData } from '../../data/dashboard-data.js';
import { currentPlace } from '../../state/selectors.js';
import { fixtureFolder, Harness, openFixture, type FixtureFolder } from '../../testing/harness.js';
import { SCREENS } from '../screen-names.js';
import { screenOf } from '../screens.js';

let fixture: FixtureFolder;
let data: DashboardData;
beforeAll(async () => {
  fixture = await fixtureFolder();
  data = await openFixture(fixture.path);
});
afterAll(async () => {
  await data.close();
  await fixture.remove();
});

it('shows its lists', async () => {
  const harness = new Harness(data, { columns: 80, rows: 24 }, { screen: ${literal(kebab)}, filter: '' });
  await harness.settle();
  const place = currentPlace(harness.state);
  expect(place?.screen).toBe(${literal(kebab)});
  expect(place?.lists.map(({ ref }) => ref.list)).toEqual([${lists.map(literal).join(', ')}]);
});

it('has a tab', () => {
  expect(SCREENS).toContain(${literal(kebab)});
  expect(screenOf(${literal(kebab)}).title).toBe(${literal(title)});
});
`;
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
    .replace(/ \|$/, `, ${title} |`);
  const withKeys = replaceOnce(text, row, renewed, path);
  return replaceOnce(withKeys, last, `${last}\n| ${key} | ${title} | ${lists.join(', ')} |`, path);
}
