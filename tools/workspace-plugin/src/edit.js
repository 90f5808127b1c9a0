/** @import { Tree } from '@nx/devkit' */

/**
 * Edits of files as prettier has formatted them. Each throws when the place that it is for is not there: a file that was
 * given another shape is an error, not a file to leave alone.
 */

/**
 * The text of a file of the workspace.
 *
 * @param {Tree} tree
 * @param {string} path
 * @throws Error when it is not there.
 */
export function textOf(tree, path) {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new Error(`${path} is not there: run this in a checkout of the cmsc workspace`);
  return text;
}

/**
 * Changes a file of the workspace.
 *
 * @param {Tree} tree
 * @param {string} path
 * @param {(text: string, path: string) => string} edit
 */
export function editFile(tree, path, edit) {
  tree.write(path, edit(textOf(tree, path), path));
}

/**
 * Adds an import or a re-export before the first one of a local file that sorts behind it, or after all.
 *
 * @param {string} text
 * @param {string} statement such as `import { x } from './x.js';`
 * @param {string} path of the file, for messages.
 */
export function addStatement(text, statement, path) {
  const kind = statement.startsWith('import') ? 'import' : 'export';
  const [, file] = / from '(\.[^']+)';$/.exec(statement) ?? [];
  if (file === undefined) throw new Error(`${statement} is no ${kind} of a local file`);
  const same = [...text.matchAll(new RegExp(`^${kind} [^;]*? from '([^']+)';$`, 'gm'))];
  const last = same.at(-1);
  if (last === undefined) throw missing(path, `an ${kind}`);
  const behind = same.find(([, other = '']) => other.startsWith('.') && other > file);
  const at = behind?.index ?? last.index + last[0].length + 1;
  return `${text.slice(0, at)}${statement}\n${text.slice(at)}`;
}

/**
 * Adds an item to the array or object that a variable is declared as, behind all others.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} item such as `x` or `x: 1`
 * @param {string} path
 */
export function addItem(text, variable, item, path) {
  const { start, end } = listOf(text, variable, path);
  const inner = text.slice(start, end);
  const joint = inner.trim() === '' || inner.includes('\n') ? '' : ', ';
  return `${text.slice(0, end)}${joint}${item},${text.slice(end)}`;
}

/**
 * The names of the properties of the object that a variable is declared as, one a line.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} path
 * @returns {string[]}
 */
export function keysOf(text, variable, path) {
  const { start, end } = listOf(text, variable, path);
  const keys = [...text.slice(start, end).matchAll(/^ {2}(?:'([^']+)'|([\w$]+))[:,]/gm)];
  if (keys.length === 0) throw missing(path, `the object ${variable}`);
  return keys.map(([, quoted, plain]) => quoted ?? String(plain));
}

/**
 * Replaces a text that stands in a file exactly once.
 *
 * @param {string} text
 * @param {string} anchor
 * @param {string} replacement
 * @param {string} path
 */
export function replaceOnce(text, anchor, replacement, path) {
  const found = text.split(anchor).length - 1;
  if (found !== 1) throw missing(path, `${JSON.stringify(anchor)} once (it is there ${found} times)`);
  return text.replace(anchor, () => replacement);
}

/**
 * Where the content of the array or object that a variable is declared as starts and ends.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} path
 */
function listOf(text, variable, path) {
  const declared = new RegExp(`^(?:export )?const ${variable}\\b[^;]*? = [[{]`, 'm').exec(text);
  if (!declared) throw missing(path, `the list ${variable}`);
  const start = declared.index + declared[0].length;
  let end = start;
  for (let open = 1; end < text.length; end++) {
    const character = text.charAt(end);
    if ('[{('.includes(character)) open++;
    else if (']})'.includes(character) && --open === 0) break;
  }
  return { start, end };
}

/**
 * @param {string} path
 * @param {string} what
 */
function missing(path, what) {
  return new Error(
    `${path} does not have ${what}: nothing was changed; add it by hand, or mend the generator`,
  );
}
