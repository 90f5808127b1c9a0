/** @import { Names } from '../names.js' */

/**
 * What the files of a package are made from.
 *
 * @typedef {object} PackageModel
 * @property {Names} names
 * @property {string} description
 * @property {'domain' | 'io'} type
 * @property {Record<string, unknown>} core package.json of @cmsc/core.
 */

/**
 * All files of the package but its licence, by their paths in its folder.
 *
 * @param {PackageModel} model
 * @returns {Record<string, string>}
 */
export function packageFiles(model) {
  return {
    'package.json': json(manifest(model)),
    'README.md': readme(model),
    'tsconfig.json': json({
      extends: '../../tsconfig.base.json',
      files: [],
      include: [],
      references: [{ path: './tsconfig.lib.json' }, { path: './tsconfig.spec.json' }],
    }),
    'tsconfig.lib.json': json({
      extends: '../../tsconfig.base.json',
      compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.lib.tsbuildinfo' },
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/testing/**'],
      references: [{ path: '../core/tsconfig.lib.json' }],
    }),
    'tsconfig.spec.json': json({
      extends: '../../tsconfig.base.json',
      compilerOptions: { outDir: './out-tsc/vitest' },
      include: ['src/**/*.test.ts', 'src/**/testing/**/*.ts'],
      references: [{ path: './tsconfig.lib.json' }],
    }),
    'vitest.config.mjs': VITEST,
    'src/index.ts': `export { busiestSecond, type BusySecond } from './busiest-second.js';\n`,
    'src/busiest-second.ts': CODE,
    'src/busiest-second.test.ts': TEST,
  };
}

/** What is the same in package.json of every package. */
const COMMON = ['type', 'license', 'keywords', 'engines', 'sideEffects', 'types', 'files', 'publishConfig'];

/** @param {PackageModel} model */
function manifest({ names: { kebab }, description, type, core }) {
  const url = 'https://github.com/cmsc-tools/cmsc';
  return {
    name: `@cmsc/${kebab}`,
    version: '0.1.0',
    description,
    ...Object.fromEntries(COMMON.map((field) => [field, core[field]])),
    repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${kebab}` },
    homepage: `${url}/tree/main/packages/${kebab}`,
    bugs: core['bugs'],
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    dependencies: { '@cmsc/core': `^${core['version']}` },
    nx: { tags: [`scope:${kebab}`, `type:${type}`] },
  };
}

/** @param {PackageModel} model */
function readme({ names: { kebab }, description }) {
  return `# @cmsc/${kebab}

${description}

\`\`\`sh
npm install @cmsc/${kebab}
\`\`\`

\`\`\`js
import { busiestSecond } from '@cmsc/${kebab}';

const events = { length: 3, time: Int32Array.of(7, 9, 9), edge: Uint8Array.of(1, 1, 0), ids: [] };
console.log(busiestSecond(events));
\`\`\`

It prints:

\`\`\`text
{ second: 9, events: 2 }
\`\`\`
`;
}

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const CODE = `import type { EventColumns } from '@cmsc/core';

/** A second and how many events it has. */
export interface BusySecond {
  second: number;
  events: number;
}

/**
 * The second with the most events, the first of them when there are several.
 *
 * @param batch events in order of time.
 * @returns undefined when there are none.
 * @example
 * busiestSecond({ length: 3, time: Int32Array.of(7, 9, 9), edge: Uint8Array.of(1, 1, 0), ids: [] });
 * // { second: 9, events: 2 }
 */
export function busiestSecond(batch: EventColumns): BusySecond | undefined {
  const { length, time } = batch;
  let busiest: BusySecond | undefined;
  for (let first = 0, row = 1; row <= length; row++) {
    if (row < length && time[row] === time[first]) continue;
    const events = row - first;
    if (busiest === undefined || events > busiest.events) busiest = { second: time[first] as number, events };
    first = row;
  }
  return busiest;
}
`;

const TEST = `import { expect, it } from 'vitest';
import { busiestSecond } from './busiest-second.js';

const eventsAt = (...times: number[]) => ({
  length: times.length,
  time: Int32Array.from(times),
  edge: new Uint8Array(times.length),
  ids: [],
});

it.each([
  [[0], { second: 0, events: 1 }],
  [[7, 9, 9], { second: 9, events: 2 }],
  [[7, 7, 8, 9, 9], { second: 7, events: 2 }],
])('finds the busiest second of %j', (times, busiest) => {
  expect(busiestSecond(eventsAt(...times))).toEqual(busiest);
});

it('finds none where there are no events, and looks at no row behind the last', () => {
  expect(busiestSecond(eventsAt())).toBeUndefined();
  expect(busiestSecond({ ...eventsAt(1, 5, 5), length: 1 })).toEqual({ second: 1, events: 1 });
});
`;

const VITEST = `export { default } from '../../tools/scripts/vitest-config.mjs';\n`;
