// What must come out of the whole data set: for each step the command, and what its report or its rows must say. Where
// a figure is from stands beside it; docs/DETECTION.md has the rules behind the counts.

/** @typedef {{ what: string, path: string, expected: number | [number, number], source: string }} Check */
/**
 * @typedef {object} Step
 * @property {string} name What `--only` calls it.
 * @property {string[]} args Arguments of cmsc: `DIR/` stands for the data's folder, `WORK/` for that of the results.
 * @property {string} result File with what came out, as JSON; `-` for what was printed.
 * @property {Check[]} checks `path` leads to a number in it. Two numbers: it lies between them, themselves inside; a
 *   number where there is a range of `least` and `most`: it lies in that.
 */

const KENT = 'Kent 2015, doi:10.17021/1179829';
const LIST = 'the list of labelled rows of haoxiaorong/LBG';
const TARN = 'samad-zeeshan/Tarn';

/** @type {(what: string, path: string, expected: Check['expected'], source: string) => Check} */
const check = (what, path, expected, source) => ({ what, path, expected, source });

/** @type {(name: string, args: string[], ...checks: Check[]) => Step} */
const reported = (name, args, ...checks) => ({
  name,
  args: [...args, '--report', `WORK/${name}.json`, '--force'],
  result: `WORK/${name}.json`,
  checks,
});

const COUNTS = `
  SELECT count(*) AS rows,
    count(DISTINCT (time, dst_user, src_machine, dst_machine)) AS tuples,
    count(DISTINCT ((time - 150885) // 1800, src_machine, dst_machine)) AS euler,
    count(DISTINCT (time // 3600, src_machine, dst_machine)) AS hours,
    count(DISTINCT (src_machine, dst_machine)) AS pairs,
    count(DISTINCT (dst_user, time // 86400)) AS account_days,
    count(DISTINCT (time, dst_user, src_machine, dst_machine)) FILTER (time // 86400 = 8) AS day_8
  FROM auth`;

const SCORED = ['--redteam', 'DIR/redteam.txt.gz'];

/** @type {readonly Step[]} */
export const STEPS = [
  {
    name: 'redteam',
    args: ['redteam', 'DIR/redteam.txt.gz', '--format', 'json'],
    result: '-',
    checks: [
      check('rows of redteam.txt.gz', 'rows', 749, KENT),
      check('distinct tuples', 'distinct', 715, 'counted in the file'),
      check('users', 'users.length', 104, KENT),
    ],
  },
  reported(
    'label',
    ['label', 'DIR/auth.txt.gz', ...SCORED, '--only', 'attacks', '-o', 'WORK/attacks.duckdb'],
    check('rows of auth.txt.gz', 'ledger.rows', 1_051_430_459, KENT),
    check('tuples that auth has', 'labels.matchedExact', 701, LIST),
    check('tuples with another destination in auth', 'labels.matchedOrigin', 14, 'counted in the files'),
    check('tuples that auth has not', 'labels.unmatched', 0, 'counted in the files'),
  ),
  {
    name: 'counts',
    args: ['query', 'WORK/attacks.duckdb', COUNTS, '--format', 'json'],
    result: '-',
    checks: [
      check('labelled rows (2552687, U9263, C17693, C828 is there twice)', '0.rows', 702, LIST),
      check('their tuples', '0.tuples', 701, LIST),
      check('snapshots of 30 minutes, pairs (Euler)', '0.euler', 518, 'iHeartGraph/Euler'),
      check('hours, pairs (UltraLMD)', '0.hours', 500, 'UltraLMD'),
      check('pairs (UltraLMD)', '0.pairs', 302, 'UltraLMD'),
      check('accounts a day (Tarn)', '0.account_days', 181, TARN),
      check('tuples of day 8 (KTH)', '0.day_8', 261, 'KTH-SSAS, safekit'),
    ],
  },
  reported(
    'processes',
    ['processes', 'DIR/proc.txt.gz', '--no-output'],
    check('rows of proc.txt.gz', 'ledger.rows', 426_045_096, KENT),
  ),
  reported(
    'tarn',
    ['score', 'DIR/auth.txt.gz', '--protocol', 'tarn', '--scorer', 'surprise', '-o', 'WORK/tarn.parquet'],
    check('candidates', 'ledger.kept', 99_066_895, TARN),
    check('units tested', 'candidates.units', 97_663_519, TARN),
  ),
  reported(
    'tarn-figures',
    [
      'evaluate',
      'WORK/tarn.parquet',
      '--protocol',
      'tarn',
      ...SCORED,
      '--candidates',
      'WORK/tarn.json',
      '--no-output',
    ],
    check('positives', 'labels.positives', 701, TARN),
    check('account-days', 'columns.surprise.budget.accountDays.of', 181, TARN),
    check('average precision', 'columns.surprise.ap', [0.001615, 0.001625], `${TARN}: 0.00162`),
    check('AUC', 'columns.surprise.auc', [0.968, 0.98], `${TARN}, from its PR points`),
    check(
      'TPR at FPR 1 %',
      'columns.surprise.tprAtFpr.0\\.01',
      [0.748, 0.787],
      `${TARN}, from its PR points`,
    ),
    check('account-days found, 100 alerts a day', 'columns.surprise.budget.accountDays', 71, TARN),
    check('their attacks', 'columns.surprise.budget.eventsOfAccountDays', 436, TARN),
    check('attacks found, 100 alerts a day', 'columns.surprise.budget.events', 7, TARN),
  ),
  reported('lmdeval', ['score', 'DIR/auth.txt.gz', '-o', 'WORK/lmdeval.parquet', '--scorer', 'ngram']),
  reported(
    'lmdeval-figures',
    ['evaluate', 'WORK/lmdeval.parquet', ...SCORED, '--candidates', 'WORK/lmdeval.json', '--no-output'],
    check('tuples met', 'labels.tuplesMet', 701, LIST),
    check('attacked account-days', 'columns.edge.budget.accountDays.of', 181, TARN),
    check(
      'AUC of never seen, learning by the second',
      'columns.edge.auc',
      [0, 0.72],
      'at most (1 + 303/701) / 2',
    ),
  ),
  reported('larroche2023', [
    ...['score', 'DIR/auth.txt.gz', '--protocol', 'larroche2023', '--learn-until', '691200'],
    ...['-o', 'WORK/larroche2023.parquet'],
  ]),
  reported(
    'larroche2023-figures',
    [
      ...['evaluate', 'WORK/larroche2023.parquet', '--protocol', 'larroche2023', ...SCORED],
      ...['--candidates', 'WORK/larroche2023.json', '--no-output'],
    ],
    check('positives, at most', 'labels.positives', [1, 473], 'counted in redteam.txt.gz'),
    check(
      'AUC of never seen, frozen',
      'columns.edge.auc',
      [0.955, 0.967],
      'cl-anssi/NetworkSourceSeparation: 0.962, 0.960',
    ),
  ),
];

/** The number, or range, that a path leads to; a point in a name is written `\.`. */
export function valueAt(result, path) {
  const names = path.split(/(?<!\\)\./).map((name) => name.replaceAll('\\.', '.'));
  return names.reduce((value, name) => value?.[name], result);
}

/** Whether what was found is what was expected. */
export function holds(found, expected) {
  if (Array.isArray(expected)) return found >= expected[0] && found <= expected[1];
  if (typeof found === 'object' && found !== null) return found.least <= expected && expected <= found.most;
  return found === expected;
}
