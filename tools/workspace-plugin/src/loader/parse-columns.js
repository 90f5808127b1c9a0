/** @typedef {'time' | 'name' | 'number' | 'edge'} ColumnKind */
/** @typedef {{ name: string, kind: ColumnKind, dictionary: string }} Column */
/** @typedef {{ column: string, start: string, end: string }} Edge */

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Dictionaries that columns of these names share. */
const DICTIONARIES = /** @type {const} */ ([
  [/user$/i, 'user'],
  [/(computer|machine|host)$/i, 'computer'],
  [/process(_?name)?$/i, 'process'],
]);

/**
 * The columns that `--columns` and `--edge` name.
 *
 * @param {string} text such as `time,user,bytes:number`
 * @param {Edge | undefined} edge
 * @returns {Column[]}
 * @throws Error when they can't be columns of a format.
 */
export function parseColumns(text, edge) {
  const columns = text.split(',').map((part) => parseColumn(part.trim(), edge));
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`--columns names ${twice} twice`);
  const times = columns.filter(({ kind }) => kind === 'time');
  if (times.length !== 1)
    throw new Error(
      `--columns needs one time column and has ${times.length}: name it time, or mark it, as in seen:time`,
    );
  if (edge && !names.includes(edge.column))
    throw new Error(`--edge is of ${edge.column}, which --columns lacks`);
  return columns;
}

/**
 * The column and the values that `--edge` names.
 *
 * @param {string} text such as `action=Start/End`
 * @returns {Edge}
 */
export function parseEdge(text) {
  const [, column, start, end] = /^([^=]+)=([^/,]+)\/([^/,]+)$/.exec(text) ?? [];
  if (column === undefined || start === undefined || end === undefined || start === end)
    throw new Error(`--edge "${text}" is not of the form column=start/end, such as action=Start/End`);
  return { column, start, end };
}

/**
 * @param {string} part
 * @param {Edge | undefined} edge
 * @returns {Column}
 */
function parseColumn(part, edge) {
  const [name = '', mark, ...more] = part.split(':');
  if (!NAME.test(name) || more.length > 0 || (mark !== undefined && !NAME.test(mark)))
    throw new Error(
      `--columns has "${part}", which is no column: use letters, digits and _, as in bytes:number`,
    );
  if (name === edge?.column) return { name, kind: 'edge', dictionary: name };
  if (mark === 'time' || mark === 'number') return { name, kind: mark, dictionary: name };
  if (mark === undefined && name.toLowerCase() === 'time') return { name, kind: 'time', dictionary: name };
  const shared = DICTIONARIES.find(([pattern]) => pattern.test(name))?.[1];
  return { name, kind: 'name', dictionary: mark ?? shared ?? name };
}
