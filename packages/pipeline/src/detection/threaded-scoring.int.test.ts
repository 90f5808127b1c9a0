import { AUTH_COLUMNS, Dictionary, Random, type AuthColumn } from '@cmsc/core';
import { ScoringPass, type LogonColumns, type LogonDictionaries, type ScoredUnits } from '@cmsc/detection';
import { expect, test } from 'vitest';
import { ThreadedScoring } from './threaded-scoring.js';

/** Names that a column has in the end: few users and machines, so that keys meet often. */
const NAMES: Record<AuthColumn, number> = {
  ...{ src_user: 60, dst_user: 60, src_machine: 40, dst_machine: 40 },
  ...{ auth_type: 5, logon_type: 3, orientation: 2, result: 2 },
};

function makeDictionaries(): LogonDictionaries {
  const [user, machine] = [new Dictionary(), new Dictionary()];
  const own = Object.fromEntries(AUTH_COLUMNS.map((name) => [name, new Dictionary()]));
  return {
    ...(own as Record<AuthColumn, Dictionary>),
    ...{ src_user: user, dst_user: user, src_machine: machine, dst_machine: machine },
  };
}

/** Batches of rows whose names come up one by one. */
async function* rowsOf(
  dictionaries: LogonDictionaries,
  batches: number,
  batchRows: number,
): AsyncGenerator<LogonColumns> {
  const random = new Random('threaded scoring');
  dictionaries.orientation.intern('LogOn');
  let time = 0;
  for (let batch = 1; batch <= batches; batch++) {
    const ids = (name: AuthColumn) => () =>
      dictionaries[name].intern(`${name} ${random.below(1 + (NAMES[name] * batch) / batches)}`);
    const columns = AUTH_COLUMNS.map((name) => {
      const id = name === 'orientation' ? () => (random.chance(0.9) ? 0 : 1) : ids(name);
      return [name, Int32Array.from({ length: batchRows }, id)] as const;
    });
    dictionaries.orientation.intern('LogOff');
    const times = Int32Array.from({ length: batchRows }, () => (time += random.below(2)));
    await Promise.resolve();
    yield {
      ...(Object.fromEntries(columns) as Record<AuthColumn, Int32Array>),
      time: times,
      length: batchRows,
    };
  }
}

/** The units of a scoring as text, and what it counted. `isApart` says whether `ngram` has a thread of its own. */
async function score(isApart: boolean, protocol: string, batches: number, batchRows: number) {
  const dictionaries = makeDictionaries();
  const options = { protocol, scorers: ['ngram', 'surprise'], from: 100, fitUntil: 100 };
  const pass = new ScoringPass(options, dictionaries, ({ isCostly }) => isApart && isCostly === true);
  const threaded = new ThreadedScoring(pass);
  const rows = rowsOf(dictionaries, batches, batchRows);
  const units: string[] = [];
  const take = ({ length, time, key, scores }: ScoredUnits) => {
    for (let i = 0; i < length; i++)
      units.push([time[i], ...[...key, ...scores].map((column) => column[i])].join());
  };
  if (isApart) for await (const batch of threaded.units(rows)) take(batch);
  else {
    for await (const batch of rows) for (const scored of pass.push(batch)) take(scored);
    for (const scored of pass.finish()) take(scored);
  }
  const { entries, ...counts } = pass.counts;
  return { units, counts, entries: { ...entries, ...threaded.entries } };
}

// More rows than all slots hold at once, in batches that end within a block, beside one, and in none.
test.each([
  ['lmdeval', 9, 7000],
  ['larroche2023', 9, 4096],
  ['lmdeval', 3, 1],
  ['lmdeval', 0, 0],
])('gives what scoring in this thread gives: %s, %i batches of %i', async (protocol, batches, batchRows) => {
  const there = await score(true, protocol, batches, batchRows);
  const here = await score(false, protocol, batches, batchRows);
  expect(there).toEqual(here);
  if (batches === 9) expect(there.units.length).toBeGreaterThan(1000);
});

/** Scores with a thread that is told something else than it should be. */
async function scoreWith(wrong: object): Promise<void> {
  const dictionaries = makeDictionaries();
  const pass = new ScoringPass(
    { scorers: ['ngram'], from: 0 },
    dictionaries,
    ({ isCostly = false }) => isCostly,
  );
  const units = new ThreadedScoring(Object.assign(pass, wrong)).units(rowsOf(dictionaries, 9, 7000));
  for await (const { length } of units) expect(length).toBeGreaterThan(0);
}

test('ends with the error of the other thread', async () => {
  await expect(scoreWith({ scorerOptions: { dictionaries: makeDictionaries(), every: 1n } })).rejects.toThrow(
    /BigInt/,
  );
});

test('says when the other thread has ended', async () => {
  await expect(scoreWith({ apart: ['nosuch'] })).rejects.toMatchObject({
    ...{ kind: 'io', code: 'WORKER_DIED' },
    context: { hint: 'see the cause with --debug; --threads 1 scores without it' },
  });
});
