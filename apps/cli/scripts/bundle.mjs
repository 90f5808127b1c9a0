// Puts the command and its threads into a few files: loading three hundred modules one by one takes longer than
// reading a million rows. The packages themselves stay as they are; bin/cmsc.js takes whichever is newer.
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundle } from '../../../tools/scripts/bundle.mjs';

const APP = join(import.meta.dirname, '..');
const packages = '../../packages';

await bundle(APP, {
  entryPoints: {
    cmsc: 'dist/main.js',
    'read-worker': `${packages}/loaders/dist/threads/read-worker.js`,
    'text-worker': `${packages}/loaders/dist/threads/text-worker.js`,
    'block-worker': `${packages}/loaders/dist/threads/block-worker.js`,
    'score-worker': `${packages}/pipeline/dist/detection/score-worker.js`,
  },
  // Native code, and what is not needed for the main job or finds files of its own beside it.
  external: [
    '@duckdb/*',
    '@clickhouse/*',
    '@cmsc/clickhouse',
    '@cmsc/dashboard',
    '@cmsc/report',
    'commander',
    'hyparquet*',
    'vega*',
  ],
});
// Beside the code that looks for them there.
for (const path of [
  'scanner/scan.wasm',
  'scanner/scan-shared.wasm',
  'opening/inflate.wasm',
  'sessionizer/sessionize.wasm',
])
  copyFileSync(join(APP, packages, 'loaders/dist', path), join(APP, 'dist/bundle', basename(path)));
