import { describe, expect, it } from 'vitest';
import { formatNamed, formats } from './registry.js';

const rows = {
  auth: '1,U1@DOM1,U2@DOM1,C1,C2,NTLM,Network,LogOn,Success',
  proc: '1,U1@DOM1,C1,P1,End',
  flows: '1,0,C1,N2,C2,443,6,10,5323',
  dns: '1,C1,C2',
  redteam: '1,U1@DOM1,C1,C2',
};

describe.each(Object.values(formats).map((format) => [format.name, format] as const))(
  '%s',
  (name, format) => {
    it('makes events with its columns in their order', () => {
      const fields = rows[name as keyof typeof rows].split(',');
      const event = format.toEvent(fields);
      expect(Object.keys(event)).toEqual(format.columns.map((column) => column.name));
      expect(Object.values(event).map(String)).toEqual(fields);
    });

    it('has numbers for times and numbers', () => {
      const event = format.toEvent(rows[name as keyof typeof rows].split(',')) as unknown as Record<
        string,
        unknown
      >;
      for (const column of format.columns) {
        const isNumber = column.kind === 'time' || column.kind === 'number';
        expect(typeof event[column.name]).toBe(isNumber ? 'number' : 'string');
      }
    });

    it.each(['.txt', '.txt.gz', '.csv', '.csv.gz', '.gz', '_part_01.csv.gz', '_first100.txt'])(
      'knows its files by name: %s',
      (ending) => {
        expect(format.fileNames.test(name + ending)).toBe(true);
        const others = Object.values(formats).filter((other) => other.name !== name);
        expect(others.filter((other) => other.fileNames.test(name + ending))).toEqual([]);
      },
    );

    it.each(['.jsonl', '.parquet', '.txt.gz.part', '.txt~'])('leaves other files alone: %s', (ending) => {
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
