import { literal, propertyName } from '../names.js';

/** @import { Names } from '../names.js' */
/** @import { Column, Edge } from './parse-columns.js' */

/**
 * What the files of a loader are made from.
 *
 * @typedef {object} LoaderModel
 * @property {Names} names
 * @property {string} title
 * @property {'csv' | 'json-lines'} syntax
 * @property {Column[]} columns
 * @property {Edge | undefined} edge
 * @property {string[]} key columns of the key of its sessions, none when it has no sessions.
 */

const MAKERS = { time: 'timeColumn', number: 'numberColumn', edge: 'edgeColumn', name: 'nameColumn' };

/**
 * The descriptor.
 *
 * @param {LoaderModel} model
 */
export function descriptorFile(model) {
  const { names, title, syntax, columns, edge } = model;
  const makers = [...new Set(columns.map(({ kind }) => MAKERS[kind]))].sort();
  const members = columns.map(({ name, kind }) => `  ${name}: ${isNumber(kind) ? 'number' : 'string'};`);
  const values = columns.map(({ name, kind }, i) =>
    isNumber(kind) ? `    ${name}: Number(fields[${i}]),` : `    ${name}: fields[${i}]!,`,
  );
  const digits = columns.flatMap(({ kind }, i) => (isNumber(kind) ? [`isDigits(fields[${i}]!)`] : []));
  const needs = syntax === 'json-lines' && model.key.length > 0 ? `needs: [${model.key.map(literal)}], ` : '';
  const ending = syntax === 'csv' ? 'txt|csv|gz' : 'json|jsonl|gz';
  return `import { ${[...makers.slice(0, 1), 'isDigits', ...makers.slice(1)].join(', ')}, type Format } from './format.js';

/** A row of ${names.kebab}. Times are whole seconds. */
export interface ${names.pascal}Event {
${members.join('\n')}
}

/** ${title} */
export const ${names.camel}: Format<${names.pascal}Event> = {
  name: ${literal(names.kebab)},
${syntax === 'csv' ? '' : `  syntax: '${syntax}',\n`}  columns: [
${columns.map((column) => `    ${columnMaker(column)},`).join('\n')}
  ],
${edge ? `  edge: { start: ${literal(edge.start)}, end: ${literal(edge.end)}, ${needs}others: true },\n` : ''}  ordered: true,
  fileNames: /^${names.kebab}.*\\.(${ending})$/i,
  resembles: (fields) => ${digits.join(' && ')},
  toEvent: (fields) => ({
${values.join('\n')}
  }),
};
`;
}

/**
 * Its test.
 *
 * @param {LoaderModel} model
 */
export function testFile({ names, syntax, columns, edge }) {
  const { camel, kebab } = names;
  const counts = `{ rows: 2, starts: ${edge ? 1 : 0}, ends: ${edge ? 1 : 0}, other: ${edge ? 0 : 2}, failedStarts: 0, filtered: 0, rejected: 0 }`;
  const rows = [1, 2].map(
    (time) => `  [${columns.map((column) => literal(sampleValue(column, edge, time))).join(', ')}],`,
  );
  const line =
    syntax === 'csv'
      ? "`${row.join(',')}\\n`"
      : `\`\${JSON.stringify(Object.fromEntries(row.map((value, i) => [${camel}.columns[i]!.name, value])))}\\n\``;
  const read = syntax === 'csv' ? 'readAll' : 'readOnce';
  return `import { expect, it } from 'vitest';
import { sniffFormat } from '../sniff-format.js';
import { ${read} } from '../testing/read-all.js';
import { tempFile } from '../testing/temp-folder.js';
import { ${camel} } from './${kebab}.js';

const ROWS = [
${rows.join('\n')}
];
const TEXT = ROWS.map((row) => ${line}).join('');

it('recognises a file of ${kebab}', async () => {
  expect((await sniffFormat(await tempFile(TEXT, '${kebab}.${syntax === 'csv' ? 'txt' : 'json'}')))?.name).toBe('${kebab}');
});

it('accounts for every row of it', async () => {
  const select = ${camel}.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
  const { rows, counts } = await ${read}(await tempFile(TEXT), '${kebab}', { select, others: 'emit' });
  expect(rows.map(([time]) => time)).toEqual([1, 2]);
  expect(counts).toEqual(${counts});
});

it('makes an event of a row', () => {
  const event = ${camel}.toEvent(ROWS[0]!);
  expect(Object.keys(event)).toEqual(${camel}.columns.map(({ name }) => name));
  expect(Object.values(event).map(String)).toEqual(ROWS[0]);
});
`;
}

/**
 * What \`cmsc sessions\` has to know of it.
 *
 * @param {LoaderModel} model
 */
export function sessionEntry({ names, columns, key }) {
  const of = (/** @type {string} */ dictionary) =>
    columns.find((column) => column.dictionary === dictionary)?.name;
  return `${propertyName(names.kebab)}: {
    format: formats${propertyAccess(names.kebab)},
    rules: { key: [${key.map(literal)}], ties: 'pair', pairing: 'merge' },
    user: ${literal(of('user') ?? String(key[0]))},
    computer: ${literal(of('computer') ?? String(key.at(-1)))},
    remembers: [],
    hasRedTeam: false,
  }`;
}

/** @param {Column['kind']} kind */
function isNumber(kind) {
  return kind === 'time' || kind === 'number';
}

/** @param {Column} column */
function columnMaker({ name, kind, dictionary }) {
  const second = kind === 'name' && dictionary !== name ? `, ${literal(dictionary)}` : '';
  return `${MAKERS[kind]}(${literal(name)}${second})`;
}

/**
 * @param {Column} column
 * @param {Edge | undefined} edge
 * @param {number} time
 */
function sampleValue({ name, kind }, edge, time) {
  if (kind === 'time') return String(time);
  if (kind === 'number') return '7';
  if (kind === 'edge' && edge) return time === 1 ? edge.start : edge.end;
  return `a ${name}`;
}

/** @param {string} name */
function propertyAccess(name) {
  const property = propertyName(name);
  return property === name ? `.${name}` : `[${property}]`;
}
