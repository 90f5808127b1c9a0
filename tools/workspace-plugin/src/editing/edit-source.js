import ts from 'typescript';

/**
 * Edits of a TypeScript file by its syntax tree. Each throws when the place that it is for is not there: a file that was
 * given another shape is an error, not a file to leave alone.
 */

/**
 * Adds an import before the first one of a local file that sorts behind it, or after all.
 *
 * @param {string} text
 * @param {string} statement such as `import { x } from './x.js';`
 * @param {string} path of the file, for messages.
 */
export function addImport(text, statement, path) {
  return addStatement(text, statement, path, ts.isImportDeclaration, 'import');
}

/**
 * Adds a re-export before the first one of a local file that sorts behind it, or after all.
 *
 * @param {string} text
 * @param {string} statement such as `export type { X } from './x.js';`
 * @param {string} path
 */
export function addExport(text, statement, path) {
  return addStatement(text, statement, path, ts.isExportDeclaration, 'export');
}

/**
 * Adds an element to the array that a variable is declared as.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} element
 * @param {string} path
 */
export function addElement(text, variable, element, path) {
  const value = valueOf(text, variable, path);
  if (!ts.isArrayLiteralExpression(value)) throw missing(path, `the array ${variable}`);
  return insertLast(text, value.elements, value.end, element);
}

/**
 * Adds a property to the object that a variable is declared as.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} property such as `x: 1`
 * @param {string} path
 */
export function addProperty(text, variable, property, path) {
  const value = valueOf(text, variable, path);
  if (!ts.isObjectLiteralExpression(value)) throw missing(path, `the object ${variable}`);
  return insertLast(text, value.properties, value.end, property);
}

/**
 * The names of the properties of the object that a variable is declared as.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} path
 * @returns {string[]}
 */
export function propertyNames(text, variable, path) {
  const value = valueOf(text, variable, path);
  if (!ts.isObjectLiteralExpression(value)) throw missing(path, `the object ${variable}`);
  return value.properties.map((property) => {
    const { name } = property;
    if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) return name.text;
    throw missing(path, `a plain name of every property of ${variable}`);
  });
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
 * @param {string} text
 * @param {string} statement
 * @param {string} path
 * @param {(node: ts.Node) => node is ts.ImportDeclaration | ts.ExportDeclaration} isSame
 * @param {string} kind
 */
function addStatement(text, statement, path, isSame, kind) {
  const file = parse(text, path);
  const [added] = parse(statement, path).statements;
  const specifier = added && isSame(added) ? localSpecifier(added) : undefined;
  if (specifier === undefined) throw new Error(`${statement} is no ${kind} of a local file`);
  const statements = file.statements.filter(isSame);
  if (statements.length === 0) throw missing(path, `an ${kind}`);
  const behind = statements.find((each) => (localSpecifier(each) ?? '') > specifier);
  if (behind) {
    const at = behind.getStart(file);
    return `${text.slice(0, at)}${statement}\n${text.slice(at)}`;
  }
  const at = /** @type {ts.Node} */ (statements.at(-1)).end;
  return `${text.slice(0, at)}\n${statement}${text.slice(at)}`;
}

/**
 * @param {ts.ImportDeclaration | ts.ExportDeclaration} statement
 * @returns {string | undefined}
 */
function localSpecifier({ moduleSpecifier }) {
  const text = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
  return text.startsWith('.') ? text : undefined;
}

/**
 * The value of a variable of the file, without what says its type.
 *
 * @param {string} text
 * @param {string} variable
 * @param {string} path
 * @returns {ts.Expression}
 */
function valueOf(text, variable, path) {
  for (const statement of parse(text, path).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isIdentifier(name) || name.text !== variable) continue;
      let value = initializer;
      while (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) value = value.expression;
      return value;
    }
  }
  throw missing(path, `the variable ${variable}`);
}

/**
 * @param {string} text
 * @param {ts.NodeArray<ts.Node>} items
 * @param {number} end where the list ends, behind its bracket.
 * @param {string} item
 */
function insertLast(text, items, end, item) {
  const last = items.at(-1);
  const at = last ? last.end : end - 1;
  return `${text.slice(0, at)}${last ? ',\n' : ''}${item}${last && items.hasTrailingComma ? '' : ','}${text.slice(at)}`;
}

/**
 * @param {string} text
 * @param {string} path
 */
function parse(text, path) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
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
