import { buildWindows, generateDataset, runBuild, runReport, runScore } from '@cmsc/pipeline';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that would be markup, a script, an attribute, or the other way round. */
export const HOSTILE_NAMES = {
  user: '</title><script>alert(1)</script>',
  from: '"onload="alert(2)',
  to: "'&amp;<b>",
  process: '--><svg/onload=alert(3)>\u202eevil',
};

/**
 * Makes pages in a folder: `page.html` of made-up data with scores, `unknown.html` without red team, processes and scores, `empty.html` of
 * nothing, `hostile.html` of names that would be markup, `windows.html` of Windows events with such names.
 */
export async function makePages(folder, events = 10_000) {
  const inFolder = (name) => join(folder, name);
  const report = (database, output, more = {}) =>
    runReport({ database: inFolder(database), output: inFolder(output), title: HOSTILE_NAMES.user, ...more });
  const build = (inputs, output) => runBuild({ inputs: inputs.map(inFolder), output: inFolder(output) });
  await generateDataset({ directory: inFolder('data'), events, seed: 3 });
  await build(['data'], 'data.duckdb');
  await runScore({ inputs: [inFolder('data.duckdb')], output: inFolder('scores.parquet') });
  await report('data.duckdb', 'page.html', { scores: inFolder('scores.parquet'), title: 'Half a & <b>' });
  await build(['data/auth.txt.gz'], 'unknown.duckdb');
  await report('unknown.duckdb', 'unknown.html');
  writeFileSync(inFolder('auth_none.txt'), '');
  await build(['auth_none.txt'], 'empty.duckdb');
  await report('empty.duckdb', 'empty.html');
  for (const [name, text] of Object.entries(hostileFiles())) writeFileSync(inFolder(name), text);
  await build(Object.keys(hostileFiles()), 'hostile.duckdb');
  await report('hostile.duckdb', 'hostile.html');
  writeFileSync(inFolder('events.jsonl'), windowsEvents());
  writeFileSync(
    inFolder('labels.csv'),
    `name,host,user,logon_id,start,end\n${HOSTILE_NAMES.user},,,0x1a2b,,\n`,
  );
  await buildWindows({
    ...{ inputs: [inFolder('events.jsonl')], output: inFolder('windows.duckdb') },
    labels: inFolder('labels.csv'),
  });
  await report('windows.duckdb', 'windows.html');
}

/** An attacked session with such names, and two processes inside. */
function hostileFiles() {
  const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
  const [user, from, to, process] = Object.values(HOSTILE_NAMES).map(quoted);
  const rowOf = (time, edge) => `${time},${user},${user},${from},${to},Kerberos,Network,${edge},Success\n`;
  return {
    'auth.txt': rowOf(10, 'LogOn') + rowOf(30, 'LogOff'),
    'proc.txt': `12,${user},${to},${process},Start\n15,${user},${to},P2,Start\n`,
    'redteam.txt': `10,${user},${from},${to}\n`,
  };
}

/** A labelled logon to a host, a process of it, and its logoff, as evtx_dump writes them. */
function windowsEvents() {
  const eventOf = (number, id, second, data) => ({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } },
        ...{ EventID: id, Channel: 'Security', Computer: HOSTILE_NAMES.to, EventRecordID: number },
        TimeCreated: { '#attributes': { SystemTime: `2024-03-14T08:00:${second}.000000Z` } },
      },
      EventData: data,
    },
  });
  const user = { TargetUserName: HOSTILE_NAMES.user, TargetDomainName: 'D', TargetLogonId: '0x1a2b' };
  const from = { LogonType: 3, IpAddress: HOSTILE_NAMES.from, WorkstationName: '-' };
  const started = { NewProcessId: '0x10', NewProcessName: HOSTILE_NAMES.process, ProcessId: '0x4' };
  const ofSession = { SubjectLogonId: '0x1a2b', TargetLogonId: '0x0' };
  const events = [
    eventOf(1, 4624, '10', { ...user, TargetUserSid: 'S-1-5-21-1', ...from }),
    eventOf(2, 4688, '12', { ...started, ...ofSession }),
    eventOf(3, 4634, '40', user),
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
