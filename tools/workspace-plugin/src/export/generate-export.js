import { formatFiles, logger } from '@nx/devkit';
import { addFile, editFile, textOf } from '../editing/edit-file.js';
import { addElement, addImport } from '../editing/edit-source.js';
import { checkName, literal } from '../names.js';

/** @import { Tree } from '@nx/devkit' */
/** @import { Names } from '../names.js' */

/** @typedef {{ name: string, columns?: string, title?: string }} ExportOptions */

const FOLDER = 'packages/sequences/src/exports';
const REGISTRY = `${FOLDER}/registry.ts`;
const COLUMNS = 'src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result'.split(
  ',',
);

/**
 * Adds an export: `nx g @cmsc/workspace-plugin:export NAME --columns …`
 *
 * @param {Tree} tree
 * @param {ExportOptions} options
 * @throws Error for a name or columns that can't be.
 */
export default async function generateExport(tree, { name, columns: columnText, title }) {
  const names = checkName(name, takenNames(tree), 'export');
  const columns = columnText === undefined ? COLUMNS : columnText.split(',').map((part) => part.trim());
  const unknown = columns.find((column) => !COLUMNS.includes(column));
  if (unknown !== undefined)
    throw new Error(`auth has no column "${unknown}": --columns takes ${COLUMNS.join(', ')}`);
  const { kebab, camel } = names;
  addFile(tree, `${FOLDER}/${kebab}.ts`, formatFile(names, columns, title ?? names.title));
  addFile(tree, `${FOLDER}/${kebab}.test.ts`, testFile(names, columns));
  editFile(tree, REGISTRY, (text, path) =>
    addElement(
      addImport(text, `import { ${camel} } from './${kebab}.js';`, path),
      'exportFormats',
      camel,
      path,
    ),
  );
  await formatFiles(tree);
  return () =>
    logger.info(`
Try it:   npm run build, then npx cmsc export ${kebab} auth.txt.gz --redteam redteam.txt.gz -o ${kebab}
Test it:  npx nx test @cmsc/sequences
Next:     say in holds which rows it has, and in keeps() which those are; README.md of packages/sequences lists the exports`);
}

/**
 * The names of all exports, and of the files beside them.
 *
 * @param {Tree} tree
 */
function takenNames(tree) {
  const files = tree.children(FOLDER).filter((file) => file.endsWith('.ts'));
  textOf(tree, REGISTRY);
  return [...files.map((file) => file.replace(/(\.test)?\.ts$/, '')), 'sessions'];
}

/**
 * @param {Names} names
 * @param {string[]} columns
 * @param {string} title
 */
function formatFile({ kebab, camel, pascal, constant }, columns, title) {
  return `import type { EventColumns } from '@cmsc/core';
import { AUTH_COLUMNS, type AuthColumn, type ExportFormat, type ExportInput } from './export-format.js';
import { csvValue } from './parts/csv.js';
import type { LineBuffer } from './parts/line-buffer.js';
import { NameBytes } from './parts/name-caches.js';
import { RowExport, type RowRules } from './parts/row-export.js';

const COMMA = 44;
const ZERO = 48;

/** The columns that are written behind the time, in this order; the label comes last. */
const ${constant}_COLUMNS: readonly AuthColumn[] = [${columns.map(literal).join(', ')}];

/** ${title.replace(/\.$/, '')}: rows of auth by day, each with its label. */
export const ${camel}: ExportFormat = {
  name: ${literal(kebab)},
  title: ${literal(title)},
  holds: 'of every kind',
  columns: AUTH_COLUMNS,
  passes: 1,
  start: (input) =>
    new RowExport(
      input,
      {
        format: ${camel},
        slices: { seconds: 86_400, fileOf: (day) => \`\${day}.csv\`, fillsGaps: false },
        labels: { 'as-published': { user: 'dst_user' }, corrected: { user: 'dst_user' } },
      },
      new ${pascal}Rows(input),
    ),
};

class ${pascal}Rows implements RowRules {
  readonly #written: readonly { place: number; texts: NameBytes }[];
  #events!: EventColumns;

  constructor({ dictionaries }: ExportInput) {
    this.#written = ${constant}_COLUMNS.map((column) => {
      const place = AUTH_COLUMNS.indexOf(column);
      return { place, texts: new NameBytes(dictionaries[place]!, (value) => \`,\${csvValue(value)}\`) };
    });
  }

  begin(events: EventColumns): void {
    this.#events = events;
    for (const { texts } of this.#written) texts.refresh();
  }

  keeps(): boolean {
    return true;
  }

  write(lines: LineBuffer, row: number, _number: number, label: 0 | 1): void {
    const { time, ids } = this.#events;
    lines.integer(time[row]!);
    for (const { place, texts } of this.#written) texts.put(lines, ids[place]![row]!);
    lines.byte(COMMA);
    lines.byte(ZERO + label);
  }
}
`;
}

/**
 * @param {Names} names
 * @param {string[]} columns
 */
function testFile({ kebab, camel }, columns) {
  return `import { expect, it } from 'vitest';
import type { ExportCase } from '../testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from '../testing/check-format.js';
import { runFormat, type MemoryFiles } from '../testing/run-format.js';
import { AUTH_COLUMNS } from './export-format.js';
import { ${camel} } from './${kebab}.js';

const WRITTEN = [${columns.map(literal).join(', ')}];

/** Its rows, worked out one by one: red when time, account logged on as, source and destination are a red-team row. */
function derive({ lines, redteam }: ExportCase): ExpectedRow[] {
  return lines.map((line, number) => {
    const [time, ...values] = line.split(',') as [string, ...string[]];
    const valueOf = (column: string) => values[AUTH_COLUMNS.findIndex((name) => name === column)]!;
    const red = [time, valueOf('dst_user'), valueOf('src_machine'), valueOf('dst_machine')].join(',');
    const file = \`\${Math.floor(Number(time) / 86_400)}.csv\`;
    return { number, file, label: redteam.includes(red) ? 1 : 0, values: [time, ...WRITTEN.map(valueOf)] };
  });
}

function read(files: MemoryFiles): ReadRow[] {
  return files.paths.flatMap((file) =>
    (files.text(file).match(/.+/g) ?? []).map((line): ReadRow => {
      const fields = line.split(',');
      return { file, label: Number(fields.at(-1)), values: fields.slice(0, -1) };
    }),
  );
}

checkFormat({ format: ${camel}, derive, read });

it('has the label at the end', () => {
  const lines = ['5,U1@DOM1,U2@DOM1,C1,C2,NTLM,Network,LogOn,Success'];
  const { files } = runFormat(${camel}, { lines, redteam: ['5,U2@DOM1,C1,C2'], variant: 'corrected' });
  expect(files.text('0.csv')).toMatch(/^5,.*,1\\n$/);
});
`;
}
