import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillTable, queryRows, withDuckDB } from '../testing/duckdb.js';
import { NgramCounts } from '../tokens/ngrams.js';
import { tokensOf } from '../tokens/tokens.js';
import { countTokens, Vocabulary } from '../tokens/vocabulary.js';
import { ngramOrderCheckSql, ngramsSql, type NgramOptions } from './ngrams-sql.js';
import { gapCountsSql, knownGapTokens } from './tokens-sql.js';

interface TestSession {
  label: number;
  processes: { name: string; gap: number }[];
}

const gap = fc.oneof(fc.nat(9), fc.constantFrom(15, 16, 1023, 1024, 2 ** 30, 2 ** 31 - 1));
const testSessions: fc.Arbitrary<TestSession[]> = fc.array(
  fc.record({
    label: fc.constantFrom(0, 0, 1),
    processes: fc.array(
      fc.record({ name: fc.constantFrom('P1', 'P2', "P'3", 'PÖ', '+1s', '<oov>', '\\+1s', 'P 4', ''), gap }),
      { maxLength: 7 },
    ),
  }),
  { maxLength: 8 },
);

async function fill(
  connection: DuckDBConnection,
  sessions: readonly TestSession[],
  sorted: boolean,
): Promise<void> {
  await fillTable(
    connection,
    'sessions',
    'session_id BIGINT, label INTEGER',
    sessions.map(({ label }, i) => [i + 1, label]),
  );
  const rows = sessions.flatMap(({ processes }, i) =>
    processes.map(({ name, gap }, p): [number, number, number, string] => [i + 1, p + 1, gap, name]),
  );
  const columns = 'session_id BIGINT, position INTEGER, gap INTEGER, process_name VARCHAR';
  await fillTable(connection, 'session_processes', columns, sorted ? rows : rows.toReversed());
}

function countPlainly(sessions: readonly TestSession[], { n, gaps, cutoff }: NgramOptions): unknown[] {
  const counts = new NgramCounts(n);
  const sequences = sessions.map(({ label, processes }) => {
    const sequence = { processes: processes.map(({ name }) => name), gaps: processes.map(({ gap }) => gap) };
    return { label, tokens: tokensOf(sequence, gaps) };
  });
  const vocabulary = new Vocabulary(countTokens(sequences.map(({ tokens }) => tokens)), cutoff);
  for (const { label, tokens } of sequences)
    counts.add(
      tokens.map((token) => vocabulary.tokenOf(token)),
      label,
    );
  return counts
    .rows()
    .map(({ ngram, n, count, sessions, attackedSessions, logOdds, zScore }) => {
      return {
        ngram,
        n,
        count,
        sessions,
        attacked_sessions: attackedSessions,
        log_odds: near(logOdds),
        z_score: near(zScore),
      };
    })
    .sort((a, b) => (a.ngram < b.ngram ? -1 : 1));
}

const near = (value: number): unknown => expect.closeTo(value, 9);

it('counts and scores n-grams as the plain form does', async () => {
  await withDuckDB(async (connection) => {
    const property = fc.asyncProperty(
      testSessions,
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (sessions, n, gaps, stored, cutoff) => {
        await fill(connection, sessions, stored);
        const counts = (await queryRows(connection, gapCountsSql())).map(({ token, count }) => [
          token,
          count,
        ]);
        const gapTokens = knownGapTokens(new Map(counts as [string, number][]), cutoff);
        const rows = await queryRows(connection, ngramsSql({ n, gaps, stored, cutoff, gapTokens }));
        rows.sort((a, b) => (String(a['ngram']) < String(b['ngram']) ? -1 : 1));
        expect(rows).toEqual(countPlainly(sessions, { n, gaps, cutoff }));
      },
    );
    await fc.assert(property, { seed: 1, numRuns: 60 });
  });
});

it('tells whether the table is stored by session and position', async () => {
  const sessions = [
    {
      label: 0,
      processes: [
        { name: 'P1', gap: 0 },
        { name: 'P2', gap: 1 },
      ],
    },
  ];
  await withDuckDB(async (connection) => {
    await fill(connection, sessions, true);
    expect(await queryRows(connection, ngramOrderCheckSql())).toEqual([{ unsorted: 0 }]);
    await fill(connection, sessions, false);
    expect(await queryRows(connection, ngramOrderCheckSql())).toEqual([{ unsorted: 1 }]);
  });
});

it('weighs the score by the prior', async () => {
  const session = (label: number, name: string): TestSession => ({ label, processes: [{ name, gap: 0 }] });
  const sessions = [session(1, 'P1'), session(0, 'P2'), session(0, 'P2')];
  await withDuckDB(async (connection) => {
    await fill(connection, sessions, true);
    const scores = async (priorSessions: number): Promise<number[]> => {
      const sql = ngramsSql({ n: 1, gaps: false, stored: true, priorSessions });
      return (await queryRows(connection, `SELECT log_odds FROM (${sql}) ORDER BY ngram`)).map((row) =>
        Number(row['log_odds']),
      );
    };
    const [weak, strong] = [await scores(1), await scores(1000)];
    expect(weak[0]).toBeGreaterThan(1);
    expect(weak[1]).toBeLessThan(-1);
    expect(Math.abs(strong[0]!)).toBeLessThan(0.02);
  });
});

it('refuses other lengths, and cutoffs that are none', () => {
  expect(() => ngramsSql({ n: 1, gaps: false, cutoff: 0 })).toThrow('from 1 on: "0"');
  expect(() => ngramsSql({ n: 6, gaps: false })).toThrow('n-grams have from 1 to 5 tokens: "6"');
});
