import type { AuthEvent } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { labelLedgerProblems } from './label-outcomes.js';
import { redTeamRow, row } from './testing/rows.js';
import { DESTINATION_KEY, runLabels, SOURCE_KEY } from './testing/label-run.js';

/** A logon from C1 on C2 at 10, and the LogOff that C2 writes down at 20. */
const REMOTE: AuthEvent[] = [row(10, 'U1', 'C1', 'C2'), row(20, 'U1', 'C2', 'C2', 'LogOff')];

function outcome(redteam: string[], rows: AuthEvent[], key: typeof DESTINATION_KEY) {
  const run = runLabels(redteam.map(redTeamRow), rows, key);
  expect(labelLedgerProblems(run.outcomes.ledger())).toEqual([]);
  return { ...run, ledger: run.outcomes.ledger(), records: run.outcomes.records({ key }) };
}

describe('labels under the key of user and destination', () => {
  it('labels a remote logon and its session', () => {
    const { redteamRows, sessions, records, ledger } = outcome(['10,U1,C1,C2'], REMOTE, DESTINATION_KEY);
    expect(redteamRows).toEqual([1, 0]);
    expect(sessions).toEqual([
      {
        dst_user: 'U1',
        dst_machine: 'C2',
        sources: ['C1'],
        start: 10,
        end: 20,
        label: 1,
        attackTimes: [10],
      },
    ]);
    expect(records).toEqual([
      {
        ...redTeamRow('10,U1,C1,C2'),
        rows: 1,
        match: 'exact',
        fate: 'session',
        exactRows: 1,
        originRows: 0,
        otherDestinations: [],
        sessions: 1,
        openSessions: 0,
        losses: [],
      },
    ]);
    expect(ledger).toEqual({
      redteamRows: 1,
      distinct: 1,
      matchedExact: 1,
      matchedOrigin: 0,
      unmatched: 0,
      inSession: 1,
      inOpenSession: 0,
      withoutSession: 0,
      nowhere: 0,
      attackedSessions: 1,
    });
  });

  it('lists distinct attack times in order, whatever the order and repeats of the file', () => {
    const rows = [row(10, 'U1', 'C1', 'C2'), row(12, 'U1', 'C3', 'C2'), row(20, 'U1', 'C2', 'C2', 'LogOff')];
    const redteam = ['15,U1,C3,C2', '12,U1,C3,C2', '12,U1,C1,C2', '15,U1,C3,C2', '21,U1,C1,C2', '9,U1,C1,C2'];
    const { sessions, ledger } = outcome(redteam, rows, DESTINATION_KEY);
    expect(sessions[0]?.attackTimes).toEqual([12, 15]);
    expect(ledger).toMatchObject({ distinct: 5, matchedExact: 1, unmatched: 4, inSession: 3, nowhere: 2 });
  });

  it('leaves a session alone whose origins lack the source', () => {
    const { sessions, records } = outcome(['10,U1,C9,C2'], REMOTE, DESTINATION_KEY);
    expect(sessions[0]).toMatchObject({ label: 0, attackTimes: [] });
    expect(records[0]).toMatchObject({ match: 'none', fate: 'nowhere', losses: [{ code: 'NOT_IN_AUTH' }] });
  });

  it('counts a tuple at the seam of two sessions in both', () => {
    const rows = [
      row(10, 'U1', 'C1', 'C2'),
      row(20, 'U1', 'C2', 'C2', 'LogOff'),
      row(20, 'U1', 'C1', 'C2'),
      row(30, 'U1', 'C2', 'C2', 'LogOff'),
    ];
    const { records, ledger } = outcome(['20,U1,C1,C2'], rows, DESTINATION_KEY);
    expect(records[0]).toMatchObject({ fate: 'session', sessions: 2 });
    expect(ledger).toMatchObject({ inSession: 1, attackedSessions: 2 });
  });

  it('lets an open session reach to the last time read', () => {
    const rows = [row(10, 'U1', 'C1', 'C2'), row(50, 'U7', 'C7', 'C7', 'TGS')];
    const redteam = ['10,U1,C1,C2', '50,U1,C1,C2', '51,U1,C1,C2'];
    const { sessions, records, ledger } = outcome(redteam, rows, DESTINATION_KEY);
    expect(sessions[0]).toMatchObject({ end: undefined, label: 1, attackTimes: [10, 50] });
    expect(records.map(({ fate }) => fate)).toEqual(['open', 'open', 'nowhere']);
    expect(records[0]?.losses).toEqual([
      { code: 'NO_LOGOFF', text: 'no logoff seen before the end of what was read, at 50' },
    ]);
    expect(ledger).toMatchObject({ inOpenSession: 2, inSession: 0, nowhere: 1, attackedSessions: 0 });
  });

  it('prefers a complete session to an open one that begins in the same second', () => {
    const rows = [...REMOTE, row(20, 'U1', 'C1', 'C2')];
    const { records, ledger } = outcome(['20,U1,C1,C2'], rows, DESTINATION_KEY);
    expect(records[0]).toMatchObject({ fate: 'session', sessions: 1, openSessions: 1, losses: [] });
    expect(ledger).toMatchObject({ inSession: 1, inOpenSession: 0, attackedSessions: 1 });
  });

  it('counts a tuple that lies in a session but in no row as in the session, and as unmatched', () => {
    const { records, ledger } = outcome(['15,U1,C1,C2'], REMOTE, DESTINATION_KEY);
    expect(records[0]).toMatchObject({ match: 'none', fate: 'session', losses: [{ code: 'NOT_IN_AUTH' }] });
    expect(ledger).toMatchObject({ unmatched: 1, inSession: 1, nowhere: 0, attackedSessions: 1 });
  });
});

describe('labels under the key with the source', () => {
  it('leaves a remote logon in an open session and says why', () => {
    const { redteamRows, sessions, records, ledger } = outcome(['10,U1,C1,C2'], REMOTE, SOURCE_KEY);
    expect(redteamRows).toEqual([1, 0]);
    expect(sessions.map(({ end, label }) => ({ end, label }))).toEqual([{ end: undefined, label: 1 }]);
    expect(records[0]).toMatchObject({ match: 'exact', fate: 'open', losses: [{ code: 'REMOTE_LOGON' }] });
    expect(records[0]?.losses[0]?.text).toContain('never name where it came from');
    expect(ledger).toMatchObject({ matchedExact: 1, inOpenSession: 1, attackedSessions: 0 });
  });

  it('labels a logon on the machine itself', () => {
    const rows = [row(10, 'U1', 'C2', 'C2'), row(20, 'U1', 'C2', 'C2', 'LogOff')];
    const { sessions, ledger } = outcome(['10,U1,C2,C2', '20,U1,C1,C2'], rows, SOURCE_KEY);
    expect(sessions[0]).toMatchObject({ label: 1, attackTimes: [10] });
    expect(ledger).toMatchObject({ inSession: 1, nowhere: 1 });
  });

  it('does not put an open session down to the source when the logon was no remote one', () => {
    const { records } = outcome(['10,U1,C2,C2'], [row(10, 'U1', 'C2', 'C2')], SOURCE_KEY);
    expect(records[0]).toMatchObject({ fate: 'open', losses: [{ code: 'NO_LOGOFF' }] });
  });
});

describe('losses', () => {
  it('names the destinations that auth has instead', () => {
    const rows = ['C5', 'C6', 'C5', 'C7', 'C8'].map((destination) => row(10, 'U1', 'C1', destination));
    const { redteamRows, records, ledger } = outcome(['10,U1,C1,C2'], rows, DESTINATION_KEY);
    expect(redteamRows).toEqual([0, 0, 0, 0, 0]);
    expect(records[0]).toMatchObject({
      match: 'origin',
      fate: 'event',
      exactRows: 0,
      originRows: 5,
      otherDestinations: ['C5', 'C6', 'C7', 'C8'],
      losses: [
        {
          code: 'OTHER_DESTINATION',
          text: 'auth has this time, user and source with another destination: C5, C6, C7 and 1 more',
        },
      ],
    });
    expect(ledger).toMatchObject({ matchedExact: 0, matchedOrigin: 1, withoutSession: 1 });
  });

  it('takes an exact match before matches by origin', () => {
    const rows = [row(10, 'U1', 'C1', 'C5'), row(10, 'U1', 'C1', 'C2'), row(10, 'U1', 'C1', 'C2')];
    const { records, ledger } = outcome(['10,U1,C1,C2', '10,U1,C1,C3'], rows, DESTINATION_KEY);
    expect(records[0]).toMatchObject({ match: 'exact', exactRows: 2, originRows: 1 });
    expect(records[1]).toMatchObject({ match: 'origin', exactRows: 0, originRows: 3 });
    expect(ledger).toMatchObject({ matchedExact: 1, matchedOrigin: 1, unmatched: 0 });
  });

  it('says of rows that are no logons that they start no session', () => {
    const { records } = outcome(['10,U1,C1,C2'], [row(10, 'U1', 'C1', 'C2', 'TGS')], DESTINATION_KEY);
    expect(records[0]).toMatchObject({ match: 'exact', fate: 'event', losses: [{ code: 'NOT_A_LOGON' }] });
  });

  it('says what was read when a tuple lies outside of it', () => {
    const { records } = outcome(
      ['9,U1,C1,C2', '21,U1,C1,C2', '10,U1,C3,C2', '20,U1,C3,C2'],
      REMOTE,
      DESTINATION_KEY,
    );
    expect(records.map(({ losses }) => losses)).toEqual([
      [{ code: 'OUTSIDE_SPAN', text: 'outside the time span read, 10 to 20' }],
      [{ code: 'OUTSIDE_SPAN', text: 'outside the time span read, 10 to 20' }],
      [{ code: 'NOT_IN_AUTH', text: 'no auth row read has this time, user and source' }],
      [{ code: 'NOT_IN_AUTH', text: 'no auth row read has this time, user and source' }],
    ]);
  });

  it('says so when nothing was read at all', () => {
    const { records, ledger } = outcome(['9,U1,C1,C2'], [], DESTINATION_KEY);
    expect(records[0]?.losses).toEqual([{ code: 'OUTSIDE_SPAN', text: 'no auth row was read' }]);
    expect(ledger).toMatchObject({ distinct: 1, unmatched: 1, nowhere: 1 });
  });

  it('has an empty ledger for an empty red team', () => {
    const { ledger, records, redteamRows } = outcome([], REMOTE, DESTINATION_KEY);
    expect(new Set(Object.values(ledger))).toEqual(new Set([0]));
    expect(records).toEqual([]);
    expect(redteamRows).toEqual([0, 0]);
  });
});
