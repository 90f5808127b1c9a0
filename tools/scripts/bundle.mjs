// What the bundles of the apps have in common: ES modules for Node, their shared parts in files of their own, in
// dist/bundle of the app, wherever this is called from.
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the bundle of the app in `folder` anew; paths in `options` are from there. */
export function bundle(folder, options) {
  const outdir = join(folder, 'dist/bundle');
  rmSync(outdir, { recursive: true, force: true });
  return build({
    absWorkingDir: folder,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    ...options,
  });
}
