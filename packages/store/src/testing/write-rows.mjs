// Writes rows in a process of its own, with the built package: to be limited, interrupted and killed.
// Says `open` on standard error once the output is open, and at the end what came of it, as JSON.
// node write-rows.mjs '{"target": "out.csv", "rows": 1000, "options": {}}'
import { setTimeout } from 'node:timers/promises';
import { removeLeftovers } from '@cmsc/files';
import { writeTable } from '../../dist/index.js';

const { target, rows, options, pauseMs = 0 } = JSON.parse(process.argv[2]);

const KEYS = 500;
const BATCH_ROWS = 1000;
const spec = { name: 'sessions', key: ['dst_user'], columns: [{ name: 'start_time', type: 'int' }] };
const keys = { size: KEYS, name: (_, key) => `U${key}@DOM1` };

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    removeLeftovers();
    process.exit(130);
  });
}

function batch(from) {
  const length = Math.min(BATCH_ROWS, rows - from);
  return {
    length,
    key: Int32Array.from({ length }, (_, i) => ((from + i) * 7) % KEYS),
    columns: [Int32Array.from({ length }, (_, i) => from + i)],
  };
}

async function* batches() {
  console.error('open');
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    yield batch(from);
    if (pauseMs) await setTimeout(pauseMs);
  }
}

try {
  const summary = await writeTable({ spec, keys, batches: batches() }, target, options);
  console.error(JSON.stringify(summary));
} catch (error) {
  console.error(JSON.stringify({ kind: error.kind, code: error.code, message: error.message }));
  process.exit(3);
}
