import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();

describe('cmsc demo', () => {
  it('ends in a summary, checked against what is known of the data, and leaves nothing', async () => {
    const env = { TMPDIR: folder.path };
    const { status, stdout } = await cmsc(['demo', '--events', '20000'], { env });
    expect(status).toBe(0);
    expect(stdout).toContain('20,000 rows read');
    expect(stdout).toMatch(/[\d,]+ sessions of [\d,]+ keys/);
    expect(stdout).toMatch(/orphaned logoffs: \w/);
    expect(stdout).toMatch(/\d+ attacked sessions/);
    expect(stdout).toMatch(/dst_user +dst_machine +start_time +end_time +origins +attack_times\n {2}U/);
    expect(stdout).toContain('is what the generator knows to be true');
    expect(stdout).toContain('cmsc sessions auth.txt.gz --redteam redteam.txt.gz');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('keeps data and results with --keep', async () => {
    const kept = join(folder.path, 'kept');
    const { status, stdout } = await cmsc(['-q', 'demo', '--events', '2000', '--keep', kept]);
    expect(status).toBe(0);
    expect(stdout).toContain(`${kept}\n`);
    expect(stdout).toContain(join(kept, 'report.html'));
    expect(readFileSync(join(kept, 'report.html'), 'utf8')).toContain('<h1>The campaign of cmsc demo</h1>');
    expect(readdirSync(kept)).toEqual(
      expect.arrayContaining(['auth.txt.gz', 'sessions.jsonl', 'processes.csv', 'truth.json']),
    );
    expect((await cmsc(['demo', '--events', '2000', '--keep', kept])).status).toBe(3);
    expect((await cmsc(['demo', '--events', '2000', '--keep', kept, '--force'])).status).toBe(0);
  });

  it('has a summary of no rows, too', async () => {
    const { status, stdout } = await cmsc(['-q', 'demo', '--events', '0']);
    expect(status).toBe(0);
    expect(stdout).toContain('0 rows read');
  });
});
