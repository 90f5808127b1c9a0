// Puts the command and its threads into a few files: loading three hundred modules one by one takes longer than
// reading a million rows. The packages themselves stay as they are; bin/cmsc.js takes whichever is newer.
import { build } from 'esbuild';
import { copyFileSync, rmSync } from 'node:fs';

const OUTPUT = 'dist/bundle';
const threads = '../../packages/pipeline/dist/threads';

rmSync(OUTPUT, { recursive: true, force: true });
await build({
  entryPoints: {
    cmsc: 'dist/main.js',
    'read-worker': `${threads}/read-worker.js`,
    'text-worker': `${threads}/text-worker.js`,
  },
  outdir: OUTPUT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Native code, and what is not needed for the main job or finds files of its own beside it.
  external: ['@duckdb/*', '@clickhouse/*', '@cmsc/clickhouse', '@cmsc/dashboard', 'commander', 'hyparquet*'],
  logLevel: 'warning',
});
// Beside the code that looks for it there.
copyFileSync('../../packages/loaders/dist/scanner/scan.wasm', `${OUTPUT}/scan.wasm`);
