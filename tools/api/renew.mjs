// Writes docs/api anew from what the packages export now, and docs/COLUMNS.md: `npx nx run @cmsc/api:renew`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReport, reportPath } from './api-report.mjs';
import { columnsPage, columnsPath } from './columns-page.mjs';
import { publishedPackages, top } from './workspace.mjs';

const folder = join(top, 'docs/api');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.api.md')) rmSync(join(folder, name));

for (const published of publishedPackages()) {
  for (const entry of published.entries) {
    const { report, problems } = await apiReport(published, entry);
    writeFileSync(join(top, reportPath(published, entry)), report);
    for (const problem of problems) console.error(`${published.name}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}

writeFileSync(join(top, columnsPath), await columnsPage());
