import { VARIANTS, type Variant } from '@cmsc/exports';
import { describe, expect, test } from 'vitest';
import { NO_ROWS, RealRows } from '../testing/real-export.js';
import { HAS_SHARED } from '../testing/shared.js';
import { tempFolder } from '../testing/temp-folder.js';

const DAY = 86_400;
/** Rows behind the samples: of a Saturday, of the Monday that counts as one, and too long for 120 characters. */
const LATER = [
  `${10 * DAY},U1@DOM1,U1@DOM1,C1,C2,Kerberos,Network,LogOn,Success`,
  `${47 * DAY + 5},U1@DOM1,C5$@DOM1,C1,C2,MICROSOFT_AUTHENTI,Network,LogOn,Success`,
  `${48 * DAY},U1@DOM1,U1@DOM1,C1,C2,${'MICROSOFT_AUTHENTICATION_PACKAGE_'.repeat(3)},Network,LogOn,Success`,
];
const real = HAS_SHARED ? new RealRows(tempFolder(), LATER) : NO_ROWS;
const exported = (name: string, variant: Variant) => (real as RealRows).export(name, variant);

interface Row {
  number: number;
  line: string;
  fields: string[];
  day: number;
}

const rows: Row[] = real.lines.map((line, number) => {
  const fields = line.split(',');
  return { number, line, fields, day: Math.floor(Number(fields[0]) / DAY) };
});
const isUser = ({ fields }: Row): boolean => fields[1]!.startsWith('U');
const account = (user: string): string => user.split('@')[0]!;
const domain = (user: string): string => user.split('@')[1] ?? '';

/** A red-team row is a row of auth without its columns of type; `user` is the column that its user is compared with. */
function isAttack({ fields }: Row, user: 1 | 2): boolean {
  return real.redteam.includes([fields[0], fields[user], fields[3], fields[4]].join());
}

/** Rows of working days, as safekit takes them; day 47 is left out as published. */
function workingRows(variant: Variant): Row[] {
  const days = [3, 4, 10, 11, 17, 18, 24, 25, 31, 32, 38, 39, 45, 46, 52, 53];
  if (variant === 'as-published') days.push(47);
  return rows.filter((row) => isUser(row) && !days.includes(row.day));
}

/** What stands in both of safekit's forms before the tokens: line, second, day, user, red. */
function head(row: Row): string[] {
  const { number, fields, day } = row;
  return [number, fields[0], day, account(fields[1]!).replace('U', ''), isAttack(row, 2) ? 1 : 0].map(String);
}

/** The batcher of safekit: files of a day, numbers between spaces, all lines of one width. */
async function readDays(name: string, variant: Variant, days: Iterable<number>) {
  const files = await exported(name, variant);
  const lines = [...new Set(days)].flatMap((day) => files.lines(`${day}.txt`));
  return { files, lines: lines.map((line) => line.split(' ')) };
}

describe.skipIf(!HAS_SHARED)('real rows, read as by the loader of', () => {
  test.each(VARIANTS)('safekit-word, %s', async (variant) => {
    const kept = workingRows(variant);
    const { files, lines } = await readDays(
      'safekit-word',
      variant,
      kept.map(({ day }) => day),
    );
    const names = JSON.parse(files.lines('word_token_map.json')[0]!) as Record<string, string>;
    expect(lines.every((line) => line.length === 17 && line[5] === '0' && line[16] === '1')).toBe(true);
    const words = kept.map(({ fields }) => wordsOf(fields));
    const counts = new Map<string, number>();
    for (const word of words.flat().map(String)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const shown = ([kind, word]: Word): string =>
      kind !== 'user' && kind.length > 1 && counts.get(`${kind},${word}`)! < 40 ? `${kind}_OOV` : word;
    expect(lines.map((line) => line.slice(0, 5))).toEqual(kept.map(head));
    expect(lines.map((line) => line.slice(6, 16).map((id) => names[id]))).toEqual(
      words.map((ofRow) => ofRow.map(shown)),
    );
    expect(files.has('10.txt')).toBe(false);
    expect(files.report.auth!.differences).toEqual({ rows: 1, labels: 0, values: 0 });
  });

  test.each(VARIANTS)('safekit-char, %s', async (variant) => {
    const kept = workingRows(variant);
    const { files, lines } = await readDays(
      'safekit-char',
      variant,
      kept.map(({ day }) => day),
    );
    const expected = kept.map((row) => {
      const text = row.line.slice(row.line.indexOf(',') + 1);
      const shown = variant === 'corrected' ? text.slice(0, 120) : text;
      const codes = [...shown].map((character) => character.charCodeAt(0) - 30);
      const padding = Array.from({ length: 120 - shown.length > 0 ? 120 - shown.length : 0 }, () => 0);
      return [...head(row), ...[shown.length + 1, 0, ...codes, 1, ...padding].map(String)];
    });
    expect(lines).toEqual(expected);
    const widths = new Set(lines.map(({ length }) => length));
    expect(widths.size).toBe(variant === 'corrected' ? 1 : 2);
    expect(widths).toContain(128);
    expect(files.report.auth!.differences).toEqual({ rows: 1, labels: 0, values: 1 });
  });

  test.each(VARIANTS)('kth, %s', async (variant) => {
    const files = await exported('kth', variant);
    const users = rows.filter(isUser);
    const lines = [...new Set(users.map(({ day }) => day))].flatMap((day) => files.lines(`${day}.csv`));
    const expected = users.map((row) => {
      const [time, user, as, ...rest] = row.fields as [string, string, string, ...string[]];
      const accounts = [account(user), domain(user), account(as).replaceAll('$', ''), domain(as)];
      const isRed = isAttack(row, variant === 'corrected' ? 2 : 1);
      return [time, ...accounts, ...rest, isRed ? '1' : '0'];
    });
    expect(lines.map((line) => line.split(','))).toEqual(expected);
    expect(files.report.auth).toMatchObject({ labelled: 2, differences: { rows: 0, labels: 0, values: 0 } });
  });

  test.each(VARIANTS)('pikachu, %s', async (variant) => {
    const files = await exported('pikachu', variant);
    const [header, ...lines] = files.lines('auth_all_anom_1hr.csv');
    const isPerson = (user: string): boolean =>
      ['ANONYMOUS', 'LOCAL', 'NETWORK', 'ADMIN'].every(
        (word) => !user.includes(word) || (user.endsWith(word) && user.split(word).length === 2),
      );
    const kept = rows.filter(({ fields: [, user, , source, target, type, logon] }) => {
      return type !== '?' && logon !== '?' && isPerson(user!) && source !== target;
    });
    const first = Number(kept[0]!.fields[0]);
    const expected = kept.map((row, index) => {
      const [time, user, , source, target] = row.fields;
      const snapshot = Math.floor((Number(time) - first) / 3600);
      const label = isAttack(row, variant === 'corrected' ? 2 : 1) ? 1 : 0;
      return [index, time, user, source, target, label, snapshot].join();
    });
    expect(header).toBe(',timestamp,src_user,src_computer,dst_computer,label,snapshot');
    expect(lines).toEqual(expected);
    expect(lines.filter((line) => line.startsWith('635015,', line.indexOf(',') + 1)).join()).toContain(
      'U737@DOM1,C19932,C529,1,',
    );
  });
});

type Word = [kind: string, word: string];

/** The ten words of a row, each with its kind; kinds that have no place for rare words are one letter, and users. */
function wordsOf([, user, as, source, target, type, logon, orientation, result]: string[]): Word[] {
  const logged = account(as!).replaceAll('$', '');
  return [
    ['user', account(user!)],
    ['domain', domain(user!)],
    [logged.startsWith('U') ? 'user' : 'pc', logged],
    ['domain', domain(as!)],
    ['pc', source!],
    ['pc', target!],
    ['t', type!.startsWith('MICROSOFT_AUTH') ? 'MICROSOFT_AUTH' : type!],
    ['l', logon!],
    ['o', orientation!],
    ['r', result!],
  ];
}
