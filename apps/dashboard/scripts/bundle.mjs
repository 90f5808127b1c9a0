// Puts what a terminal or a plain printout needs into a few files: loading Ink and what it is made of module by module
// takes a second of a slow processor. The modules stay as they are; app/run-dashboard.ts takes whichever is newer.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../../tools/scripts/bundle.mjs';

const APP = join(import.meta.dirname, '..');

const { metafile } = await bundle(APP, {
  entryPoints: ['dist/app/run-in-terminal.js', 'dist/app/print-screen.js'],
  entryNames: '[name]',
  metafile: true,
  // Native code, what Ink loads only where somebody debugs it, and charts, which the dashboard draws none of.
  external: ['@duckdb/*', './devtools.js', '@cmsc/report'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // Some of what Ink is made of asks for Node's own modules by require. The name is one that nobody else has.
  banner: {
    js: `import { createRequire as requireOfBundle } from 'node:module';\nconst require = requireOfBundle(import.meta.url);`,
  },
});
writeFileSync(join(APP, 'dist/bundle/LICENSES.txt'), licensesOf(Object.keys(metafile.inputs)));

/** The licences of the packages that went into the bundle. */
function licensesOf(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(join(APP, path))?.[0]);
  const texts = [...new Set(folders)].filter((folder) => folder && existsSync(folder)).map(licenseOf);
  return texts.sort().join('\n');
}

function licenseOf(folder) {
  const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  return `${name} (${license})\n\n${text}\n${'-'.repeat(80)}\n`;
}
