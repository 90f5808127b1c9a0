import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUTH_ROWS, CONSUMER, CONSUMER_OUTPUT } from './consumer-files.js';
import { COMMAND_FOLDER } from './command-steps.js';
import type { Stage } from './stage.js';
import type { Step } from './step.js';

const FOLDER = 'with-three-packages';

/** Module systems by which programs resolve the packages. */
const RESOLUTIONS = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Three packages taken alone, and all of them, by programs of somebody else. */
export const LIBRARY_STEPS: readonly Step[] = [
  {
    title: 'installs core, loaders and labeling in a clean folder',
    next: 'is the registry reachable that npm has third-party packages from (npm ping)?',
    async run(stage) {
      const folder = await stage.install(FOLDER, ['@cmsc/core', '@cmsc/loaders', '@cmsc/labeling']);
      assert(!existsSync(join(folder, 'node_modules/@duckdb')), 'it has DuckDB, which these do without');
      writeFileSync(join(folder, 'auth.txt'), AUTH_ROWS);
      writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
      return 'without DuckDB';
    },
  },
  {
    title: 'type-checks a consumer of them under nodenext and bundler resolution',
    next: 'look at `exports` and `types` of the package, and at what its declarations import',
    async run(stage) {
      await compile(stage, FOLDER, 'consumer.ts', []);
      return 'without @types/node, library declarations included';
    },
  },
  {
    title: 'runs that consumer',
    next: 'compare with the tests of the three packages',
    async run(stage) {
      const folder = join(stage.folder, FOLDER);
      const printed = await stage.run(process.execPath, ['out-nodenext/consumer.js'], folder);
      assert.equal(printed, CONSUMER_OUTPUT);
      return 'sessions and labels as expected';
    },
  },
  {
    title: 'type-checks a consumer of all packages',
    next: 'look at what the declarations of the package import; only @types/node may be left to the consumer',
    async run(stage) {
      const folder = await stage.install(COMMAND_FOLDER, ['@types/node@20']);
      const imports = stage.packages.map(({ name }, place) => `import * as p${place} from '${name}';`);
      const list = stage.packages.map((_, place) => `p${place}`).join(', ');
      writeFileSync(join(folder, 'all.ts'), `${imports.join('\n')}\nconsole.log([${list}].length);\n`);
      await compile(stage, COMMAND_FOLDER, 'all.ts', ['node']);
      return `${imports.length} packages, with @types/node`;
    },
  },
];

/** Type-checks a file under all resolutions, the declarations of the packages included, and compiles it into `out-NAME`. */
async function compile(
  stage: Stage,
  consumer: string,
  file: string,
  types: readonly string[],
): Promise<void> {
  const folder = join(stage.folder, consumer);
  const compileUnder = async (name: keyof typeof RESOLUTIONS): Promise<void> => {
    const output = join(folder, `out-${name}`);
    const compilerOptions = {
      ...RESOLUTIONS[name],
      ...{ target: 'es2022', strict: true, skipLibCheck: false, types, rootDir: '.', outDir: output },
    };
    mkdirSync(output, { recursive: true });
    const project = join(folder, `tsconfig.${name}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
    await stage.runInstalled('tsc', ['--project', project], folder);
  };
  await Promise.all([compileUnder('nodenext'), compileUnder('bundler')]);
}
