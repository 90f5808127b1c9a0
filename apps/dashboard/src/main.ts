import { parseArgs } from 'node:util';
import { CmscError } from '@cmsc/core';
import { runDashboard } from './run-dashboard.js';

/** Runs the dashboard by itself, for work on it: `node dist/main.js X.duckdb [--screen S] [--filter F] [--once]`. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      screen: { type: 'string' },
      filter: { type: 'string' },
      theme: { type: 'string' },
      once: { type: 'boolean' },
    },
  });
  const [path = ''] = positionals;
  await runDashboard({ kind: 'database', path }, values as Parameters<typeof runDashboard>[1]);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CmscError)) throw error;
  console.error(`dashboard: ${error.message}`);
  process.exitCode = { data: 1, usage: 2, io: 3, interrupted: 130, limit: 1 }[error.kind];
}
process.exit();
