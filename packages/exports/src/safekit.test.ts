import { describe, expect, it } from 'vitest';
import type { ExportCase } from './testing/auth-lines.js';
import { checkFormat, type ExpectedRow, type ReadRow } from './testing/check-format.js';
import { runFormat, type MemoryFiles } from './testing/run-format.js';
import type { ExportFormat, Variant } from './export-format.js';
import { safekitChar } from './safekit-char.js';
import { safekitWord } from './safekit-word.js';

interface Head {
  number: number;
  line: string;
  fields: string[];
  day: number;
  label: number;
}

/** What both scripts do: rows whose source user begins with U, on days that are no weekend; whole red-team lines of auth. */
function heads({ lines, redteam }: ExportCase, variant: Variant): Head[] {
  const weekend = [3, 4, 10, 11, 17, 18, 24, 25, 31, 32, 38, 39, 45, 46, 52, 53];
  if (variant === 'as-published') weekend.push(47);
  const redLines = new Set(
    lines.filter((line) => {
      const [time, , as, from, to] = line.split(',');
      return redteam.includes([time, as, from, to].join(','));
    }),
  );
  return lines
    .map((line, number): Head => {
      const fields = line.split(',');
      return {
        number,
        line,
        fields,
        day: Math.floor(Number(fields[0]) / 86_400),
        label: redLines.has(line) ? 1 : 0,
      };
    })
    .filter(({ fields, day }) => fields[1]!.startsWith('U') && !weekend.includes(day));
}

function common({ number, fields, day, label }: Head): Omit<ExpectedRow, 'values'> & { head: number[] } {
  const user = fields[1]!.split('@')[0]!.replaceAll('U', '');
  return { number, file: `${day}.txt`, label, head: [number, Number(fields[0]), day, Number(user)] };
}

function deriveChars(input: ExportCase, variant: Variant): ExpectedRow[] {
  return heads(input, variant).map((row) => {
    const { head, ...rest } = common(row);
    const codes = [...Buffer.from(row.fields.slice(1).join(','))].map((code) => code - 30);
    const kept = variant === 'corrected' ? codes.slice(0, 120) : codes;
    return { ...rest, values: [...head, kept.length + 1, kept] };
  });
}

/** Words by name: those that occur less than 40 times, users apart, are out of the vocabulary. */
function deriveWords(input: ExportCase, variant: Variant): ExpectedRow[] {
  const rows = heads(input, variant);
  const wordsOf = ({ fields }: Head): [kind: string, word: string][] => {
    const [src, dst] = [fields[1]!.split('@'), fields[2]!.split('@')] as [string[], string[]];
    const as = dst[0]!.replaceAll('$', '');
    const type = fields[5]!.startsWith('MICROSOFT_AUTH') ? 'MICROSOFT_AUTH' : fields[5]!;
    return [
      ['user', src[0]!],
      ['domain', src[1] ?? ''],
      [as.startsWith('U') ? 'user' : 'pc', as],
      ['domain', dst[1] ?? ''],
      ['pc', fields[3]!],
      ['pc', fields[4]!],
      ['auth', type],
      ['logon', fields[6]!],
      ['orient', fields[7]!],
      ['success', fields[8]!],
    ];
  };
  const counts = new Map<string, number>();
  for (const word of rows.flatMap(wordsOf)) counts.set(word.join(), (counts.get(word.join()) ?? 0) + 1);
  const rare = (kind: string): string => ({ pc: 'pc_OOV', domain: 'domain_OOV' })[kind] ?? '';
  return rows.map((row) => {
    const { head, ...rest } = common(row);
    const words = wordsOf(row).map((word) =>
      rare(word[0]) && counts.get(word.join())! < 40 ? rare(word[0]) : word[1],
    );
    return { ...rest, values: [...head, ...words] };
  });
}

/** The loader of both: numbers with a space between them, day files in any order, no header. */
function readNumbers(files: MemoryFiles, columns: number | undefined): { file: string; numbers: number[] }[] {
  const days = files.paths.filter((path) => /^\d+\.txt$/.test(path));
  const rows = days.flatMap((file) =>
    (files.text(file).match(/.*\n/g) ?? []).map((line) => ({
      file,
      numbers: line.trim().split(' ').map(Number),
    })),
  );
  expect(rows.every(({ numbers }) => numbers.every((number) => Number.isInteger(number)))).toBe(true);
  if (columns !== undefined) expect(rows.every(({ numbers }) => numbers.length === columns)).toBe(true);
  return rows;
}

function readChars(files: MemoryFiles): ReadRow[] {
  return readNumbers(files, undefined).map(({ file, numbers }) => {
    const [number, second, day, user, red, length, begin, ...codes] = numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const isPadded = codes.slice(length).every((code) => code === 0);
    const shape = {
      begin,
      end: codes[length - 1],
      isPadded,
      width: numbers.length - Math.max(128, length + 7),
    };
    if (JSON.stringify(shape) !== '{"begin":0,"end":1,"isPadded":true,"width":0}')
      expect(shape).toBe('well formed');
    return { file, label: red, values: [number, second, day, user, length, codes.slice(0, length - 1)] };
  });
}

function readWords(files: MemoryFiles): ReadRow[] {
  const words = JSON.parse(files.text('word_token_map.json')) as Record<string, string>;
  expect(Number(files.text('40_em_size.txt'))).toBe(Object.keys(words).length);
  return readNumbers(files, 17).map(({ file, numbers }) => {
    const [number, second, day, user, red, begin, ...ids] = numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (begin !== 0 || ids.at(-1) !== 1) expect([begin, ids.at(-1)]).toEqual([0, 1]);
    return {
      file,
      label: red,
      values: [number, second, day, user, ...ids.slice(0, -1).map((id) => words[id])],
    };
  });
}

checkFormat({ format: safekitChar, derive: deriveChars, read: readChars });
checkFormat({ format: safekitWord, derive: deriveWords, read: readWords });

describe.each([safekitChar, safekitWord])('$name', (format: ExportFormat) => {
  it('leaves out weekends, and day 47 as published', () => {
    const days = Array.from({ length: 58 }, (_, day) => day);
    const lines = days.map((day) => `${day * 86_400},U1@DOM1,U1@DOM1,C1,C2,NTLM,Network,LogOn,Success`);
    const written = (variant: Variant): number[] => {
      const { files, tally } = runFormat(format, { lines, redteam: [], variant });
      expect(tally.differences.rows).toBe(1);
      return files.paths.filter((path) => /^\d+\.txt$/.test(path)).map((path) => parseInt(path));
    };
    const corrected = written('corrected');
    expect(days.filter((day) => !corrected.includes(day))).toEqual([
      3, 4, 10, 11, 17, 18, 24, 25, 31, 32, 38, 39, 45, 46, 52, 53,
    ]);
    expect(written('as-published')).toEqual(corrected.filter((day) => day !== 47));
  });
});

describe('safekit-char', () => {
  const long = 'C'.repeat(90);
  const lines = [`5,U12@DOM1,U12@DOM1,C1,${long},?,?,LogOn,Success`];

  it('writes 128 numbers', () => {
    const short = ['5,U12@DOM1,U12@DOM1,C1,C2,?,?,LogOn,Success'];
    const { files } = runFormat(safekitChar, {
      lines: short,
      redteam: ['5,U12@DOM1,C1,C2'],
      variant: 'corrected',
    });
    const text = 'U12@DOM1,U12@DOM1,C1,C2,?,?,LogOn,Success';
    const codes = [...text].map((c) => c.charCodeAt(0) - 30).join(' ');
    const padding = ' 0'.repeat(120 - text.length);
    expect(files.text('0.txt')).toBe(`0 5 0 12 1 ${text.length + 1} 0 ${codes} 1${padding}\n`);
  });

  it('cuts a line that is too long when corrected', () => {
    const published = runFormat(safekitChar, { lines, redteam: [], variant: 'as-published' });
    expect(published.files.text('0.txt').split(' ')).toHaveLength(7 + lines[0]!.length - 2 + 1);
    const corrected = runFormat(safekitChar, { lines, redteam: [], variant: 'corrected' });
    expect(corrected.files.text('0.txt').split(' ')).toHaveLength(128);
    expect(corrected.tally.differences).toEqual({ rows: 0, labels: 0, values: 1 });
  });
});

describe('safekit-word', () => {
  const row = (i: number, user: string, machine: string, type = 'NTLM'): string =>
    `${i},${user}@DOM1,C9$@DOM1,${machine},C2,${type},Network,LogOn,Success`;

  it('has ids for machines and domains that occur 40 times, and for every user', () => {
    const lines = Array.from({ length: 41 }, (_, i) => row(i, `U${i}`, i < 40 ? 'C1' : 'C3'));
    const { files } = runFormat(safekitWord, { lines, redteam: [], variant: 'corrected' });
    const rows = files
      .text('0.txt')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    // sos, user, domain, C9 (41 times), domain, C1 (40 times), C2, four values, eos; ids in order of first appearance
    expect(rows[0]!.slice(5)).toEqual([0, 5, 6, 7, 6, 8, 9, 10, 11, 12, 13, 1]);
    expect(rows[39]!.slice(5)).toEqual([0, 52, 6, 7, 6, 8, 9, 10, 11, 12, 13, 1]);
    expect(rows[40]!.slice(5)).toEqual([0, 53, 6, 7, 6, 3, 9, 10, 11, 12, 13, 1]);
    expect(files.text('40_em_size.txt')).toBe('54');
  });

  it('keeps 17 columns whatever stands in the name of a user', () => {
    const lines = ['U 7 b@DOM1', 'U\t8@DOM1'].map((user, i) => row(i, user, 'C1'));
    const { files } = runFormat(safekitWord, { lines, redteam: [], variant: 'corrected' });
    const rows = files.text('0.txt').trimEnd().split('\n');
    expect(rows.map((line) => line.split(/\s/).length)).toEqual([17, 17]);
    expect(rows.map((line) => line.split(' ')[3])).toEqual(['_7_b', '_8']);
  });

  it('takes values that the data cuts off in different places for one', () => {
    const types = ['MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', 'MICROSOFT_AUTHENTICATION_PACK', 'NTLM'];
    const lines = types.map((type, i) => row(i, 'U1', 'C1', type));
    const { files } = runFormat(safekitWord, { lines, redteam: [], variant: 'corrected' });
    const ids = files
      .text('0.txt')
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[12]));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});
