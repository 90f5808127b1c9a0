import { describe, expect, it } from 'vitest';
import type { Format } from './format.js';
import { detectFormat, formatNamed, formats } from './registry.js';

/** A good row of a format. */
function rowOf({ columns, edge }: Format): string[] {
  const values = { time: '1', number: '2', edge: edge?.start ?? '' };
  return columns.map(({ name, kind }) => (kind === 'name' ? `a ${name}` : values[kind]));
}

const ENDINGS = {
  csv: {
    own: [
      '.txt',
      '.txt.gz',
      '.csv',
      '.csv.gz',
      '.gz',
      '_part_01.csv.gz',
      '_first100.txt',
      '.parquet',
      '_0.parquet',
    ],
    others: ['.jsonl', '.txt.gz.part', '.txt~', '.parquet.part'],
  },
  'json-lines': {
    own: ['.json', '.jsonl', '.json.gz', '.gz', '_day-01.json'],
    others: ['.csv', '.parquet', '.json.gz.part', '.json~', '.bz2'],
  },
};

describe.each(Object.values<Format>(formats).map((format) => [format.name, format] as const))(
  '%s',
  (name, format) => {
    it('makes events with its columns in their order', () => {
      const fields = rowOf(format);
      const event = format.toEvent(fields) as object;
      expect(Object.keys(event)).toEqual(format.columns.map((column) => column.name));
      expect(Object.values(event).map(String)).toEqual(fields);
    });

    it('has numbers for times and numbers', () => {
      const event = format.toEvent(rowOf(format)) as Record<string, unknown>;
      for (const column of format.columns) {
        const isNumber = column.kind === 'time' || column.kind === 'number';
        expect(typeof event[column.name]).toBe(isNumber ? 'number' : 'string');
      }
    });

    it.each(ENDINGS[format.syntax ?? 'csv'].own)('knows its files by name: %s', (ending) => {
      const knowing = Object.values<Format>(formats).filter((each) => each.fileNames.test(name + ending));
      expect(knowing).toEqual([format]);
    });

    it.each(ENDINGS[format.syntax ?? 'csv'].others)('leaves other files alone: %s', (ending) => {
      expect(format.fileNames.test(name + ending)).toBe(false);
      expect(format.fileNames.test(`labeled_${name}.csv`)).toBe(false);
    });
  },
);

describe('formatNamed', () => {
  it('finds a format', () => {
    expect(formatNamed('flows')).toBe(formats.flows);
  });

  it.each(['', 'Auth', 'toString', '__proto__'])('has no format %j', (name) => {
    expect(() => formatNamed(name)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'UNKNOWN_FORMAT',
        message: expect.stringContaining('auth, proc'),
      }),
    );
  });

  it('does not take process runs for processes', () => {
    expect(formats.proc.fileNames.test('processes.csv')).toBe(false);
  });
});

const authRow = '1,U1@DOM1,U2@DOM1,C1,C2,NTLM,Network,LogOn,Success'.split(',');
const flowsRow = '1,0,C1,N2,C2,443,6,10,5323'.split(',');
const procRow = '1,U1@DOM1,C1,P1,Start'.split(',');
const dnsRow = '1,C1,C2'.split(',');
const redteamRow = '1,U1@DOM1,C1,C2'.split(',');

describe('detectFormat', () => {
  it.each([
    ['auth', authRow],
    ['flows', flowsRow],
    ['proc', procRow],
    ['dns', dnsRow],
    ['redteam', redteamRow],
  ])('recognises %s by its rows, whatever the file is called', (name, row) => {
    expect(detectFormat([row, row], 'data/x.bin')?.name).toBe(name);
    expect(detectFormat([row], 'data/dns.txt')?.name).toBe(name);
  });

  it('bears with bad rows while most are good', () => {
    expect(detectFormat([authRow, [''], authRow], 'x')?.name).toBe('auth');
    expect(detectFormat([authRow, [''], ['']], 'x')).toBeUndefined();
  });

  it('lets the name decide when the values are damaged, but not against the number of columns', () => {
    const damaged = authRow.map(() => '!');
    expect(detectFormat([damaged], '/data/auth_part_00.csv.gz')?.name).toBe('auth');
    expect(detectFormat([damaged], '/data/flows.txt')?.name).toBe('flows');
    expect(detectFormat([damaged], '/data/proc.txt')).toBeUndefined();
  });

  it('goes by the name alone when there is no row', () => {
    expect(detectFormat([], '/data/proc.txt.gz')?.name).toBe('proc');
    expect(detectFormat([], '-')).toBeUndefined();
  });
});
