import { ClickHouseError } from '@clickhouse/client';
import { CmscError } from '@cmsc/core';
import { describe, expect, test } from 'vitest';
import { engineError, isPassing } from './engine-errors.js';

const server = (code: string, message: string) => new ClickHouseError({ code, message, type: 'TYPE' });
const network = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

describe('engineError', () => {
  test.each<[string, Error, RegExp]>([
    [
      'wrong password',
      server('516', 'ana: Authentication failed'),
      /^ClickHouse node h:1 failed with error 516: "ana: Authentication failed" \(check the user and the password\)$/,
    ],
    [
      'another node is away',
      server('279', 'All connection tries failed.\nCode: 210. Connection refused (10.0.0.7:9000, local …)'),
      /^ClickHouse node h:1 could not reach the node 10\.0\.0\.7:9000 /,
    ],
    [
      'another node is away, and is not named',
      server('279', 'All tries failed'),
      /failed with error 279: "All tries failed"/,
    ],
    ['something else', server('999', 'Odd\nthing'), /^ClickHouse node h:1 failed with error 999: "Odd" /],
    ['refused', network('ECONNREFUSED'), /^ClickHouse node h:1 is not reachable: connection refused /],
    ['no such host', network('ENOTFOUND'), /^ClickHouse node h:1 has a name that is not known /],
    ['reset', network('ECONNRESET'), /^ClickHouse node h:1 broke the connection off /],
    ['hung up', new Error('socket hang up'), /^ClickHouse node h:1 broke the connection off /],
    ['no TLS', network('EPROTO'), /^ClickHouse node h:1 does not speak TLS there /],
    [
      'an unknown authority',
      network('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      /^ClickHouse node h:1 has a certificate that is not trusted: self-signed certificate \(.*--tls-ca\)$/,
    ],
    [
      'no client certificate',
      network('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ssl3_read_bytes'),
      /^ClickHouse node h:1 broke the TLS connection off: ERR_SSL_.* \(check --tls-cert and --tls-key\)$/,
    ],
    ['silent', new Error('Timeout error.'), /^ClickHouse node h:1 did not answer in time /],
    [
      'anything',
      new Error('certificate has expired'),
      /^ClickHouse node h:1 failed: certificate has expired /,
    ],
  ])('tells of: %s', (_, error, message) => {
    const shown = engineError('h:1', error);
    expect(shown).toMatchObject({ kind: 'io', code: 'ENGINE_FAILED', context: { cause: error } });
    expect(shown.message).toMatch(message);
  });

  test('leaves coded errors as they are, and puts an abort before what it led to', () => {
    const coded = new CmscError('data', 'BAD_TIME', 'bad');
    expect(engineError('h:1', coded)).toBe(coded);
    expect(engineError('h:1', network('ECONNRESET'), AbortSignal.abort())).toMatchObject({
      kind: 'interrupted',
      code: 'INTERRUPTED',
    });
  });
});

test('only what passes by itself is tried again', () => {
  expect(
    [
      network('ECONNREFUSED'),
      network('ECONNRESET'),
      server('202', 'too many queries'),
      server('279', 'x'),
    ].map(isPassing),
  ).toEqual([true, true, true, true]);
  expect(
    [server('516', 'x'), server('241', 'x'), server('201', 'x'), new Error('Timeout error.')].map(isPassing),
  ).toEqual([false, false, false, false]);
});
