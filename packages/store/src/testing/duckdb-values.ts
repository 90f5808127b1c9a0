/** A value of each of DuckDB's types, as it is written in SQL, and as CSV and JSON are to have it. */
export interface TypedValue {
  sql: string;
  /** What CSV says, unquoted; null where that is nothing. */
  csv: string | null;
  /** The text of the value in JSON. */
  json: string;
}

const quoted = (sql: string, text: string): TypedValue => ({ sql, csv: text, json: JSON.stringify(text) });
const bare = (sql: string, text: string): TypedValue => ({ sql, csv: text, json: text });

/** One for each type, with the values at its ends, and nested ones, by name. */
export const TYPED_VALUES: Readonly<Record<string, TypedValue>> = {
  boolean: bare('true', 'true'),
  tinyint: bare('(-128)::TINYINT', '-128'),
  utinyint: bare('255::UTINYINT', '255'),
  smallint: bare('(-32768)::SMALLINT', '-32768'),
  usmallint: bare('65535::USMALLINT', '65535'),
  integer: bare('(-2147483648)::INTEGER', '-2147483648'),
  uinteger: bare('4294967295::UINTEGER', '4294967295'),
  bigint: bare('(-9223372036854775808)::BIGINT', '-9223372036854775808'),
  ubigint: bare('18446744073709551615::UBIGINT', '18446744073709551615'),
  hugeint: bare(
    '(-170141183460469231731687303715884105728)::HUGEINT',
    '-170141183460469231731687303715884105728',
  ),
  uhugeint: bare(
    '340282366920938463463374607431768211455::UHUGEINT',
    '340282366920938463463374607431768211455',
  ),
  bignum: bare(`('1' || repeat('0', 60))::BIGNUM`, `1${'0'.repeat(60)}`),
  decimal: bare(
    `'123456789012345678901234567890.12345678'::DECIMAL(38, 8)`,
    '123456789012345678901234567890.12345678',
  ),
  float: bare('0.1::FLOAT', '0.1'),
  double: bare('(1::DOUBLE / 3)', '0.3333333333333333'),
  nan: { sql: `'nan'::DOUBLE`, csv: 'nan', json: '"NaN"' },
  infinity: { sql: `'inf'::FLOAT`, csv: 'inf', json: '"Infinity"' },
  minusInfinity: { sql: `'-inf'::DOUBLE`, csv: '-inf', json: '"-Infinity"' },
  text: quoted(`'a' || chr(10) || '"b", ' || chr(9) || 'é'`, 'a\n"b", \té'),
  emptyText: quoted(`''`, ''),
  blob: quoted(`'\\xAA\\x00a'::BLOB`, '\\xAA\\x00a'),
  bit: quoted(`'0101'::BIT`, '0101'),
  uuid: quoted(`'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID`, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
  interval: quoted(`INTERVAL '-1 month 2 days 0.000001 seconds'`, '-1 month 2 days 00:00:00.000001'),
  date: quoted(`DATE '0044-03-15 (BC)'`, '0044-03-15 (BC)'),
  endlessDate: quoted(`'infinity'::DATE`, 'infinity'),
  time: quoted(`TIME '24:00:00'`, '24:00:00'),
  timeNs: quoted(`'01:02:03.123456789'::TIME_NS`, '01:02:03.123456789'),
  timeTz: quoted(`'01:02:03+05:30'::TIMETZ`, '01:02:03+05:30'),
  timestamp: quoted(`'294247-01-10 04:00:54.775806'::TIMESTAMP`, '294247-01-10 04:00:54.775806'),
  endlessTimestamp: quoted(`'-infinity'::TIMESTAMP`, '-infinity'),
  timestampS: quoted(`'2026-11-28 01:02:03'::TIMESTAMP_S`, '2026-11-28 01:02:03'),
  timestampMs: quoted(`'2026-11-28 01:02:03.001'::TIMESTAMP_MS`, '2026-11-28 01:02:03.001'),
  timestampNs: quoted(`'2026-11-28 01:02:03.000000001'::TIMESTAMP_NS`, '2026-11-28 01:02:03.000000001'),
  endlessTimestampTz: quoted(`'infinity'::TIMESTAMPTZ`, 'infinity'),
  enum: quoted(`'b'::ENUM('a', 'b')`, 'b'),
  jsonText: { sql: `'{"a": [1, 2]}'::JSON`, csv: '{"a": [1, 2]}', json: '{"a":[1,2]}' },
  null: { sql: 'NULL', csv: null, json: 'null' },
  list: { sql: '[1::BIGINT, NULL, 3]', csv: '1 NULL 3', json: '[1,null,3]' },
  emptyList: { sql: '[]::INTEGER[]', csv: null, json: '[]' },
  nestedList: { sql: `[['a b'], [NULL, '']]`, csv: `[a b] [NULL, '']`, json: '[["a b"],[null,""]]' },
  array: { sql: '[1, 2]::INTEGER[2]', csv: '1 2', json: '[1,2]' },
  struct: {
    sql: `{'big': 9223372036854775807, 'real': ['nan'::FLOAT, 0.1::FLOAT], 'a b': NULL::DOUBLE}`,
    csv: `{'big': 9223372036854775807, 'real': [nan, 0.1], 'a b': NULL}`,
    json: '{"big":9223372036854775807,"real":["NaN",0.1],"a b":null}',
  },
  nullStruct: { sql: `NULL::STRUCT(a DOUBLE, h HUGEINT)`, csv: null, json: 'null' },
  nameless: { sql: `row(1, 'x')`, csv: '(1, x)', json: '[1,"x"]' },
  map: {
    sql: `MAP {1: 'inf'::DOUBLE, 2: NULL}`,
    csv: '{1=inf, 2=NULL}',
    json: '{"1":"Infinity","2":null}',
  },
  variant: quoted(`{'a': 1.5}::VARIANT`, `{'a': 1.5}`),
  listOfVariants: { sql: `[42::VARIANT]`, csv: '42', json: '["42"]' },
  geometry: quoted(`'POINT(1 2)'::GEOMETRY`, 'POINT (1 2)'),
  union: { sql: `union_value(num := 2::HUGEINT)`, csv: '2', json: '{"num":2}' },
  unionOfReals: { sql: `union_value(num := 'nan'::DOUBLE)`, csv: 'nan', json: '{"num":"NaN"}' },
  listOfHuge: {
    sql: `[{'h': 5::HUGEINT, 't': '01:02:03+05:30'::TIMETZ}]`,
    csv: `{'h': 5, 't': '01:02:03+05:30'}`,
    json: '[{"h":5,"t":"01:02:03+05:30"}]',
  },
};
