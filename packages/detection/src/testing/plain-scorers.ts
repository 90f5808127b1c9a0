import type { AuthEvent } from '@cmsc/core';

/** How the plain scorers are to learn. */
export interface PlainRules {
  every: number;
  learnUntil: number;
  window: number;
  fitUntil: number;
}

type PlainScorer = (rows: readonly AuthEvent[], rules: PlainRules) => number[];

/** Scores by looking at all earlier rows again for each row: slow, and as near to the rules as can be. */
export const PLAIN_SCORERS: Readonly<Record<string, PlainScorer>> = {
  edge: (rows, rules) => rows.map((row) => (learned(rows, row, rules).some(samePair(row)) ? 0 : 1)),
  'edge-window': (rows, rules) =>
    rows.map((row) =>
      learned(rows, row, rules).some((other) => samePair(row)(other) && row.time - other.time <= rules.window)
        ? 0
        : 1,
    ),
  surprise,
  ngram,
};

function learned(
  rows: readonly AuthEvent[],
  { time }: AuthEvent,
  { every, learnUntil }: PlainRules,
): AuthEvent[] {
  return rows.filter(
    (row) => Math.floor(row.time / every) < Math.floor(time / every) && row.time < learnUntil,
  );
}

function samePair(row: AuthEvent): (other: AuthEvent) => boolean {
  return (other) => other.src_machine === row.src_machine && other.dst_machine === row.dst_machine;
}

/** Number of binary digits. */
export const digits = (n: number): number => (n === 0 ? 0 : n.toString(2).length);

function ngram(rows: readonly AuthEvent[], rules: PlainRules): number[] {
  return rows.map((row) => {
    const before = learned(rows, row, rules);
    return TOKENS.reduce((sum, token) => sum - Math.log2(probability(token, row, before, rows)), 0);
  });
}

/** A token, and its contexts, longest first. */
export interface Token<Row> {
  of(row: Row, rows: readonly Row[]): string;
  contexts: readonly ((row: Row) => string)[];
}

const empty = (): string => '';
const sourceUser = ({ src_machine, dst_user }: AuthEvent): string => `${src_machine} ${dst_user}`;
const TOKENS: readonly Token<AuthEvent>[] = [
  { of: (row) => row.dst_user, contexts: [(row) => row.src_machine, empty] },
  { of: (row) => row.dst_machine, contexts: [sourceUser, (row) => row.dst_user, empty] },
  {
    of: ({ auth_type, logon_type, result }) =>
      `${auth_type.startsWith('MICROSOFT_AUTH') ? 'M' : auth_type}/${logon_type}/${result}`,
    contexts: [(row) => `${row.dst_user} ${row.dst_machine}`, (row) => row.dst_machine, empty],
  },
  { of: gap, contexts: [sourceUser, (row) => row.dst_user, empty] },
];

function gap({ dst_user, time }: AuthEvent, rows: readonly AuthEvent[]): string {
  const times = rows.filter((row) => row.dst_user === dst_user && row.time < time).map((row) => row.time);
  return times.length === 0 ? 'first' : String(digits(time - Math.max(...times)));
}

/** How likely the token of `row` is after the rows `before`; `rows` are all. */
export function probability<Row>(
  token: Token<Row>,
  row: Row,
  before: readonly Row[],
  rows: readonly Row[],
): number {
  const counts = token.contexts.map(() => new Map<string, Map<string, number>>());
  for (const other of before) {
    const word = token.of(other, rows);
    for (const [depth, context] of token.contexts.entries()) {
      const known = counts[depth]!.get(context(other)) ?? new Map<string, number>();
      counts[depth]!.set(context(other), known);
      known.set(word, (known.get(word) ?? 0) + 1);
      if (known.get(word) !== 1) break;
    }
  }
  const word = token.of(row, rows);
  let p = 1 / ((counts.at(-1)!.get('')?.size ?? 0) + 1);
  for (let depth = token.contexts.length - 1; depth >= 0; depth--) {
    const known = counts[depth]!.get(token.contexts[depth]!(row));
    if (!known) continue;
    const all = [...known.values()].reduce((sum, count) => sum + count, 0);
    p = (Math.max((known.get(word) ?? 0) - 0.75, 0) + 0.75 * known.size * p) / all;
  }
  return p;
}

const BINS = [2, 2, 24, 16, 16, 20, 7];

function surprise(rows: readonly AuthEvent[], { learnUntil, fitUntil }: PlainRules): number[] {
  const seen = rows.filter(({ time }) => time < learnUntil);
  const features = rows.map((row) => featuresOf(row, seen, fitUntil));
  const isFitted = ({ time }: AuthEvent) => time >= fitUntil / 2 && time < fitUntil && time < learnUntil;
  const fitted = features.filter((_, i) => isFitted(rows[i]!));
  return features.map((values) =>
    values.reduce((sum, value, i) => {
      const count = fitted.filter((other) => other[i] === value).length;
      return sum - Math.log((count + 1) / (fitted.length + BINS[i]!));
    }, 0),
  );
}

function featuresOf(row: AuthEvent, seen: readonly AuthEvent[], fitUntil: number): number[] {
  const { time, src_user, src_machine, dst_machine } = row;
  const before = seen.filter((other) => other.time < time);
  const fit = seen.filter((other) => other.time < fitUntil);
  const there = before.filter((other) => other.src_user === src_user && other.dst_machine === dst_machine);
  const from = before.filter((other) => other.src_user === src_user && other.src_machine === src_machine);
  const last = Math.max(...there.map((other) => other.time));
  const destinations = firsts(
    before.filter((other) => other.src_user === src_user),
    (other) => other.dst_machine,
  );
  const users = firsts(
    before.filter((other) => other.src_machine === src_machine),
    (other) => other.src_user,
  );
  const popularity = new Set(
    fit.filter((other) => other.dst_machine === dst_machine).map((other) => other.src_user),
  );
  const hops = hopsOf(fit);
  return [
    there.length === 0 ? 1 : 0,
    from.length === 0 ? 1 : 0,
    there.length === 0 ? 0 : 1 + Math.min(digits(time - last) - 1, 22),
    Math.min(digits(destinations.filter((first) => first > time - 3600).length), 15),
    Math.min(digits(users.filter((first) => first > time - 86_400).length), 15),
    Math.min(digits(popularity.size), 19),
    3 + Math.max(-3, Math.min(3, (hops.get(src_machine) ?? 4) - (hops.get(dst_machine) ?? 4))),
  ];
}

/** The second in which each value came up first. */
function firsts(rows: readonly AuthEvent[], valueOf: (row: AuthEvent) => string): number[] {
  const found = new Map<string, number>();
  for (const row of rows) if (!found.has(valueOf(row))) found.set(valueOf(row), row.time);
  return [...found.values()];
}

function hopsOf(fit: readonly AuthEvent[]): Map<string, number> {
  const users = new Map<string, Set<string>>();
  for (const { dst_machine, src_user } of fit)
    users.set(dst_machine, (users.get(dst_machine) ?? new Set()).add(src_user));
  const ranked = [...users.keys()].sort(
    (a, b) => users.get(b)!.size - users.get(a)!.size || (a < b ? -1 : 1),
  );
  const hubs = ranked.slice(0, Math.max(1, Math.floor(ranked.length / 100)));
  const hops = new Map(hubs.map((hub) => [hub, 0]));
  for (let depth = 1; depth <= 3; depth++)
    for (const { src_machine, dst_machine } of fit)
      for (const [a, b] of [
        [src_machine, dst_machine],
        [dst_machine, src_machine],
      ] as const)
        if (hops.get(a) === depth - 1 && !hops.has(b)) hops.set(b, depth);
  return hops;
}
