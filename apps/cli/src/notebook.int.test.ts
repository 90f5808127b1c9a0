import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { authRow, procRow } from './testing/rows.js';

const folder = useFolder();
const inFolder = (...names: string[]) => join(folder.path, ...names);

function file(name: string, content: string): void {
  mkdirSync(inFolder('cmsc'), { recursive: true });
  writeFileSync(inFolder('cmsc', name), content);
}

const run = (...options: string[]) => cmsc(['notebook', inFolder('cmsc'), '-o', inFolder('out'), ...options]);

function jsonLines(name: string): unknown[] {
  const text = readFileSync(inFolder('out', name), 'utf8');
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}

const AUTH = [
  authRow(1, 'U2@D', 'C1', 'C1', 'LogOn'),
  authRow(2, 'U1@D', 'C1', 'C1', 'LogOn'),
  authRow(3, 'U1@D', 'C1', 'C1', 'TGS'),
  authRow(4, 'U1@D', 'C1', 'C1', 'LogOff'),
  authRow(5, 'U1@D', 'C1', 'C1', 'LogOff'),
  authRow(5, 'U1@D', 'C9', 'C1', 'LogOn'),
  authRow(6, 'U1@D', 'C1', 'C1', 'LogOn'),
  authRow(7, 'U1@D', 'C1', 'C1', 'LogOff'),
];
const REDTEAM = '9,U1@D,C9,C1\n2,U1@D,C1,C1\n2,U1@D,C1,C1\n1,U1@D,C1,C1\n';
const PROC =
  procRow(1, 'U1@D', 'C1', 'P2', 'Start') +
  procRow(1, 'U1@D', 'C1', 'P9', 'End') +
  procRow(2, 'U1@D', 'C1', 'P1', 'Start') +
  procRow(3, 'U1@D', 'C1', 'P1', 'End') +
  procRow(4, 'U1@D', 'C1', 'P2', 'End') +
  procRow(5, 'U1@D', 'C1', 'P2', 'Start') +
  procRow(5, 'U1@D', 'C1', 'P2', 'End');

describe('cmsc notebook', () => {
  it('writes the six tables', async () => {
    file('auth_part_00.csv', AUTH.slice(0, 4).join(''));
    file('auth_part_01.csv', AUTH.slice(4).join(''));
    file('redteam.txt', REDTEAM);
    file('proc.txt', PROC);
    expect((await run()).status).toBe(0);
    expect(readdirSync(inFolder('out')).sort()).toEqual([
      'auth_redteam.jsonl',
      'auth_sessions.jsonl',
      'labeled_auth.csv',
      'processes.jsonl',
      'processes_by_computer.jsonl',
      'redteam_sessions.jsonl',
    ]);
    const key = { dst_user: 'U1@D', src_machine: 'C1', dst_machine: 'C1' };
    const sessions = [
      [2, 5],
      [6, 7],
    ];
    expect(jsonLines('auth_sessions.jsonl')).toEqual([{ ...key, sessions }]);
    expect(jsonLines('redteam_sessions.jsonl')).toEqual([
      { src_user: 'U1@D', src_machine: 'C1', dst_machine: 'C1', times: [2, 2, 1] },
      { src_user: 'U1@D', src_machine: 'C9', dst_machine: 'C1', times: [9] },
    ]);
    expect(jsonLines('auth_redteam.jsonl')).toEqual([
      { ...key, sessions, times: [2, 2, 1] },
      { dst_user: 'U1@D', src_machine: 'C9', dst_machine: 'C1', sessions: null, times: [9] },
    ]);
    expect(jsonLines('processes.jsonl')).toEqual([
      { user_domain: 'U1@D', computer: 'C1', process_name: 'P1', runs: [[2, 3]] },
      {
        user_domain: 'U1@D',
        computer: 'C1',
        process_name: 'P2',
        runs: [
          [1, 4],
          [5, 5],
        ],
      },
    ]);
    expect(jsonLines('processes_by_computer.jsonl')).toEqual([
      {
        user_domain: 'U1@D',
        computer: 'C1',
        processes: [
          ['P1', [[2, 3]]],
          [
            'P2',
            [
              [1, 4],
              [5, 5],
            ],
          ],
        ],
      },
    ]);
  });

  it('labels LogOn and LogOff rows as a left join does: a row for each match', async () => {
    file('auth.txt', AUTH.join(''));
    file('redteam.txt', REDTEAM);
    await run();
    const rows = AUTH.filter((row) => !row.includes('TGS')).map((row) => row.trimEnd());
    const labelled = rows.flatMap((row, i) => (i === 1 ? [`${row},1`, `${row},1`] : [`${row},0`]));
    expect(readFileSync(inFolder('out', 'labeled_auth.csv'), 'utf8').trimEnd().split('\n')).toEqual([
      'time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result,label',
      ...labelled,
    ]);
  });

  it('says what is missing, and writes the rest', async () => {
    file('proc.txt', PROC);
    const { status, stderr } = await run();
    expect(status).toBe(0);
    expect(stderr).toMatch(/auth/);
    expect(stderr).toMatch(/redteam/);
    expect(readdirSync(inFolder('out')).sort()).toEqual(['processes.jsonl', 'processes_by_computer.jsonl']);
  });

  it('says why it has left out what is in the folder besides', async () => {
    file('proc.txt', PROC);
    file('flows.txt', '');
    file('README.md', '');
    mkdirSync(inFolder('cmsc', 'auth_old.txt'));
    const { stderr } = await run();
    expect(stderr).toContain(
      [
        'left out',
        `  ${inFolder('cmsc', 'README.md')}: it is not named as auth, proc or redteam`,
        `  ${inFolder('cmsc', 'auth_old.txt')}: it is a folder`,
        `  ${inFolder('cmsc', 'flows.txt')}: it is named as flows`,
        '',
      ].join('\n'),
    );
  });

  it('takes no one of two red-team files', async () => {
    file('redteam.txt', REDTEAM);
    file('redteam_2.txt', REDTEAM);
    const { status, stderr } = await run();
    expect(status).toBe(2);
    expect(stderr).toContain('there is more than one red-team file');
    expect(jsonFiles()).toEqual([]);
  });

  it('makes the table of the red team where nothing else is given', async () => {
    file('redteam.txt', REDTEAM);
    const { status, stderr } = await run();
    expect(status).toBe(0);
    expect(stderr).toContain('labeled_auth.csv: skipped, there is no auth file');
    expect(jsonFiles()).toEqual(['redteam_sessions.jsonl']);
  });

  it('ends with 3 when there is nothing to read', async () => {
    file('notes.md', 'hello');
    const { status, stderr } = await run();
    expect(status).toBe(3);
    expect(stderr).toMatch(/^cmsc: [^\n]+\n$/);
  });

  it('replaces tables with --force only', async () => {
    file('proc.txt', PROC);
    await run();
    expect((await run()).status).toBe(3);
    expect((await run('--force')).status).toBe(0);
  });

  it('needs an output folder', async () => {
    file('proc.txt', PROC);
    const { status, stderr } = await cmsc(['notebook', inFolder('cmsc')]);
    expect(status).toBe(2);
    expect(stderr).toContain('--output');
  });

  it('leaves no table when a row is bad', async () => {
    file('proc.txt', `${PROC}x\n`);
    expect((await run()).status).toBe(1);
    expect(jsonFiles()).toEqual([]);
  });
});

function jsonFiles(): string[] {
  try {
    return readdirSync(inFolder('out'));
  } catch {
    return [];
  }
}
