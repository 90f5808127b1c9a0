import { expect, test } from 'vitest';
import { usersXml } from './node-config.js';

test('a password can hold what XML gives a meaning to', () => {
  expect(usersXml([{ name: 'eve', password: '<a&b>' }])).toContain('<password>&lt;a&amp;b&gt;</password>');
});

test('a user without a quota has one that binds nothing', () => {
  expect(usersXml([{ name: 'eve', password: 'x' }])).toContain('<quotas><default/><eve></eve></quotas>');
});
