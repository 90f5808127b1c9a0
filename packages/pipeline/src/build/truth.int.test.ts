import { SourceDatabase } from '@cmsc/store';
import { generateDataset, LineDigest, type Dataset } from '@cmsc/synthetic';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.js';
import { runBuild } from './run-build.js';

const folder = tempFolder();

/** What a built database says of what truth.json knows, read from its tables. */
async function read(path: string) {
  const database = await SourceDatabase.open(path);
  const ask = async (sql: string) => (await database.rows(sql)).rows;
  try {
    const digest = new LineDigest();
    const columns = 'dst_user, dst_machine, start_time, end_time, logons, logoffs';
    for (const row of await ask(`SELECT ${columns} FROM sessions`)) digest.add(`${row.join(',')}\n`);
    return {
      sessionsDigest: digest.toString(),
      attacks: await ask(`
        SELECT attack_time, src_user, src_machine, dst_machine, redteam.rows, match, fate,
          min(start_time), min(end_time)
        FROM redteam LEFT JOIN red_team_matches USING (tuple_id)
          LEFT JOIN (FROM sessions SELECT session_id, start_time, end_time) USING (session_id)
        GROUP BY ALL ORDER BY ALL`),
      processes: await ask(`
        SELECT count(*), count(*) FILTER (label = 1) FROM session_processes JOIN sessions USING (session_id)`),
      ledger: Object.fromEntries(
        (await ask(`SELECT name, value FROM ledger WHERE source = 'sequences'`)) as [string, number][],
      ),
    };
  } finally {
    await database.close();
  }
}

/** The same from the truth. */
function expected({ truth }: Dataset) {
  const { sessionsDigest } = truth.destination;
  const attacks = truth.attacks.map(({ fate, match, ...tuple }) => {
    const names = { session: 'session', 'open session': 'open', none: 'event' } as const;
    const span = fate.in === 'session' ? [fate.start_time, fate.end_time] : [null, null];
    const { attack_time, src_user, src_machine, dst_machine, rows } = tuple;
    return [attack_time, src_user, src_machine, dst_machine, rows, match, names[fate.in], ...span];
  });
  const { inSessions, inAttackedSessions } = truth.processes;
  return { sessionsDigest, attacks, processes: [[inSessions, inAttackedSessions]] };
}

const byText = (a: unknown[], b: unknown[]) => (a.join() < b.join() ? -1 : 1);

describe('a built database has the sessions, the processes in them and the attacks of the truth', () => {
  test.each([
    [1, 20_000],
    [2, 6_000],
    ['sonoma', 6_000],
    [4, 50],
  ])('of seed %s, %i rows', async (seed, events) => {
    const directory = join(folder, String(seed));
    const made = await generateDataset({ directory, events, seed });
    const output = join(folder, `${seed}.duckdb`);
    await runBuild({ inputs: [directory], output });
    const { ledger, ...found } = await read(output);
    const truth = expected(made);
    expect({ ...found, attacks: found.attacks.sort(byText) }).toEqual({
      ...truth,
      attacks: truth.attacks.sort(byText),
    });
    const { starts, inSessions, inOpenSessions, outside } = made.truth.processes;
    expect(ledger).toMatchObject({ starts, inSession: inSessions, inOpenSession: inOpenSessions });
    expect(Number(ledger['outsideSessions']) + Number(ledger['withoutSession'])).toBe(outside);
  });
});
