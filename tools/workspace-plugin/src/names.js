/** A name in the forms that files and code want it in. */
/** @typedef {{ kebab: string, camel: string, pascal: string, constant: string, title: string }} Names */

const SHAPE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Words that can't name a variable of a module. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in index instanceof interface let new null package private ' +
    'protected public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/**
 * Checks a name and gives its forms.
 *
 * @param {string} name as it was typed.
 * @param {readonly string[]} taken names that are given already.
 * @param {string} kind what it is a name of, for messages.
 * @returns {Names}
 * @throws Error when it can't be used, with what is wrong and what would do.
 */
export function checkName(name, taken, kind) {
  if (!SHAPE.test(name))
    throw new Error(
      `"${name}" can't name the new ${kind}: use lower-case letters and digits with single hyphens between words, such as dns-answers`,
    );
  const names = formsOf(name);
  if (RESERVED.has(names.camel))
    throw new Error(`"${name}" can't name the new ${kind}: it is a reserved word`);
  if (taken.includes(name)) throw new Error(`the ${kind} ${name} is there already`);
  return names;
}

/**
 * @param {string} kebab
 * @returns {Names}
 */
function formsOf(kebab) {
  const words = kebab.split('-');
  const capital = (/** @type {string} */ word) => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return {
    kebab,
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    constant: words.join('_').toUpperCase(),
    title: capital(words.join(' ')),
  };
}

/**
 * A text as a literal of TypeScript, in the quotes that prettier uses.
 *
 * @param {string} text
 */
export function literal(text) {
  return text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\\', '\\\\')}'`;
}

/**
 * A name as the name of a property.
 *
 * @param {string} name
 */
export function propertyName(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/**
 * How a property is got.
 *
 * @param {string} name
 */
export function propertyAccess(name) {
  const property = propertyName(name);
  return property === name ? `.${name}` : `[${property}]`;
}
