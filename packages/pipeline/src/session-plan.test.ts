import { expect, test } from 'vitest';
import { planSessions, type RuleOptions } from './session-plan.js';

const none = { labels: false, user: false, computer: false };

test('the destination preset remembers origins, the notebook preset has them in its key', () => {
  expect(planSessions('sessions', {}, none)).toMatchObject({
    rule: { key: ['dst_user', 'dst_machine'], ties: 'pair' },
    select: ['dst_user', 'dst_machine', 'src_machine'],
    origin: 2,
  });
  const notebook = planSessions('sessions', { preset: 'notebook' }, none);
  expect(notebook).toMatchObject({
    select: ['dst_user', 'src_machine', 'dst_machine'],
    rule: { ties: 'file' },
  });
  expect(notebook.origin).toBeUndefined();
});

test('origins are left out where nobody reads them, and labels always do', () => {
  expect(planSessions('sessions', {}, { ...none, origins: false })).toMatchObject({
    select: ['dst_user', 'dst_machine'],
  });
  expect(planSessions('sessions', {}, { ...none, origins: false }).origin).toBeUndefined();
  expect(planSessions('sessions', {}, { ...none, labels: true, origins: false }).origin).toBe(2);
});

test.each([
  { preset: 'source' },
  { ties: 'random' },
  { pairing: 'first' },
  { failedLogons: 'end' },
  { source: 'dns' },
])('there is no %j', (options) => {
  const plan = () => planSessions('sessions', options as RuleOptions, none);
  expect(plan).toThrow(/has no choice of this name: "[a-z]+" \(choose one of /);
});

test('a preset is refined by key and ties', () => {
  const plan = planSessions(
    'sessions',
    { preset: 'notebook', key: ['auth_type', 'src_user'], ties: 'start-first' },
    none,
  );
  expect(plan.rule).toEqual({
    key: ['auth_type', 'src_user'],
    ties: 'start-first',
    pairing: 'merge',
    failedLogons: 'start',
  });
  expect(plan.select).toEqual(['auth_type', 'src_user', 'src_machine']);
});

test('failed logons are as the preset has them, or as was said', () => {
  const failedLogonsOf = (options: RuleOptions) => planSessions('sessions', options, none).rule.failedLogons;
  expect(failedLogonsOf({})).toBe('other');
  expect(failedLogonsOf({ preset: 'notebook' })).toBe('start');
  expect(failedLogonsOf({ failedLogons: 'start' })).toBe('start');
  expect(failedLogonsOf({ preset: 'notebook', failedLogons: 'other' })).toBe('other');
});

test.each([
  ['processes', {}],
  ['sessions', { source: 'wls' }],
] as const)('%s of %j have no results, and so no failed logons', (command, options) => {
  expect(planSessions(command, options, none).rule).not.toHaveProperty('failedLogons');
  expect(() => planSessions(command, { ...options, failedLogons: 'start' }, none)).toThrow(
    expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }),
  );
});

test('labels, filters and whole rows add the columns they need, each once', () => {
  const plan = planSessions(
    'sessions',
    { key: ['result'] },
    { labels: true, user: true, computer: true, rows: true },
  );
  expect(new Set(plan.select).size).toBe(plan.select.length);
  expect(plan.select).toHaveLength(8);
  expect(plan.select[plan.user ?? -1]).toBe('dst_user');
  expect(plan.select[plan.computer ?? -1]).toBe('dst_machine');
});

test('processes have one key under both presets', () => {
  expect(planSessions('processes', { preset: 'notebook' }, none)).toMatchObject({
    rule: { key: ['user_domain', 'computer', 'process_name'], ties: 'file' },
  });
  expect(planSessions('processes', {}, { ...none, user: true }).user).toBe(0);
});

test.each([
  [['dst_user', 'shoe_size'], 'UNKNOWN_COLUMN'],
  [['time'], 'UNKNOWN_COLUMN'],
  [['dst_user', 'dst_user'], 'BAD_OPTION'],
  [[], 'BAD_OPTION'],
])('refuses the key %j', (key, code) => {
  expect(() => planSessions('sessions', { key }, none)).toThrow(
    expect.objectContaining({ kind: 'usage', code }),
  );
});
