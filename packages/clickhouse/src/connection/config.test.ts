import { expect, test } from 'vitest';
import { parseEngineUrl } from './config.js';

test('an address names user, nodes, database and cluster', () => {
  expect(parseEngineUrl('clickhouse://ana@a.example:9123,b.example/lanl?cluster=prod')).toEqual({
    nodes: ['http://a.example:9123', 'http://b.example:8123'],
    database: 'lanl',
    cluster: 'prod',
    user: 'ana',
  });
});

test('all but the host has a default', () => {
  expect(parseEngineUrl('clickhouse://localhost')).toEqual({
    nodes: ['http://localhost:8123'],
    database: 'cmsc',
  });
});

test('clickhouses stands for TLS', () => {
  expect(parseEngineUrl('clickhouses://[::1],b').nodes).toEqual(['https://[::1]:8443', 'https://b:8443']);
});

test('names may be escaped', () => {
  const { user, database } = parseEngineUrl('clickhouse://a%40b@h/x%2Fy');
  expect([user, database]).toEqual(['a@b', 'x/y']);
});

test('a password is refused, and not repeated', () => {
  expect(() => parseEngineUrl('clickhouse://ana:hunter2@h/db')).toThrow(/password(?!.*hunter2)/);
});

test.each([
  'clickhouse://ana:hunter2@h/db',
  'clickhouse://ana:p/hunter2@h/db',
  'clickhouse://ana:p@hunter2@h/db',
  'clickhouse://h/db?password=hunter2',
  'clickhouse://h/db?cluster=c&pass=hunter2',
  'clickhouse://h:0/db?password=hunter2',
])('repeats no password of %s', (url) => {
  expect(() => parseEngineUrl(url)).toThrow(/^(?!.*hunter2)/);
});

test.each([
  'http://h',
  'clickhouse://',
  'clickhouse://h:0',
  'clickhouse://h:99999',
  'clickhouse://a b',
  'clickhouse://h/%zz',
  'clickhouse://h?x=1',
  'clickhouse://h,,i',
])('refuses %s', (url) => {
  expect(() => parseEngineUrl(url)).toThrow(expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }));
});

test.each([
  'clickhouse://ana@',
  'clickhouse://ana@b@c',
  'clickhouse://a<b',
  'clickhouse://a|b/cmsc',
  'clickhouse://999.1.1.1',
])('refuses a host that is none: %s', (url) => {
  expect(() => parseEngineUrl(url)).toThrow(/a host of the address is none/);
});
