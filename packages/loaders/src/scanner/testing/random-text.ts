import fc from 'fast-check';
import type { Column, Format } from '../../formats/format.js';
import type { ScanPlan } from '../scanner.js';
import { planFor } from './scan-all.js';

/** Names around the lengths where the scanner changes its way, and what is special about bytes. */
const NAMES = [
  '',
  '?',
  'C1',
  'U66@DOM1',
  'U1234@DOM12',
  'C12345$@DOM1',
  'C12345$@DOM12',
  'U123456789@DOM1',
  'U1234567890@DOM1',
  'U1234567890@DOM12',
  'ANONYMOUS LOGON@C586',
  'x'.repeat(40),
  'x'.repeat(41),
  'né',
  '日本語',
  '🦉',
  '\ufeffC1',
  'a\rb',
  '\r',
];
/** Of a logon: good ones, and what comes near the one that counts. */
const RESULTS = [
  'Success',
  'Success',
  'Fail',
  'Fail',
  'Failed',
  'Fai',
  'fail',
  'Fail\r',
  ' Fail',
  'FAIL ',
  'Fäil',
  '',
];
const ODD_EDGES = [
  'TGS',
  'AuthMap',
  'ScreenLock',
  'LogOnX',
  'Lock',
  '?',
  '',
  'logon',
  'LogOFF',
  'Log On',
  'LogOn ',
  'λogon',
  'start',
  'END ',
  '10',
  '1x',
];
const ODD_TIMES = [
  '',
  '-1',
  '007',
  '00000000009',
  '0000000000000000009',
  '2147483648',
  '1.5',
  '9999999999',
  ' 1',
  'x',
  '1\r',
];
const ODD_NUMBERS = [
  '',
  '0',
  '00',
  '999999999999999',
  '1234567890123456',
  '9007199254740992',
  '-1',
  '1e3',
  '12345678901234567',
];

function field({ kind, name }: Column, format: Format): fc.Arbitrary<string> {
  if (name === format.edge?.fails?.column) return fc.constantFrom(...RESULTS, ...NAMES.slice(-4));
  if (kind === 'name') return fc.constantFrom(...NAMES);
  if (kind === 'time')
    return fc.oneof({ weight: 30, arbitrary: fc.constant('+') }, fc.constantFrom(...ODD_TIMES));
  if (kind === 'number')
    return fc.oneof({ weight: 15, arbitrary: fc.nat().map(String) }, fc.constantFrom(...ODD_NUMBERS));
  const { start, end, others } = format.edge!;
  const usual = others ? [start, end, 'TGS', 'TGT', 'AuthMap'] : [start, end];
  return fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...usual) }, fc.constantFrom(...ODD_EDGES));
}

/** A text of rows, most of them good, ending with a line feed. */
export function randomText(format: Format): fc.Arbitrary<Buffer> {
  const row = fc.tuple(...format.columns.map((column) => field(column, format)));
  const lineEnd = fc.oneof({ weight: 8, arbitrary: fc.constant('\n') }, fc.constantFrom('\r\n', '\r\r\n'));
  const step = fc.constantFrom(0, 0, 0, 1, 2, 1000);
  const line = fc.tuple(row, step, lineEnd);
  const oddLine = fc.constantFrom(
    '\n',
    '\r\n',
    ',\n',
    ',,,,,,,,\n',
    'a"b,c\n',
    '1,\0\n',
    'no separator\n',
    `${','.repeat(100)}\n`,
  );
  return fc.array(fc.oneof({ weight: 25, arbitrary: line }, oddLine), { maxLength: 40 }).map((lines) => {
    let time = 5;
    const text = lines.map((parts) => {
      if (typeof parts === 'string') return parts;
      const [fields, rise, end] = parts;
      time += rise;
      return fields.map((value) => (value === '+' ? String(time) : value)).join(',') + end;
    });
    return Buffer.from(text.join(''));
  });
}

/** Any plan for a format. Times of {@link randomText} are around 5 to 5,000. */
export function randomPlan(format: Format): fc.Arbitrary<() => ScanPlan> {
  const second = fc.constantFrom(0, 5, 6, 7, 1005, 2_147_483_647);
  const columns = format.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
  return fc
    .record({
      select: fc.shuffledSubarray(columns),
      others: fc.oneof(
        fc.constantFrom('count' as const, 'emit' as const),
        fc.uniqueArray(second, { maxLength: 4 }).map((at) => ({ at: Int32Array.from(at).sort() })),
      ),
      failedLogons: fc.constantFrom('other' as const, 'start' as const),
      from: fc.constantFrom(0, 0, 6, -1, 5.5, 2 ** 31, Infinity),
      previousTime: fc.constantFrom(-1, -1, 7, 1003),
      mostStepSeconds: fc.constantFrom(Infinity, Infinity, 0, 10),
      to: fc.constantFrom(2_147_483_647, 2_147_483_647, 1005, 6.5, -1, Infinity),
      raw: fc.boolean(),
      batchRows: fc.constantFrom(1, 2, 7, 1000),
    })
    .map((changes) => () => planFor(format, { ...changes, dictionaries: {} }));
}

/** Good rows of a format, as they look in the data. */
export function someText(format: Format): Buffer {
  const { start = '', end = '' } = format.edge ?? {};
  const valuesOf = ({ kind, name, dictionary }: Column, row: number): string => {
    if (name === format.edge?.fails?.column) return ['Success', 'Fail'][row % 2]!;
    if (kind === 'time') return String(99_998 + (row >> 1));
    if (kind === 'number') return String(row * 12_345);
    if (kind === 'edge') return [start, end, format.edge?.others ? 'TGS' : end][row % 3]!;
    return dictionary === 'user'
      ? ['U66@DOM1', 'ANONYMOUS LOGON@C5', 'C12345$@DOM1'][row % 3]!
      : `C${row * row}`;
  };
  const rows = Array.from({ length: 12 }, (_, row) =>
    format.columns.map((column) => valuesOf(column, row)).join(','),
  );
  return Buffer.from(rows.map((row, index) => row + (index % 5 === 4 ? '\r\n' : '\n')).join(''));
}

const BYTES = [...Buffer.from(',,,\n\n\r"0019LlOogn$@'), 0, 0x80, 0xc3, 0xa9, 0xf0, 0xff];

/** Texts with one to four bytes changed, added or taken away, always the same ones. They end with a line feed. */
export function* mutations(text: Buffer, count: number): Generator<Buffer> {
  let state = 1;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  for (let i = 0; i < count; i++) {
    const bytes = [...text];
    for (let change = below(4); change >= 0; change--) {
      const at = below(bytes.length);
      const removed = below(3) === 0 ? below(40) : below(2);
      bytes.splice(at, removed, ...(below(2) ? [BYTES[below(BYTES.length)]!] : []));
    }
    bytes.push(10);
    yield Buffer.from(bytes);
  }
}
