import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const PAGE = readFileSync(new URL('../../../docs/FEATURES.md', import.meta.url), 'utf8');
const folder = useFolder();

interface Session {
  session_id: number;
  dst_user: string;
  dst_machine: string;
  start_time: number;
  origins: string[];
  processes: string[];
}

async function ask<Row>(sql: string): Promise<Row[]> {
  const { status, stdout, stderr } = await cmsc(['query', 'X.duckdb', sql, '--format', 'json'], {
    cwd: folder.path,
  });
  expect({ sql, status, stderr }).toEqual({ sql, status: 0, stderr: '' });
  return JSON.parse(stdout) as Row[];
}

/** New edges of each session, as the page says what they are. */
function newEdges(sessions: readonly Session[]): Map<number, number> {
  const seen = new Set<string>();
  const byStart = [...sessions].sort((a, b) => a.start_time - b.start_time || a.session_id - b.session_id);
  return new Map(
    byStart.map(({ session_id, dst_machine, origins }) => {
      const fresh = origins.filter((src) => src !== dst_machine && !seen.has(`${src} ${dst_machine}`));
      for (const src of fresh) seen.add(`${src} ${dst_machine}`);
      return [session_id, fresh.length];
    }),
  );
}

function fanOut(session: Session, sessions: readonly Session[]): number {
  const { dst_user, start_time } = session;
  const near = sessions.filter(
    (other) =>
      other.dst_user === dst_user && other.start_time <= start_time && other.start_time >= start_time - 3600,
  );
  return new Set(near.map(({ dst_machine }) => dst_machine)).size;
}

/** For each process the sessions that hold it, and how many hold any. */
function holders(sessions: readonly Session[]): { counts: Map<string, number>; all: number } {
  const counts = new Map<string, number>();
  const held = sessions.filter(({ processes }) => processes.length > 0);
  for (const { processes } of held)
    for (const name of new Set(processes)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return { counts, all: held.length };
}

it('the recipes give what they say, for every session', async () => {
  for (const line of ['generate . --events 4000 --seed 6 --days 1', 'build . -o X.duckdb'])
    expect((await cmsc([...line.split(' '), '-q'], { cwd: folder.path })).status).toBe(0);
  const sessions =
    await ask<Session>(`SELECT sessions.*, coalesce(processes, []) AS processes FROM sessions LEFT JOIN (
    SELECT session_id, list(process_name) AS processes FROM session_processes GROUP BY session_id
  ) USING (session_id) ORDER BY session_id`);
  const fresh = newEdges(sessions);
  const { counts, all } = holders(sessions);
  const expected = sessions.map((session) => {
    const bits = session.processes.map((name) => -Math.log2((counts.get(name) as number) / all));
    return {
      session_id: session.session_id,
      new_edges: fresh.get(session.session_id),
      fan_out: fanOut(session, sessions),
      rarity: bits.length > 0 ? expect.closeTo(Math.max(...bits), 9) : null,
      hour: Math.floor(session.start_time / 3600) % 24,
      day: Math.floor(session.start_time / 86_400),
    };
  });
  for (const some of [
    expected.some((row) => (row.new_edges ?? 0) > 1),
    expected.some((row) => row.fan_out > 1),
    expected.some((row) => row.rarity !== null),
  ])
    expect(some).toBe(true);
  const recipes = [...PAGE.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, sql]) => sql as string);
  expect(recipes).toHaveLength(5);
  for (const recipe of recipes) {
    const rows = await ask<Record<string, unknown>>(recipe);
    const known = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => name in (expected[0] as object))),
    );
    const names = Object.keys(known[0] as object);
    expect(known).toEqual(
      expected.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))),
    );
  }
});
