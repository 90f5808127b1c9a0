import { readdirSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { startFakeNode, type FakeNode } from './testing/fake-node.js';
import { useFolder } from './testing/folder.js';
import { AUTH } from './testing/rows.js';

const folder = useFolder();
let node: FakeNode | undefined;
beforeEach(() => writeFileSync(join(folder.path, 'auth.txt'), AUTH));
afterEach(() => node?.close());

/** What a node is asked on the way to the sessions: when, what marks the statement, what a good node answers. */
const STATEMENTS: readonly [moment: string, mark: RegExp, answer: string][] = [
  ['while the node is asked who it is', /version\(\)/, '["24.8.1.1"]\n'],
  ['while tables are made', /^CREATE TABLE IF NOT EXISTS `cmsc`\.`auth_events`/, ''],
  ['while loads are looked up', /AS loaded USING load/, ''],
  ['while a load is registered', /^INSERT INTO `cmsc`\.`cmsc_loads`/, ''],
  ['while rows are loaded', /^INSERT INTO `cmsc`\.`auth_events`/, ''],
  ['while loaded rows are counted', /^SELECT toString\(load\), count/, '["LOAD",9]\n'],
  ['while events are counted', /minOrNullIf/, '[9,4,4,1,0,0,5,30,10]\n'],
  ['while sessions are made', /^INSERT INTO `cmsc`\.`cmsc_tmp_runs/, ''],
  ['while sessions are summed up', /sumIf/, '[2,2,1,1,1,1,1]\n'],
  ['while sessions are counted', /^SELECT count\(\) FROM/, '[2]\n'],
  ['while sessions are read', /FORMAT Native$/, ''],
];

/** How a node goes wrong, and what of it is said. */
const FAULTS: readonly [fault: string, respond: (response: ServerResponse) => void, said: RegExp][] = [
  [
    'closes the connection half-way',
    (response) => response.writeHead(200).write('[9', () => response.destroy()),
    /broke/,
  ],
  [
    'answers with a page for people',
    (response) => response.end('<html>\n<body>Welcome!</body>\n</html>\n'),
    /answers what no ClickHouse would|sent 0 of 2 rows/,
  ],
  [
    'answers with rows of another shape',
    (response) => response.end('[[],"a"]\n'),
    /answers what|sent 0 of 2/,
  ],
  ['answers with nothing', (response) => response.end(), /answers what|holds with the others|sent 0 of 2/],
  ['fails by HTTP alone', (response) => response.writeHead(500).end('upstream\nconnect error'), /failed/],
  [
    'knows no such user',
    (response) =>
      response
        .writeHead(403, { 'X-ClickHouse-Exception-Code': '516' })
        .end('Code: 516. DB::Exception: ana: Authentication failed. (AUTHENTICATION_FAILED)\n'),
    /failed with error 516.*check the user and the password/,
  ],
];

/** Runs `sessions` on a node that answers well up to the statement with that mark. */
async function runUpTo(mark: RegExp, respond: (response: ServerResponse) => void) {
  let isReached = false;
  node = await startFakeNode((statement, response) => {
    const isIt = mark.test(statement);
    isReached ||= isIt;
    if (isIt) return respond(response);
    const load = /load IN \((\d+)\)/.exec(statement)?.[1] ?? '';
    const answer = STATEMENTS.find(([, each]) => each.test(statement))?.[2] ?? '';
    response.end(answer.replace('LOAD', load));
  });
  const args = ['sessions', 'auth.txt', '-o', 'out.csv', '--report', 'r.json'];
  const run = await cmsc([...args, '--engine', `clickhouse://ana@${node.host}/cmsc`], {
    cwd: folder.path,
  });
  expect(isReached).toBe(true);
  return run;
}

describe.each(FAULTS)('a node that %s', (fault, respond, said) => {
  // Where no answer is waited for there is nothing to be wrong with it.
  const moments = STATEMENTS.filter(([, , answer], i) => answer !== '' || !/answers/.test(fault) || i === 10);

  it.each(moments)('%s ends the run, and leaves nothing', async (_, mark) => {
    const { status, stdout, stderr } = await runUpTo(mark, respond);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^cmsc: ClickHouse node 127\.0\.0\.1:\d+ [^\n]+\n$/);
    expect(stderr).toMatch(said);
    expect(readdirSync(folder.path)).toEqual(['auth.txt']);
  });
});
