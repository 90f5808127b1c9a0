import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiReport, reportPath } from './api-report.mjs';
import { filesEnding, publishedPackages, textOf, top } from './workspace.mjs';

const surfaces = publishedPackages().flatMap((published) =>
  published.entries.map((entry) => ({ published, entry, path: reportPath(published, entry) })),
);

describe('the public surface', () => {
  it.each(surfaces)('$published.name $entry.path is the one in $path', async ({ published, entry, path }) => {
    const { report, problems } = await apiReport(published, entry);
    expect(problems).toEqual([]);
    const kept = existsSync(join(top, path)) ? textOf(path) : '';
    expect(
      report,
      `${published.name} exports something else than ${path} says. If that is meant: npx nx run @cmsc/api:renew, and commit it`,
    ).toBe(kept);
  });

  it('has a report for what is exported, and for nothing else', () => {
    expect(filesEnding('.api.md').sort()).toEqual(surfaces.map(({ path }) => path).sort());
  });
});
