/** @typedef {'time' | 'name' | 'number' | 'edge'} ColumnKind */
/** @typedef {{ column: string, start: string, end: string }} Edge */

/**
 * A column, with its declaration in a format and a value of it at a time.
 *
 * @typedef {{ name: string, kind: ColumnKind, dictionary: string, type: string, maker: string, declared: string, sample: (time: number) => string }} Column
 */

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
 * The columns of the key that `--key` names.
 *
 * @param {string} text such as `user,gateway`
 * @param {Column[]} columns
 * @param {Edge | undefined} edge
 */
export function parseKey(text, columns, edge) {
  if (!edge) throw new Error('--key is of sessions, which need --edge to say where they start and end');
  const key = text.split(',').map((part) => part.trim());
  for (const name of key) {
    const kind = columns.find((column) => column.name === name)?.kind;
    if (kind === undefined) throw new Error(`--key has ${name}, which --columns lacks`);
    if (kind !== 'name') throw new Error(`--key has ${name}, of the kind ${kind}: a key is made of names`);
  }
  return key;
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
  const shared = DICTIONARIES.find(([pattern]) => pattern.test(name))?.[1];
  const kind = kindOf(name, mark, edge);
  const dictionary = kind === 'name' ? (mark ?? shared ?? name) : name;
  const maker = `${kind}Column`;
  /** @type {Record<ColumnKind, (time: number) => string>} */
  const samples = {
    time: String,
    number: () => '7',
    edge: (time) => String(time === 1 ? edge?.start : edge?.end),
    name: () => `a ${name}`,
  };
  return {
    ...{ name, kind, dictionary, maker, sample: samples[kind] },
    type: kind === 'time' || kind === 'number' ? 'number' : 'string',
    declared: `${maker}('${name}'${dictionary === name ? '' : `, '${dictionary}'`})`,
  };
}

/**
 * @param {string} name
 * @param {string | undefined} mark
 * @param {Edge | undefined} edge
 * @returns {ColumnKind}
 */
function kindOf(name, mark, edge) {
  if (name === edge?.column) return 'edge';
  if (mark === 'time' || mark === 'number') return mark;
  return mark === undefined && name.toLowerCase() === 'time' ? 'time' : 'name';
}
