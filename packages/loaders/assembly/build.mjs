// Compiles the scanner to dist/scanner/scan.wasm, a file of the package.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await mkdir(here('../dist/scanner'), { recursive: true });
const { error, stderr } = await main([
  here('index.ts'),
  ...['--outFile', here('../dist/scanner/scan.wasm')],
  ...['--baseDir', here('.')],
  ...['-O3', '--noAssert'],
  ...['--enable', 'simd'],
  // No runtime: the scanner has no objects, and a memory that the host gives it, with a limit of the host's choice.
  ...['--runtime', 'stub', '--importMemory', '--use', 'abort='],
]);
process.stderr.write(stderr.toString());
if (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
