import { ledgerProblems, PAIRINGS, Random, TIE_RULES } from '@cmsc/core';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { RunReport, SessionsOptions } from './options.js';
import { runSessions } from './run-sessions.js';
import {
  COLUMNS,
  plainRun,
  type PlainOptions,
  type PlainRow,
  type PlainSession,
} from './testing/plain-run.js';
import { tempFolder } from './testing/temp-folder.js';

/** How many random runs, and where they begin: `CMSC_CASES=20000 CMSC_SEED=2 npx vitest run differential` has others. */
const CASES = Number(process.env['CMSC_CASES'] ?? 2000);
const SEED = Number(process.env['CMSC_SEED'] ?? 1);

const AT_ONCE = 8;
const folder = tempFolder();
const KEYS = [
  ['dst_user', 'dst_machine'],
  ['dst_user', 'src_machine', 'dst_machine'],
  ['dst_machine'],
  ['dst_user', 'auth_type', 'dst_machine', 'logon_type'],
];

/** Random choices, the same for one seed. */
class Choices extends Random {
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Whether something happens that does so once in so many times. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === 0;
  }
}

function randomRows(choices: Choices): PlainRow[] {
  const [users, machines, step] = [1 + choices.below(3), 1 + choices.below(3), choices.of([0, 1, 1, 5])];
  const user = () => `${choices.of(['U', 'Ü'])}${choices.below(users)}@D`;
  const machine = () => `C${choices.below(machines)}`;
  let time = choices.below(4);
  return Array.from({ length: choices.below(60) }, () => {
    if (choices.once(3)) time += choices.below(step + 1);
    const what = choices.of(['LogOn', 'LogOn', 'LogOff', 'LogOff', 'TGS', 'ScreenLock']);
    const result = choices.of(['Success', 'Success', 'Success', 'Fail']);
    const types = [choices.of(['Kerberos', '?']), choices.of(['Network', '?'])] as const;
    return [String(time), user(), user(), machine(), machine(), ...types, what, result];
  });
}

/** The rows as files in one way to write them, cut anywhere, and how they are read. */
function written(
  rows: readonly PlainRow[],
  choices: Choices,
  place: string,
): Pick<SessionsOptions, 'inputs' | 'dialect'> {
  const delimiter = choices.of([',', ',', ';', '\t']);
  const header = choices.once(4);
  const isQuoted = choices.once(4);
  const places = header && choices.once(2) ? [8, 3, 0, 1, 2, 7, 6, 5, 4] : [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const line = (values: readonly string[]) =>
    places.map((place) => (isQuoted ? `"${values[place] ?? ''}"` : values[place])).join(delimiter);
  const cuts = Array.from({ length: choices.below(4) }, () => choices.below(rows.length + 1));
  const borders = [0, ...cuts.sort((a, b) => a - b), rows.length];
  const lineEnd = choices.of(['\n', '\n', '\r\n']);
  const inputs = borders.slice(1).map((to, i) => {
    const lines = [...(header ? [COLUMNS] : []), ...rows.slice(borders[i], to)].map(line);
    const text = lines.map((each) => each + lineEnd).join('');
    const isPacked = choices.once(3);
    const path = join(place, `auth_part_${i}.${isPacked ? 'csv.gz' : 'csv'}`);
    writeFileSync(path, isPacked ? gzipSync(text) : text);
    return path;
  });
  const isUsual = delimiter === ',' && !header;
  return { inputs, ...(!isUsual && { dialect: { delimiter, header } }) };
}

interface Case {
  rows: PlainRow[];
  plain: PlainOptions;
  options: Partial<SessionsOptions>;
}

function randomCase(choices: Choices): Case {
  const rows = randomRows(choices);
  const rule = {
    ...{ key: choices.of(KEYS), ties: choices.of(TIE_RULES), pairing: choices.of(PAIRINGS) },
    failedLogons: choices.of(['other', 'start'] as const),
  };
  const second = () => choices.below(Number(rows.at(-1)?.[0] ?? 0) + 2);
  const from = choices.once(4) ? second() : undefined;
  const to = choices.once(4) ? second() : undefined;
  const time = {
    ...(from !== undefined && { from: Math.min(from, to ?? from) }),
    ...(to !== undefined && { to: Math.max(to, from ?? to) }),
  };
  const [user, computer] = [choices.once(4), choices.once(4)];
  const grouped = choices.once(6);
  const shape = {
    keepOpen: !grouped && choices.once(2),
    minDurationSeconds: choices.once(3) ? choices.below(4) : 0,
  };
  return {
    rows,
    plain: {
      ...{ ...rule, ...time, ...shape },
      ...(user && { user: /^.1@/u }),
      ...(computer && { computer: /^C.$/u }),
    },
    options: {
      ...{ ...rule, ...time, ...shape, grouped },
      ...(user && { user: '?1@*' }),
      ...(computer && { computer: 'C?' }),
      order: grouped ? 'key' : choices.of(['key', 'key', 'close'] as const),
      threads: choices.once(60) ? 2 : 1,
    },
  };
}

/** A session as a line of text, from either side. */
function lineOf({ key, start, end, starts, ends, origins }: PlainSession, withOrigins: boolean): string {
  const duration = end === undefined ? '' : end - start;
  const values = [
    ...key,
    start,
    end ?? '',
    duration,
    starts,
    ends,
    ...(withOrigins ? [origins.join(' ')] : []),
  ];
  return values.join(',');
}

function groupedLines(sessions: readonly PlainSession[]): string[] {
  const keys = new Map<string, string[]>();
  for (const { key, start, end } of sessions) {
    const spans = keys.get(key.join()) ?? [];
    keys.set(key.join(), [...spans, `${start} ${end}`]);
  }
  return Array.from(keys, ([key, spans]) => `${key},${spans.join(' ')}`);
}

/** The lines that a run has written, in CSV whatever the format. */
async function run(
  options: SessionsOptions,
  choices: Choices,
  place: string,
): Promise<{ lines: string[]; report: RunReport }> {
  const format = options.grouped ? 'csv' : choices.of(['csv', 'csv', 'csv.gz', 'jsonl']);
  const output = join(place, `out.${format}`);
  const report = await runSessions({ ...options, output, force: true });
  const bytes = readFileSync(output);
  const text = (format === 'csv.gz' ? gunzipSync(bytes) : bytes).toString();
  const lines = text.split('\n').slice(format === 'jsonl' ? 0 : 1, -1);
  if (format !== 'jsonl') return { lines, report };
  const values = lines.map((line) => Object.values(JSON.parse(line) as Record<string, unknown>));
  const cell = (value: unknown) => (Array.isArray(value) ? value.join(' ') : (value ?? ''));
  return { lines: values.map((row) => row.map(cell).join(',')), report };
}

/** One run, or several that carry the state of the one before. */
async function runCase({ rows, options }: Case, choices: Choices, place: string) {
  const command = 'sessions' as const;
  const canCut = !options.grouped && options.to === undefined && choices.once(4);
  const cuts = canCut ? [choices.below(rows.length + 1), choices.below(rows.length + 1)] : [];
  const borders = [0, ...cuts.sort((a, b) => a - b), rows.length];
  const lines: string[] = [];
  let report: RunReport | undefined;
  for (let i = 1; i < borders.length; i++) {
    const state = {
      ...(i > 1 && { stateIn: join(place, `state-${i - 1}`) }),
      ...(i < borders.length - 1 && { stateOut: join(place, `state-${i}`) }),
    };
    const files = written(rows.slice(borders[i - 1], borders[i]), choices, place);
    const part = await run({ ...options, ...files, ...state, command }, choices, place);
    lines.push(...part.lines);
    report = part.report;
  }
  return { lines, ledger: report?.ledger as RunReport['ledger'], isCut: canCut };
}

/** Runs a case and holds it against the reference. Several run at a time: each waits for its files most of the time. */
async function checkCase(i: number): Promise<void> {
  const choices = new Choices(String(SEED * 1_000_003 + i));
  const one = randomCase(choices);
  const place = join(folder, String(i % AT_ONCE));
  mkdirSync(place, { recursive: true });
  const { lines, ledger, isCut } = await runCase(one, choices, place);
  const wanted = plainRun(one.rows, one.plain);
  const withOrigins = !one.plain.key.includes('src_machine');
  const expected = one.options.grouped
    ? groupedLines(wanted.sessions)
    : wanted.sessions.map((session) => lineOf(session, withOrigins));
  const isSorted = one.options.order === 'key' && !isCut;
  const what = `case ${i} of seed ${SEED}: ${JSON.stringify(one.options)}`;
  if (isSorted) expect(lines, what).toEqual(expected);
  else expect(lines.toSorted(), what).toEqual(expected.toSorted());
  expect(ledger, what).toMatchObject(wanted.counts);
  expect(ledgerProblems(ledger), what).toEqual([]);
  if (one.options.to === undefined) expect(ledger.rows, what).toBe(one.rows.length);
}

test(
  `${CASES} random runs give what the documents say`,
  async () => {
    const lanes = Array.from({ length: AT_ONCE }, async (_, lane) => {
      for (let i = lane; i < CASES; i += AT_ONCE) await checkCase(i);
    });
    await Promise.all(lanes);
  },
  600_000 + 500 * CASES,
);
