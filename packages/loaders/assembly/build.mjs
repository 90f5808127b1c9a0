// Compiles the scanner and the inflater into dist, files of the package.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function compile(source, target, ...options) {
  const { error, stderr } = await main([
    here(source),
    ...['--outFile', here(`../dist/${target}`)],
    ...['--baseDir', here('.')],
    ...['-O3', '--noAssert'],
    ...['--enable', 'simd'],
    // No runtime: there are no objects.
    ...['--runtime', 'stub', '--use', 'abort='],
    ...options,
  ]);
  process.stderr.write(stderr.toString());
  if (!error) return;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

for (const folder of ['scanner', 'opening', 'sessionizer'])
  await mkdir(here(`../dist/${folder}`), { recursive: true });
// The scanner's memory grows, and is the host's, with a limit of the host's choice; that of the inflater has its size.
await compile('index.ts', 'scanner/scan.wasm', '--importMemory');
// The same over a memory that another thread puts text into.
const shared = ['--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];
await compile('index.ts', 'scanner/scan-shared.wasm', '--importMemory', ...shared);
await compile('inflate/index.ts', 'opening/inflate.wasm');
await compile('sessionizer/index.ts', 'sessionizer/sessionize.wasm', '--importMemory');
