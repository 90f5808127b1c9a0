import { describe, expect, it } from 'vitest';
import { checkName, literal, propertyName } from './names.js';

describe('checkName', () => {
  it('gives the forms of a name', () => {
    expect(checkName('dns-answers2', [], 'loader')).toEqual({
      kebab: 'dns-answers2',
      camel: 'dnsAnswers2',
      pascal: 'DnsAnswers2',
      constant: 'DNS_ANSWERS2',
      title: 'Dns answers2',
    });
  });

  it.each([
    '',
    'Dns',
    'dns_answers',
    'dns--answers',
    '-dns',
    'dns-',
    '2dns',
    'dns answers',
    '../dns',
    'dns.ts',
    'é',
  ])('refuses %j, and says what would do', (name) => {
    expect(() => checkName(name, [], 'loader')).toThrow(/can't name the new loader: use lower-case/);
  });

  it.each(['class', 'delete', 'index', 'import'])('refuses the reserved word %s', (name) => {
    expect(() => checkName(name, [], 'screen')).toThrow(
      `"${name}" can't name the new screen: it is a reserved word`,
    );
  });

  it('refuses a name that is taken', () => {
    expect(() => checkName('auth', ['auth'], 'loader')).toThrow('the loader auth is there already');
  });
});

it('writes texts as literals', () => {
  expect(literal('a')).toBe("'a'");
  expect(literal("it's")).toBe('"it\'s"');
  expect(propertyName('ab')).toBe('ab');
  expect(propertyName('a-b')).toBe("'a-b'");
});
