import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateRows, generateTruth } from './generate-rows.js';
import type { Kind } from './simulation.js';
import { disorder } from './testing/brute-force.js';
import type { Truth } from './truth/truth.js';

const SOURCES = ['C17693', 'C22409', 'C19932', 'C18025'];

function sha256(kind: Kind, options: { events: number; seed: number | string }): string {
  return createHash('sha256')
    .update([...generateRows(kind, options)].join('\n'))
    .digest('hex')
    .slice(0, 16);
}

describe('generateRows', () => {
  it.each(['auth', 'proc', 'flows', 'dns', 'redteam'] as const)(
    'makes these very rows of %s on any machine',
    (kind) => {
      expect(sha256(kind, { events: 20_000, seed: 7 })).toMatchSnapshot();
    },
  );

  it('makes equal rows of equal options, and others of another seed', () => {
    expect(sha256('auth', { events: 3000, seed: 1 })).toBe(sha256('auth', { events: 3000, seed: '1' }));
    expect(sha256('auth', { events: 3000, seed: 1 })).not.toBe(sha256('auth', { events: 3000, seed: 2 }));
  });

  it.each([0, 1, 2, 3, 10, 205, 206, 999])('makes exactly %i rows of auth', (events) => {
    for (const seed of [1, 2, 3]) expect([...generateRows('auth', { events, seed })]).toHaveLength(events);
  });

  it.each([
    [5000, 0.00004],
    [20_000, 0.00012],
    [50, 20],
  ])('makes %i rows over %d days, in that time', (events, days) => {
    const rows = [...generateRows('auth', { events, days })];
    expect(rows).toHaveLength(events);
    expect(disorder(rows)).toEqual({ backwards: 0, unsorted: 0, repeated: 0 });
    expect(Number(rows.at(-1)!.split(',')[0])).toBeLessThanOrEqual(Math.min(5_011_199, days * 86_400));
  });

  it('refuses options out of range', () => {
    expect(() => generateRows('auth', { events: -1 }).next()).toThrow('events is out of range');
  });
});

describe('100,000 rows', () => {
  const options = { events: 100_000, seed: 11 };
  let auth: string[][];
  let files: Record<Kind, string[]>;
  let truth: Truth;
  beforeAll(() => {
    const kinds: Kind[] = ['auth', 'proc', 'flows', 'dns', 'redteam'];
    files = Object.fromEntries(kinds.map((kind) => [kind, [...generateRows(kind, options)]])) as typeof files;
    auth = files.auth.map((line) => line.split(','));
    truth = generateTruth(options);
  });

  const share = (test: (row: string[]) => boolean, of: string[][] = auth) =>
    of.filter(test).length / of.length;
  const having = (orientation: string) => auth.filter((row) => row[7] === orientation);

  it('are in LANL’s proportion to the other files', () => {
    expect(truth.rows).toEqual({ auth: 100_000, proc: 40_521, flows: 12_362, dns: 3_882, redteam: 50 });
    for (const [kind, rows] of Object.entries(truth.rows)) expect(files[kind as Kind]).toHaveLength(rows);
  });

  it('have as many columns as their files, and times from 1 on', () => {
    const columns = { auth: 9, proc: 5, flows: 9, dns: 3, redteam: 4 };
    for (const [kind, count] of Object.entries(columns)) {
      expect(files[kind as Kind].every((line) => line.split(',').length === count)).toBe(true);
      expect(files[kind as Kind].every((line) => /^[1-9]\d*,/.test(line))).toBe(true);
    }
    expect(auth[0]![0]).toBe('1');
    expect(Number(auth.at(-1)![0])).toBe(truth.lastSecond);
    expect(truth.lastSecond).toBe(14 * 86_400 - 1);
  });

  it('are sorted by bytes within a second, and only flows repeat', () => {
    for (const kind of ['auth', 'proc', 'dns'] as const) {
      expect(disorder(files[kind])).toEqual({ backwards: 0, unsorted: 0, repeated: 0 });
    }
    const flows = disorder(files.flows);
    expect(flows).toMatchObject({ backwards: 0, unsorted: 0, repeated: truth.flowsDuplicates });
    expect(flows.repeated / files.flows.length).toBeGreaterThan(0.035);
    expect(flows.repeated / files.flows.length).toBeLessThan(0.065);
    expect(disorder(files.redteam).backwards).toBe(0);
    expect(disorder(files.redteam).unsorted).toBeGreaterThan(0);
  });

  it('name no origin in a LogOff', () => {
    const logoffs = having('LogOff');
    expect(logoffs.every((row) => row[1] === row[2] && row[3] === row[4] && row[5] === '?')).toBe(true);
    expect(logoffs.length / auth.length).toBeGreaterThan(0.3);
  });

  it('log on from another computer as often as LANL’s', () => {
    const remote = share((row) => row[3] !== row[4], having('LogOn'));
    expect(remote).toBeGreaterThan(0.72);
    expect(remote).toBeLessThan(0.8);
  });

  it.each([
    [/^U\d+@DOM1$/, 0.2, 0.6],
    [/^U\d+@DOM[359]$/, 0.001, 0.1],
    [/^C\d+\$@DOM1$/, 0.3, 0.6],
    [/^ANONYMOUS LOGON@C\d+$/, 0.01, 0.1],
    [/^SYSTEM@C\d+$/, 0.01, 0.1],
    [/^LOCAL SERVICE@C\d+$/, 0.0005, 0.05],
    [/^NETWORK SERVICE@C\d+$/, 0.0001, 0.05],
    [/^U\d+@C\d+$/, 0.01, 0.1],
    [/^U\d+@\?$/, 0.002, 0.03],
  ])('have users like %s', (pattern, least, most) => {
    const found = share((row) => pattern.test(row[2]!));
    expect(found).toBeGreaterThan(least);
    expect(found).toBeLessThan(most);
  });

  it('have no other users and computers, but for the destinations of tickets', () => {
    const user =
      /^((U\d+|C\d+\$)@(DOM[1359]|\?|C\d+)|(ANONYMOUS LOGON|(SYSTEM|LOCAL SERVICE|NETWORK SERVICE))@C\d+)$/;
    expect(auth.every((row) => user.test(row[1]!) && user.test(row[2]!))).toBe(true);
    expect(auth.every((row) => /^C\d+$/.test(row[3]!))).toBe(true);
    const odd = auth.filter((row) => !/^C\d+$/.test(row[4]!));
    expect(odd.every((row) => row[7] === 'TGS' && /^(TGT|U\d+)$/.test(row[4]!))).toBe(true);
    expect(new Set(odd.map((row) => row[4]![0]))).toEqual(new Set(['T', 'U']));
  });

  it.each([
    ['LogOn', 0.35, 0.48],
    ['LogOff', 0.3, 0.45],
    ['TGS', 0.12, 0.2],
    ['TGT', 0.03, 0.07],
    ['AuthMap', 0.01, 0.04],
    ['ScreenLock', 0.0001, 0.002],
    ['ScreenUnlock', 0.0001, 0.002],
  ])('have %s rows', (orientation, least, most) => {
    const found = having(orientation).length / auth.length;
    expect(found).toBeGreaterThan(least);
    expect(found).toBeLessThan(most);
  });

  it('have every auth type, logon type and result', () => {
    const values = (column: number) => new Set(auth.map((row) => row[column]));
    const types = ['Kerberos', 'NTLM', 'Negotiate', 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', '?'];
    expect(values(5)).toEqual(new Set(types));
    const logons = ['Network', 'Service', 'Batch', 'Interactive', 'NetworkCleartext', 'CachedInteractive'];
    expect(values(6)).toEqual(new Set([...logons, 'Unlock', 'NewCredentials', 'RemoteInteractive', '?']));
    expect(values(8)).toEqual(new Set(['Success', 'Fail']));
    for (const orientation of ['LogOn', 'TGS', 'TGT']) {
      const failed = share((row) => row[8] === 'Fail', having(orientation));
      expect(failed).toBeGreaterThan(0.005);
      expect(failed).toBeLessThan(0.15);
    }
  });

  it('have a LogOff before and after the LogOn of its second', () => {
    let before = 0;
    let after = 0;
    const starts = new Set(having('LogOn').map((row) => `${row[0]},${row[2]},${row[4]}`));
    const seen = new Set<string>();
    for (const row of auth) {
      const key = `${row[0]},${row[2]},${row[4]}`;
      if (row[7] === 'LogOn') seen.add(key);
      if (row[7] !== 'LogOff' || !starts.has(key)) continue;
      if (seen.has(key)) after++;
      else before++;
    }
    expect(before).toBeGreaterThan(1000);
    expect(after).toBeGreaterThan(20);
  });

  it('have every kind of second that a key can have', () => {
    const seconds = new Map<string, string>();
    for (const row of auth) {
      const key = `${row[0]},${row[2]},${row[4]}`;
      if (row[7] === 'LogOn') seconds.set(key, `${seconds.get(key) ?? ''}S`);
      if (row[7] === 'LogOff') seconds.set(key, `E${seconds.get(key) ?? ''}`);
    }
    const kinds = new Set([...seconds.values()].map((edges) => [...edges].sort().join('')));
    expect(kinds).toEqual(new Set(['S', 'E', 'ES', 'SS', 'ESS', 'EE', 'EES']));
  });

  it('have orphans, repeats, extensions, open and zero-length sessions at sensible rates', () => {
    const { ledger } = truth.destination;
    const within = (value: number, least: number, most: number) => {
      expect(value).toBeGreaterThan(least);
      expect(value).toBeLessThan(most);
    };
    within(ledger.orphanEnds / ledger.ends, 0.02, 0.1);
    within(ledger.repeatedStarts / ledger.starts, 0.08, 0.35);
    within(ledger.extendingEnds / ledger.ends, 0.08, 0.2);
    within(ledger.open / ledger.starts, 0.02, 0.12);
    within(ledger.zeroLength / ledger.sessions, 0.3, 0.5);
    within(ledger.rows / ledger.keys, 10, 25);
    // Under the three-part key nearly all LogOffs are orphans.
    within(truth.notebook.ledger.orphanEnds / ledger.ends, 0.6, 0.95);
    within(truth.notebook.ledger.rows / truth.notebook.ledger.keys, 4, 12);
  });

  it('are heavy-tailed', () => {
    for (const column of [2, 4]) {
      const counts = new Map<string, number>();
      for (const row of auth) counts.set(row[column]!, (counts.get(row[column]!) ?? 0) + 1);
      const sorted = [...counts.values()].sort((a, b) => b - a);
      const top = sorted.slice(0, Math.ceil(sorted.length / 100)).reduce((sum, count) => sum + count, 0);
      expect(top / auth.length).toBeGreaterThan(0.08);
      expect(sorted.at(-1)).toBe(1);
    }
  });

  it('have processes that run several at once, and both ends of runs in one second', () => {
    const running = new Map<string, number>();
    let most = 0;
    let endsFirst = 0;
    const lines = new Set(files.proc);
    for (const line of files.proc) {
      const [, user, computer, process, action] = line.split(',');
      const run = `${user},${computer},${process}`;
      running.set(run, Math.max(0, (running.get(run) ?? 0) + (action === 'Start' ? 1 : -1)));
      most = Math.max(most, running.get(run)!);
      if (action === 'End' && lines.has(line.replace(/End$/, 'Start'))) endsFirst++;
    }
    expect(most).toBeGreaterThan(2);
    expect(endsFirst).toBeGreaterThan(1000);
    expect(new Set(files.proc.map((line) => line.split(',')[4]))).toEqual(new Set(['Start', 'End']));
  });

  it('start processes inside sessions, attacked ones too, in open ones, and outside', () => {
    const { starts, inSessions, inAttackedSessions, inOpenSessions, outside } = truth.processes;
    expect(inSessions + inOpenSessions + outside).toBe(starts);
    expect(inSessions / starts).toBeGreaterThan(0.1);
    expect(inAttackedSessions).toBeGreaterThan(20);
    expect(inOpenSessions / starts).toBeGreaterThan(0.005);
    expect(outside / starts).toBeGreaterThan(0.1);
  });

  it('have flows that end early, with de-identified and readable ports', () => {
    const flows = files.flows.map((line) => line.split(','));
    expect(Number(flows.at(-1)![0])).toBeLessThanOrEqual(
      Math.floor((truth.lastSecond * 3_126_928) / 5_011_199),
    );
    const port = /^(N\d+|\d+)$/;
    expect(flows.every((row) => port.test(row[3]!) && port.test(row[5]!))).toBe(true);
    expect(share((row) => row[3]!.startsWith('N'), flows)).toBeGreaterThan(0.5);
    expect(share((row) => row[5] === '445', flows)).toBeGreaterThan(0.03);
    expect(new Set(flows.map((row) => row[6]))).toEqual(new Set(['6', '17', '1']));
    expect(flows.every((row) => [1, 7, 8].every((column) => /^\d+$/.test(row[column]!)))).toBe(true);
  });

  it('have red-team logons over NTLM, followed by a LogOff within half a minute, or never', () => {
    const lines = new Set(files.auth);
    const attacks = truth.attacks.filter(({ match }) => match === 'exact');
    for (const { attack_time, src_user, src_machine, dst_machine } of attacks) {
      const line = [
        attack_time,
        src_user,
        src_user,
        src_machine,
        dst_machine,
        'NTLM,Network,LogOn,Success',
      ].join();
      expect(lines.has(line)).toBe(true);
    }
    const logoffs = having('LogOff');
    const delays = attacks.map(({ attack_time, src_user, dst_machine }) => {
      const own = logoffs.filter((row) => row[2] === src_user && row[4] === dst_machine);
      return (
        Math.min(...own.map((row) => Number(row[0])).filter((time) => time >= attack_time)) - attack_time
      );
    });
    expect(delays.every((delay) => delay <= 30 || delay === Infinity)).toBe(true);
    expect(delays.filter((delay) => delay === 0).length).toBeGreaterThan(5);
    expect(delays.filter((delay) => delay > 0 && delay <= 30).length).toBeGreaterThan(5);
    expect(delays.filter((delay) => delay === Infinity).length).toBeGreaterThan(0);
  });

  it('have the red team’s sources in rows of others, too', () => {
    expect(new Set(truth.attacks.map(({ src_machine }) => src_machine))).toEqual(new Set(SOURCES));
    const lines = new Set(files.redteam);
    for (const source of SOURCES) {
      const own = having('LogOn').filter((row) => row[3] === source && row[4] !== source);
      expect(own.some(([time, , user, from, to]) => !lines.has([time, user, from, to].join()))).toBe(true);
    }
  });

  it('have red-team rows that repeat, local accounts, and other destinations', () => {
    const { labels } = truth;
    expect(labels).toMatchObject({
      redteamRows: 50,
      distinct: 48,
      matchedExact: 47,
      matchedOrigin: 1,
      unmatched: 0,
    });
    expect(labels.inSession + labels.inOpenSession + labels.withoutSession).toBe(48);
    expect(labels.inOpenSession).toBeGreaterThan(0);
    expect(new Set(files.redteam).size).toBe(48);
    expect(files.redteam.filter((line) => /,U\d+@C\d+,/.test(line)).length).toBeGreaterThan(0);
  });
});
