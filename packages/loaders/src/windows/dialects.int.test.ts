import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { isWindowsFile } from './detect-windows.js';
import { readWindows, type WindowsReading, type WindowsResult } from './read-windows.js';
import { MADE_DIALECTS, madeEvents } from './testing/made-events.js';
import { MADE_LISTS } from './testing/made-lists.js';
import { windowsLedgerProblems } from './windows-ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name.replace(/\W+/g, '-'));
  writeFileSync(path, content);
  return path;
}

/** Sessions and processes with their texts, times cut to so many digits of a second. */
function plain({ sessions, processes, names }: WindowsResult, digits: number) {
  const unit = 10 ** (6 - digits);
  const cut = (time: number) => Math.floor(time / unit) * unit;
  const text = (id: number) => names.name(id);
  return {
    sessions: sessions.map((s) => ({
      ...{
        ...s,
        start: cut(s.start),
        end: cut(s.end),
        endLatest: cut(s.endLatest),
        userLogoff: cut(s.userLogoff),
      },
      ...{ logonId: text(s.logonId), user: text(s.user), domain: text(s.domain), sourceIp: text(s.sourceIp) },
      ...{ sourceHost: text(s.sourceHost), linkedLogonId: text(s.linkedLogonId) },
      ...{ authPackage: text(s.authPackage), outboundUser: text(s.outboundUser) },
    })),
    processes: processes.map((p) => ({
      ...{
        ...p,
        start: cut(p.start),
        end: cut(p.end),
        endLatest: cut(p.endLatest),
        session: p.session?.number,
      },
      ...{ logonId: text(p.logonId), creatorLogonId: text(p.creatorLogonId), user: text(p.user) },
      ...{ processName: text(p.processName), parentName: text(p.parentName) },
    })),
  };
}

async function reference(): Promise<WindowsResult> {
  return readWindows([file('reference.jsonl', MADE_DIALECTS[0]!.write(madeEvents()))]);
}

describe('the events of one story give the same sessions, processes and counts', () => {
  test.each([...MADE_DIALECTS, ...MADE_LISTS])('as $name', async ({ name, zone, digits = 6, write }) => {
    const path = file(name, write(madeEvents()));
    expect(await isWindowsFile(path)).toBe(true);
    const reading: WindowsReading = zone === undefined ? {} : { timeZone: zone };
    // Whether rows that don't matter are passed over by their bytes must not show.
    const early = await readWindows([path], { ...reading, parsedRows: 0 });
    const run = await readWindows([path], reading);
    expect(early.ledger).toEqual(run.ledger);
    expect(plain(early, digits)).toEqual(plain(run, digits));
    const expected = await reference();
    expect(plain(run, digits)).toEqual(plain(expected, digits));
    const { dialects, zoneless, zeroLength } = run.ledger;
    expect(run.ledger).toEqual({ ...expected.ledger, dialects, zoneless, zeroLength });
    expect(Object.values(dialects)).toEqual([madeEvents().length]);
    expect(windowsLedgerProblems(run.ledger)).toEqual([]);
  });

  test('packed with gzip, and cut into files', async () => {
    const events = madeEvents();
    const { write } = MADE_DIALECTS[0]!;
    const packed = file('packed.gz', gzipSync(write(events.slice(9))));
    const run = await readWindows([packed, file('rest.jsonl', write(events.slice(0, 9)))]);
    expect(plain(run, 6)).toEqual(plain(await reference(), 6));
  });

  test('each behind a line of Elasticsearch’s bulk format, which counts as one', async () => {
    const rows = String(MADE_DIALECTS[0]!.write(madeEvents())).trimEnd().split('\n');
    const actions = ['{"index":{"_index":"x"}}', '{"create":{}}', '{ "update": {"_id":"1"} }'];
    const updates = rows.map((row, n) => (n % 3 === 2 ? `{"doc":${row},"doc_as_upsert":true}` : row));
    const lines = updates.map((row, n) => `${actions[n % 3]}\n${row}\n`);
    const path = file('bulk.jsonl', `${lines.join('')}{"delete":{"_id":"2"}}\n`);
    expect(await isWindowsFile(path)).toBe(true);
    for (const parsedRows of [0, undefined]) {
      const run = await readWindows([path], { parsedRows });
      const expected = await reference();
      expect(plain(run, 6)).toEqual(plain(expected, 6));
      const { other, dialects, rows: events } = expected.ledger;
      const bulk = { 'elasticsearch-bulk': events + 1 };
      expect(run.ledger).toEqual({
        ...{ ...expected.ledger, rows: 2 * events + 1, dialects: { ...dialects, ...bulk } },
        other: { ...other, bulkActions: events + 1 },
      });
      expect(windowsLedgerProblems(run.ledger)).toEqual([]);
    }
  });

  test('of which those of a time window make what they make alone', async () => {
    const events = madeEvents();
    const { write } = MADE_DIALECTS[0]!;
    const all = file('all.jsonl', write(events));
    for (const [first, last] of [
      [0, 9],
      [4, 13],
      [17, 99],
    ]) {
      const inside = events.slice(first, last! + 1);
      const window = { from: inside[0]!.time, to: inside.at(-1)!.time };
      const part = file('part.jsonl', write(inside));
      const [run, alone] = [await readWindows([all], { window }), await readWindows([part])];
      expect(plain(run, 6)).toEqual(plain(alone, 6));
      const outside = events.filter((event) => !inside.includes(event));
      // What does not matter counts as what it is, whenever it was written: not all of it is looked at.
      const security = outside.filter(({ id }) => id === 5156 || id === 4907).length;
      const filtered = outside.length - security;
      const { rows, dialects, other } = alone.ledger;
      expect(run.ledger).toEqual({
        ...{
          ...alone.ledger,
          rows: rows + outside.length,
          dialects: { evtx: dialects['evtx']! + outside.length },
        },
        other: { ...other, filtered, security: (other.security ?? 0) + security },
      });
      expect(windowsLedgerProblems(run.ledger)).toEqual([]);
    }
  });

  test('of which every one is there twice, in two dialects', async () => {
    const [evtx, winlogbeat] = ['evtx_dump -o jsonl', 'winlogbeat'].map((wanted) =>
      file(wanted, MADE_DIALECTS.find(({ name }) => name === wanted)!.write(madeEvents())),
    );
    const run = await readWindows([evtx!, winlogbeat!]);
    expect(plain(run, 6)).toEqual(plain(await reference(), 6));
    expect(run.ledger.duplicates).toBe(19);
    expect(windowsLedgerProblems(run.ledger)).toEqual([]);
  });
});

test('a row that does not matter is no reason to lose the next one', async () => {
  const { write } = MADE_DIALECTS[0]!;
  const rows = String(write(madeEvents())).trimEnd().split('\n');
  const glued = file('glued.jsonl', `${rows[1]}\n${rows[0]}${rows[2]}\n`);
  const run = await readWindows([glued], { parsedRows: 0, onBadRow: 'skip' });
  expect(run.ledger.rejected).toEqual({ notJson: 1 });
});

test('ids of 64 bits keep all their digits', async () => {
  const ids = ['18446744073709551614', '18446744073709551615', '0x1FFFFFFFFFFFFF', '9007199254740993'];
  const rows = ids.map((id, n) =>
    JSON.stringify({
      ...{ EventTime: `2024-05-06T07:08:0${n}Z`, Hostname: 'PC3', Channel: 'Security', EventID: 4624 },
      ...{ TargetLogonId: 'ID', Message: 'it says \\": 12345678901234567890, and goes on' },
    }).replace('"ID"', id.startsWith('0x') ? `"${id}"` : id),
  );
  const run = await readWindows([file('long.jsonl', `${rows.join('\n')}\n`)]);
  expect(run.sessions.map(({ logonId }) => run.names.name(logonId))).toEqual([
    ...['0xfffffffffffffffe', '0xffffffffffffffff', '0x1fffffffffffff', '0x20000000000001'],
  ]);
});

test('names of members change nothing but their event', async () => {
  const row = { '@timestamp': ['2024-05-06T07:08:09Z'], 'winlog.__proto__.preview': [true] };
  await readWindows([file('proto.jsonl', JSON.stringify(row))], { onBadRow: 'skip' });
  expect(({} as { preview?: boolean }).preview).toBeUndefined();
});

test('a folder is no half of a character', async () => {
  const { write } = MADE_DIALECTS.find(({ name }) => name === 'evtx_dump -o jsonl')!;
  const text = String(write(madeEvents())).replaceAll('C:\\\\Windows\\\\cmd.exe', 'C:\\\\udata\\\\cmd.exe');
  const { processes, names } = await readWindows([file('folder.jsonl', text)]);
  expect(processes.map(({ processName }) => names.name(processName))).toContain('C:\\udata\\cmd.exe');
  const half = text.replace('udata', 'udata\\\\\\ud800');
  await expect(readWindows([file('half.jsonl', half)])).rejects.toMatchObject({ code: 'BAD_JSON' });
});

test.each(MADE_DIALECTS.filter(({ name }) => name.startsWith('Splunk, _raw')))(
  'XML that is cut off is no event: $name',
  async ({ write }) => {
    const cut = String(write(madeEvents())).replaceAll('</EventData></Event>', '');
    const run = await readWindows([file('cut-xml.jsonl', cut)], { onBadRow: 'skip' });
    expect(run.ledger.rejected).toEqual({ unknownShape: madeEvents().length });
  },
);

test('the story is told right', async () => {
  const { sessions, processes, ledger } = brief(await reference());
  expect(sessions).toEqual([
    ['0x51000', 0, 'boot', NaN, 1, 'ann', true],
    ['0x51abc', 0, '4634', 14e6, 1, 'ann', false],
    ['0x51abc', 1, '4634', 1234, 0, 'bob', false],
  ]);
  expect(processes).toEqual([
    ['C:\\Windows\\cmd.exe', 2, '4689'],
    ['C:\\tools "x"\\a&b.exe', 1, 'boot'],
  ]);
  expect(ledger).toMatchObject({
    starts: 3,
    ends: 4,
    extendingEnds: 1,
    orphanEnds: 1,
    linkedPairs: 1,
    boots: 1,
  });
  expect(ledger.other).toEqual({
    ...{ security: 2, privileges: 1, locks: 1, unlocks: 1, disconnects: 1, reconnects: 1, failedLogons: 1 },
    ...{ bootMarkers: 1, serviceIds: 2 },
  });
});

function brief(run: WindowsResult) {
  const { sessions, processes } = plain(run, 6);
  return {
    ledger: run.ledger,
    sessions: sessions.map((s) => [
      s.logonId,
      s.boot,
      s.endedBy,
      s.end - s.start,
      s.processes,
      s.user,
      s.privileged,
    ]),
    processes: processes.map((p) => [p.processName, p.session, p.endedBy]),
  };
}
