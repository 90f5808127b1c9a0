import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isWindowsFile } from './detect-windows.js';
import { MADE_DIALECTS, madeEvents } from './testing/made-events.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc detect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string): string {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return path;
}

const TIMELINE = { Timestamp: 'x', RuleTitle: 'Logon', Computer: 'PC3', Channel: 'Sec', EventID: 4624 };

const FLAT = '{"EventID":4624,"Computer":"PC3","Channel":"Security","SystemTime":"2024-05-06T07:08:09Z"}';

test.each([
  ['a timeline of hayabusa', /hayabusa/, JSON.stringify(TIMELINE)],
  ['such a timeline as CSV', /hayabusa/, '"Timestamp","RuleTitle","Level","EventID"\n"x","y","z",4624\n'],
  ['a search of hayabusa', /hayabusa/, '{"Timestamp":"x","EventTitle":"y","EventID":4624,"AllFieldInfo":{}}'],
  ['detections of chainsaw', /chainsaw/, '[{"group":"Sigma","document":{"kind":"evtx"}}]'],
  [
    'XML of evtx_dump',
    /XML/,
    'Record 7\n<?xml version="1.0"?>\n<Event xmlns="x"><System></System></Event>\n',
  ],
  ['CSV of EvtxECmd', /CSV/, 'RecordNumber,EventRecordId,TimeCreated,EventId,Level\n1,2,x,4624,y\n'],
  ['CSV of Event Viewer', /CSV/, '\ufeffLevel,Date and Time,Source,Event ID,Task Category\n'],
  ['CSV of Export-Csv', /CSV/, '#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\n"Message","Id"\n'],
  ['CSV of Sentinel', /CSV/, '"TimeGenerated [UTC]",Account,Computer,EventID\n'],
  ['events in a list of another name', /rows in a list/, `{"logs":{"items":[${FLAT}]}}`],
  ['a list of what is no event', /JSON, but no Windows events/, '{"records":[{"EventID":4624}]}\n'],
  ['objects of no known kind', /JSON, but no Windows events/, '{"action":"LOGIN","object":"USER_SESSION"}\n'],
])('%s is refused by what it is', async (_, message, content) => {
  await expect(isWindowsFile(file(content))).rejects.toMatchObject({
    code: 'UNKNOWN_FORMAT',
    what: expect.stringMatching(message) as unknown,
  });
});

const WLS = { UserName: 'a', EventID: 4624, LogHost: 'C1', LogonID: '0x1', Time: 1 };

test.each([
  ['nothing', ''],
  ['rows of auth', '1,U1@DOM1,U1@DOM1,C1,C2,NTLM,Network,LogOn,Success\n'],
  ['rows of wls', `${JSON.stringify(WLS)}\n`.repeat(300)],
  ['a list of numbers', '1,2,3\n'],
])('%s is left to others', async (_, content) => {
  expect(await isWindowsFile(file(content))).toBe(false);
});

test.each([
  ['an empty list', '[]\n'],
  ['a row that is cut off', '{"Event":{"System":'],
  ['a row that is longer than any event', `{"Event":"${'x'.repeat(1.1e6)}"}`],
])('%s is for the reader of events to explain', async (_, content) => {
  expect(await isWindowsFile(file(content))).toBe(true);
});

test.each(['{"Time":1,"Event', '{"a":1}\n'])(
  '%s in a file that is called as those of wls is left to others',
  async (content) => {
    const path = join(folder, 'wls_day-02');
    writeFileSync(path, content);
    expect(await isWindowsFile(path)).toBe(false);
  },
);

test('an event is seen behind rows of Elasticsearch’s bulk format', async () => {
  const { write } = MADE_DIALECTS.find(({ name }) => name === 'winlogbeat')!;
  const content = `{"index":{"_index":"x"}}\n${String(write(madeEvents()))}`;
  expect(await isWindowsFile(file(content))).toBe(true);
});
