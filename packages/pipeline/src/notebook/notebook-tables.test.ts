import { expect, test } from 'vitest';
import { outerJoin, processesByComputer } from './notebook-tables.js';

test('the outer join keeps both sides, sorted by key, with null where one is missing', () => {
  const sessions = [
    { key: ['U1', 'C1', 'C2'], spans: [[1, 2]] as [number, number][] },
    { key: ['U2', 'C1', 'C2'], spans: [[3, 4]] as [number, number][] },
  ];
  const times = [
    { src_user: 'U1', src_machine: 'C1', dst_machine: 'C10', times: [5, 5] },
    { src_user: 'U2', src_machine: 'C1', dst_machine: 'C2', times: [6] },
    { src_user: 'U3', src_machine: 'C1', dst_machine: 'C2', times: [7] },
  ];
  expect([...outerJoin(sessions, times)]).toEqual([
    { dst_user: 'U1', src_machine: 'C1', dst_machine: 'C10', sessions: null, times: [5, 5] },
    { dst_user: 'U1', src_machine: 'C1', dst_machine: 'C2', sessions: [[1, 2]], times: null },
    { dst_user: 'U2', src_machine: 'C1', dst_machine: 'C2', sessions: [[3, 4]], times: [6] },
    { dst_user: 'U3', src_machine: 'C1', dst_machine: 'C2', sessions: null, times: [7] },
  ]);
  expect([...outerJoin([], [])]).toEqual([]);
});

test('runs are gathered by user and computer', () => {
  const run = (key: string[]) => ({ key, spans: [[3, 4]] as [number, number][] });
  expect([
    ...processesByComputer([run(['U1', 'C1', 'P1']), run(['U1', 'C1', 'P2']), run(['U1', 'C2', 'P1'])]),
  ]).toEqual([
    {
      user_domain: 'U1',
      computer: 'C1',
      processes: [
        ['P1', [[3, 4]]],
        ['P2', [[3, 4]]],
      ],
    },
    { user_domain: 'U1', computer: 'C2', processes: [['P1', [[3, 4]]]] },
  ]);
  expect([...processesByComputer([])]).toEqual([]);
});
