import { describe, expect, it } from 'vitest';
import { labelLedgerProblems } from './label-outcomes.js';
import { RedTeamIndex } from './red-team-index.js';
import { summarizeRedTeam, timesByKey } from './summary.js';
import { authRow } from './testing/rows.js';
import { DESTINATION_KEY, runLabels, SOURCE_KEY } from './testing/label-run.js';
import { hasSharedData, sharedLines, sharedRedTeam } from './testing/shared-data.js';

interface NotebookCells {
  redteam: {
    rows: number;
    rowsPerSrcUserTop10: Record<string, number>;
    timesByKey: Record<string, number[]>;
  };
}

const DAY_7 = 'data/auth_users_day7_t634975-635057.txt';

describe.skipIf(!hasSharedData)('the published red-team file', () => {
  const cells = () =>
    (JSON.parse(sharedLines('golden/notebook-cells.json').join('\n')) as NotebookCells).redteam;

  it('has the figures that are known of it', () => {
    const { users, sources, destinations, days, ...figures } = summarizeRedTeam(
      new RedTeamIndex(sharedRedTeam()),
    );
    expect(figures).toEqual({
      rows: 749,
      distinct: 715,
      surplusRows: 34,
      repeatedTuples: 12,
      localAccountRows: 27,
      firstTime: 150885,
      lastTime: 2557047,
    });
    expect([users.length, destinations.length]).toEqual([104, 301]);
    expect(sources).toEqual([
      { name: 'C17693', rows: 701 },
      { name: 'C22409', rows: 26 },
      { name: 'C19932', rows: 19 },
      { name: 'C18025', rows: 3 },
    ]);
    expect(days.reduce((sum, day) => sum + day.rows, 0)).toBe(749);
    expect([days[0]?.day, days.at(-1)?.day]).toEqual([1, 29]);
  });

  it('has the top users that the origin notebook printed', () => {
    const { users } = summarizeRedTeam(new RedTeamIndex(sharedRedTeam()));
    const { rows, rowsPerSrcUserTop10 } = cells();
    expect(rows).toBe(749);
    const ours = Object.fromEntries(users.map((user) => [user.name, user.rows]));
    expect(ours).toMatchObject(rowsPerSrcUserTop10);
    expect(users.slice(0, 10).map((user) => user.rows)).toEqual(Object.values(rowsPerSrcUserTop10));
  });

  it('has the times by key that the origin notebook printed', () => {
    const keys = timesByKey(new RedTeamIndex(sharedRedTeam()));
    const byName = new Map(
      keys.map((key) => [`${key.src_user},${key.src_machine},${key.dst_machine}`, key.times]),
    );
    const printed = Object.entries(cells().timesByKey);
    expect(printed).not.toHaveLength(0);
    for (const [name, times] of printed) expect(byName.get(name)).toEqual(times);
    expect(keys.reduce((sum, { times }) => sum + times.length, 0)).toBe(749);
  });
});

describe.skipIf(!hasSharedData)('the red-team logon of day 7', () => {
  const isIn = ({ attack_time }: { attack_time: number }) => attack_time >= 634975 && attack_time <= 635057;
  const run = (key: typeof DESTINATION_KEY, ties: 'pair' | 'file') => {
    const { outcomes, redteamRows, sessions } = runLabels(
      sharedRedTeam(),
      sharedLines(DAY_7).map(authRow),
      key,
      {
        ties,
      },
    );
    expect(labelLedgerProblems(outcomes.ledger())).toEqual([]);
    return {
      ledger: outcomes.ledger(),
      tuples: outcomes.records({ key }).filter(isIn),
      attackedRows: redteamRows.filter((rows) => rows > 0),
      attacked: sessions.filter(({ label }) => label === 1),
    };
  };

  it('is matched and lies in a session under the key of user and destination', () => {
    const { ledger, tuples, attackedRows, attacked } = run(DESTINATION_KEY, 'pair');
    expect(tuples).toMatchObject([
      {
        src_user: 'U737@DOM1',
        src_machine: 'C19932',
        dst_machine: 'C529',
        match: 'exact',
        fate: 'session',
        losses: [],
      },
    ]);
    expect(attackedRows).toEqual([1]);
    expect(attacked).toMatchObject([{ dst_user: 'U737@DOM1', dst_machine: 'C529', attackTimes: [635015] }]);
    expect(ledger).toMatchObject({
      redteamRows: 749,
      distinct: 715,
      matchedExact: 1,
      unmatched: 714,
      inSession: 1,
      nowhere: 714,
      attackedSessions: 1,
    });
  });

  it('is matched but never closed under the key with the source', () => {
    const { ledger, tuples } = run(SOURCE_KEY, 'file');
    expect(tuples).toMatchObject([{ match: 'exact', fate: 'open', losses: [{ code: 'REMOTE_LOGON' }] }]);
    expect(ledger).toMatchObject({
      matchedExact: 1,
      inSession: 0,
      inOpenSession: 1,
      nowhere: 714,
      attackedSessions: 0,
    });
  });
});
