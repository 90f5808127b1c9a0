import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { golden, haveSamples, sample } from './testing/samples.js';

const folder = useFolder();
const inFolder = (name: string): string => join(folder.path, name);

interface Golden {
  options: { fit_until?: number; window?: number; every?: number; test_from?: number };
  columns: string[];
  units: number;
  keyDigest: string;
  inputs: { file: string }[];
  positives: unknown[][];
  scorers: Record<string, { metrics: Record<string, unknown> }>;
}

function goldenOf(name: string): Golden {
  return JSON.parse(golden(`detection/samples-shared.${name}.json`)) as Golden;
}

/** What the golden run was told, as options. */
function optionsOf({ options, columns, inputs }: Golden): string[] {
  const { fit_until, window, every, test_from } = options;
  const given = (flag: string, value: number | undefined): string[] =>
    value === undefined ? [] : [flag, String(value)];
  const scorers = columns.filter((name) => ['surprise', 'ngram'].includes(name));
  return [
    ...inputs
      .map(({ file }) => file)
      .filter((file) => file.startsWith('auth'))
      .map(sample),
    ...['--scorer', scorers.join(',')],
    ...given('--fit-until', fit_until),
    ...given('--window', columns.includes('edge-window') ? window : undefined),
    ...given('--every', every),
    ...given('--from', test_from),
  ];
}

/** Whether all numbers of `expected` are those of `actual`, up to what summing in another order makes of them. */
function expectNumbers(actual: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number') expect(actual, path).toBeCloseTo(expected, 12);
  else
    for (const [key, value] of Object.entries(expected as object))
      expectNumbers((actual as Record<string, unknown>)?.[key], value, `${path}.${key}`);
}

describe.skipIf(!haveSamples)('score and evaluate on the real samples', () => {
  it.each([
    ['lmdeval', 'lmdeval'],
    ['tarn', 'tarn'],
    ['lmdeval-every-86400', 'lmdeval'],
  ])('give what two references give: %s', async (name, protocol) => {
    const expected = goldenOf(name);
    const [scores, report, figures] = ['parquet', 'score.json', 'figures.json'].map((end) =>
      inFolder(`${name}.${end}`),
    ) as [string, string, string];
    const ofProtocol = ['--protocol', protocol];
    await cmsc(['score', ...optionsOf(expected), ...ofProtocol, '-o', scores, '--report', report]);
    const { candidates, ledger } = JSON.parse(readFileSync(report, 'utf8'));
    expect(candidates).toEqual({ units: expected.units, keyDigest: expected.keyDigest });
    expect(ledger.rows).toBe(ledger.kept + ledger.filtered + ledger.rejected);

    const redteam = ['--redteam', sample('redteam.txt.gz'), '--candidates', report];
    const { status } = await cmsc(['evaluate', scores, ...ofProtocol, ...redteam, '--report', figures]);
    expect(status).toBe(0);
    const { columns, labels } = JSON.parse(readFileSync(figures, 'utf8'));
    expect(labels).toEqual({ redteamRows: 749, distinct: 715, tuplesMet: 1, positives: 1 });
    for (const [scorer, metrics] of Object.entries(columns))
      expectNumbers(metrics, expected.scorers[scorer]?.metrics, scorer);
  });

  it('give the row of the attack, to the last digit', async () => {
    const expected = goldenOf('tarn');
    const { stdout } = await cmsc(['score', ...optionsOf(expected), '--protocol', 'tarn']);
    const [positive] = expected.positives as [(string | number)[]];
    const scores = positive.slice(4).map((micros) => Number(micros) / 1e6);
    expect(stdout).toContain(`\n${[...positive.slice(0, 4), ...scores].join(',')}\n`);
  });

  it.each([
    ['lmdeval', { 'lanl.csv': 'f9ff7309b5' }],
    ['larroche2023', { 'train.csv': '4161690888', 'validation.csv': '86fa01ff4d', 'test.csv': 'a400b7bae9' }],
  ])('export %s writes the files of the published script', async (name, files) => {
    const days = readdirSync(sample(''))
      .filter((file) => file.startsWith('auth_users'))
      .sort()
      .map(sample);
    const redteam = ['--redteam', sample('redteam.txt.gz'), '--variant', 'as-published'];
    await cmsc(['export', name, ...days, ...redteam, '-o', inFolder(name)]);
    const { outputs } = JSON.parse(readFileSync(join(inFolder(name), 'manifest.json'), 'utf8'));
    for (const [file, sha256] of Object.entries(files))
      expect(outputs.find(({ path }: { path: string }) => path === file).sha256.slice(0, 10), file).toBe(
        sha256,
      );
  });
});

/** Logons of a week: users go their ways, and on the fifth day somebody comes from elsewhere. */
function logons(): { auth: string; redteam: string } {
  const rows: string[] = [];
  const attacks: string[] = [];
  for (let hour = 0; hour < 7 * 24; hour++)
    for (let user = 1; user <= 6; user++) {
      const time = hour * 3600 + user;
      rows.push(
        `${time},U${user}@DOM1,U${user}@DOM1,C${user},C${100 + (hour % 3)},NTLM,Network,LogOn,Success`,
      );
      if (hour % 20 !== 10 || user !== 6 || hour < 50) continue;
      rows.push(`${time},U1@DOM1,U1@DOM1,C9,C${103 + (hour % 7)},NTLM,Network,LogOn,Success`);
      attacks.push(`${time},U1@DOM1,C9,C${103 + (hour % 7)}`);
    }
  return { auth: rows.join('\n'), redteam: attacks.join('\n') };
}

describe('made-up logons', () => {
  const files = logons();
  const auth = (): string => inFolder('auth.txt');
  const redteam = (): string => inFolder('redteam.txt');
  const write = (): void => {
    writeFileSync(auth(), files.auth);
    writeFileSync(redteam(), files.redteam);
  };
  const score = (...more: string[]) =>
    cmsc(['score', auth(), '--scorer', 'ngram', '--from', '86400', ...more]);

  it('give the same scores in every format, from parts, with threads, and the same figures', async () => {
    write();
    const lines = files.auth.split('\n');
    writeFileSync(inFolder('part_1.txt'), lines.slice(0, 333).join('\n') + '\n');
    writeFileSync(inFolder('part_2.txt'), lines.slice(333).join('\n'));
    const parts = ['part_1.txt', 'part_2.txt'].map(inFolder);
    const whole = (await score()).stdout;
    expect((await score('--threads', '3')).stdout).toBe(whole);
    const { stdout } = await cmsc(['score', ...parts, '--scorer', 'ngram', '--from', '86400']);
    expect(stdout).toBe(whole);
    const figures: string[] = [];
    for (const end of ['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet', 'duckdb']) {
      const output = inFolder(`scores.${end}`);
      await score('-o', output, '--report', inFolder('score.json'), '--force');
      const candidates = ['--candidates', inFolder('score.json')];
      const run = await cmsc(['evaluate', output, '--redteam', redteam(), ...candidates, '--budget', '2']);
      expect(run.status, run.stderr).toBe(0);
      figures.push(run.stdout);
    }
    expect(new Set(figures).size).toBe(1);
    expect(figures[0]).toMatch(/^base rate +0\.00\d+ +0\.00\d+$/m);
  });

  it('are evaluated from standard input as from a file, whatever their format', async () => {
    write();
    await score('-o', inFolder('scores.csv'), '--force');
    const expected = (await cmsc(['evaluate', inFolder('scores.csv'), '--redteam', redteam()])).stdout;
    for (const end of ['csv', 'jsonl.gz', 'parquet']) {
      await score('-o', inFolder(`scores.${end}`), '--force');
      const stdin = readFileSync(inFolder(`scores.${end}`));
      expect(await cmsc(['evaluate', '-', '--redteam', redteam()], { stdin })).toMatchObject({
        stdout: expected,
      });
    }
    const both = await cmsc(['evaluate', '-', '--redteam', '/dev/stdin'], { stdin: 'x' });
    expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining('can be read once only') });
    const none = await cmsc(['evaluate', '-', '--redteam', redteam()], { stdin: 'no table\n' });
    expect(none).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('standard input: has no column'),
    });
  });

  it('refuse what can not be evaluated, and say what to do', async () => {
    write();
    await score('-o', inFolder('all.csv'), '--report', inFolder('all.json'), '--force');
    const [header, ...rows] = readFileSync(inFolder('all.csv'), 'utf8').trimEnd().split('\n') as [
      string,
      ...string[],
    ];
    const evaluate = async (lines: readonly string[], ...more: string[]) => {
      writeFileSync(inFolder('mine.csv'), `${lines.join('\n')}\n`);
      const { status, stderr } = await cmsc([
        'evaluate',
        inFolder('mine.csv'),
        '--redteam',
        redteam(),
        ...more,
      ]);
      return `${status} ${stderr.split('\n')[0]}`;
    };
    const candidates = ['--candidates', inFolder('all.json')];
    const renamed = (name: string): string => header.replace('ngram', name);
    expect(await evaluate([header, ...rows.slice(1)], ...candidates)).toMatch(/^1 .*not the \d+ candidates/);
    expect(await evaluate([header, ...rows, rows[0]!], ...candidates)).toMatch(/^1 .*not the \d+ candidates/);
    expect(await evaluate([header, ...rows.slice(1), rows[1]!], ...candidates)).toMatch(
      /^1 .*not the same ones/,
    );
    expect(await evaluate([header, ...rows.toReversed()], ...candidates)).toMatch(/^0 /);
    expect(await evaluate([header, rows[0]!.replace(/[^,]*$/, 'nan')])).toMatch(
      /^1 .*no finite number.*U1@DOM1/,
    );
    expect(await evaluate([header, rows[0]!.replace(/[^,]*$/, '')])).toMatch(
      /^1 .*the score ngram .*no finite/,
    );
    expect(await evaluate([renamed('Label'), ...rows])).toMatch(
      /^1 .*column Label: scores are made without labels/,
    );
    for (const name of ['is_attack', 'y_true', 'redteam_rows'])
      expect(await evaluate([renamed(name), ...rows])).toMatch(/^1 .*are made without labels/);
    expect(await evaluate([header, rows[0]!.replace(/^\d+/, '1970-01-02 00:00:00')])).toMatch(
      /^1 .*no whole number as its time.*\(write time as the data has it\)/,
    );
    expect(await evaluate([header, rows[0]!.replace(',', '.5,')])).toMatch(
      /^1 .*no whole number as its time/,
    );
    const object = `{"time":1.5,"dst_user":"U1","src_machine":"C1","dst_machine":"C2","mine":1}`;
    expect(await evaluate([object])).toMatch(/^1 .*no whole number as its time/);
    expect(await evaluate([header, ...rows.map((row) => row.replace(',', '.0,'))], ...candidates)).toMatch(
      /^0 /,
    );
    expect(await evaluate([header.replace('dst_user', 'account'), ...rows])).toMatch(
      /^2 .*no column dst_user/,
    );
    expect(await evaluate([header, ...rows], '--protocol', 'nosuch')).toMatch(/^2 .*lmdeval, tarn/);
    expect(await evaluate([header, ...rows], '--candidates', inFolder('mine.csv'))).toMatch(
      /^2 .*no report of score/,
    );
    expect((await cmsc(['score', auth(), '--scorer', 'magic'])).stderr).toMatch(/the scorers are edge/);
  });

  it('take scores as tools of data science write them, and what is no score for none', async () => {
    write();
    await score('-o', inFolder('all.csv'), '--force');
    const [header = '', ...rows] = readFileSync(inFolder('all.csv'), 'utf8').trimEnd().split('\n');
    const evaluate = async (name: string, content: string | Buffer) => {
      writeFileSync(inFolder(name), content);
      return cmsc(['evaluate', inFolder(name), '--redteam', redteam(), '--format', 'csv']);
    };
    const table = (head: string, lines: readonly string[]) => [head, ...lines].join('\n');
    const { stdout: figures } = await evaluate('plain.csv', table(header, rows));
    const objects = rows.map((row) =>
      Object.fromEntries(row.split(',').map((value, i) => [header.split(',')[i], value])),
    );
    for (const [name, content] of [
      ['upper.csv', table(header.toUpperCase().replace(/,EDGE.*/, /,edge.*/.exec(header)![0]), rows)],
      [
        'index.csv',
        table(
          `,${header}`,
          rows.map((row, i) => `${i},${row}`),
        ),
      ],
      [
        'unnamed.csv',
        table(
          `Unnamed: 0,${header}`,
          rows.map((row, i) => `${i},${row}`),
        ),
      ],
      ['records.json', JSON.stringify(objects)],
      ['packed.csv.gz', gzipSync(table(header, rows))],
    ] as const)
      expect((await evaluate(name, content)).stdout, name).toBe(figures);
    const truths = objects.map(({ edge, ...unit }) => ({ ...unit, edge: edge === '1' }));
    const python = (value: unknown) => String(value).replace(/^(t|f)/, (first) => first.toUpperCase());
    const keys = Object.keys(truths[0]!);
    const text = table(
      keys.join(','),
      truths.map((unit) => Object.values(unit).map(python).join(',')),
    );
    const lines = truths.map((unit) => JSON.stringify(unit)).join('\n');
    const bools = await evaluate('truths.csv', text);
    expect(bools.stdout).toContain('edge');
    expect(bools.stdout).toBe((await evaluate('truths.jsonl', lines)).stdout);
  });

  it('take no part of a packed file for all of it, and no file twice', async () => {
    write();
    await score('-o', inFolder('all.csv'), '--force');
    const packed = gzipSync(readFileSync(inFolder('all.csv')));
    const evaluate = async (...files: string[]) => {
      const { status, stderr } = await cmsc(['evaluate', ...files, '--redteam', redteam()]);
      return `${status} ${stderr.split('\n')[0]}`;
    };
    for (const [content, expected] of [
      [packed.subarray(0, -30), /^1 .*the gzip data is cut off/],
      [packed.subarray(0, -4), /^1 .*the gzip data is cut off/],
      [Buffer.concat([packed, Buffer.from('more')]), /^1 .*not gzip follows/],
      [Buffer.from('BZh91AY&SY'), /^3 .*packed with bzip2.*bzcat .*cmsc evaluate -/],
      [Buffer.from('<html><body>sorry</body></html>'), /^1 .*HTML or XML page/],
    ] as const) {
      writeFileSync(inFolder('part.csv.gz'), content);
      expect(await evaluate(inFolder('part.csv.gz'))).toMatch(expected);
    }
    expect(await evaluate(inFolder('all.csv'), inFolder('./all.csv'))).toMatch(/^2 .*given twice/);
  });

  it('say which units are there again, where a protocol has each once', async () => {
    write();
    const key = 'time,src_user,src_machine,dst_machine';
    const rows = [
      '90000,U2@DOM1,C1,C2,1',
      '90001,U1@DOM1,C1,C2,2',
      '90001,U1@DOM1,C1,C2,3',
      '90000,U2@DOM1,C1,C2,1',
    ];
    const evaluate = (protocol: string, columns: string, lines: readonly string[]) => {
      writeFileSync(inFolder('again.csv'), [`${columns},mine`, ...lines].join('\n'));
      return cmsc(['evaluate', inFolder('again.csv'), '--protocol', protocol, '--redteam', redteam()]);
    };
    const again = await evaluate('tarn', key, rows);
    expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/^units +4$/m) });
    expect(again.stderr).toContain(
      'units are there more than once, and count each time, though tarn has each once: 2, such as "90000,U2@DOM1,C1,C2"',
    );
    const hours = ['200,C1,C2,1', '201,C1,C2,1', '200,C1,C2,1'];
    expect((await evaluate('larroche2023', 'hour,src_machine,dst_machine', hours)).stderr).toContain(
      'once: 1, such as "200,C1,C2"',
    );
    for (const [protocol, columns, lines] of [
      ['tarn', key, rows.slice(0, 2)],
      ['tuor-kth', key, rows],
      ['lmdeval', key.replace('src', 'dst'), rows],
    ] as const)
      expect((await evaluate(protocol, columns, lines)).stderr).not.toContain('more than once');
  });

  it('are the candidates again where names are empty, whatever the format', async () => {
    const logon = ',NTLM,Network,LogOn,Success\n';
    writeFileSync(inFolder('empty.txt'), `1,U1,U1,,C2${logon}2,,,C1,C2${logon}3,U1,U1,C1,C2${logon}`);
    writeFileSync(redteam(), '3,U1,C1,C2\n');
    const report = inFolder('empty.json');
    for (const end of ['csv', 'jsonl', 'parquet']) {
      const scores = inFolder(`empty.${end}`);
      await cmsc([
        'score',
        inFolder('empty.txt'),
        '--from',
        '0',
        '-o',
        scores,
        '--report',
        report,
        '--force',
      ]);
      const run = await cmsc(['evaluate', scores, '--redteam', redteam(), '--candidates', report]);
      expect(run, end).toMatchObject({ status: 0, stdout: expect.stringMatching(/^positives +1$/m) });
    }
  });

  it('take names with commas, quotes and spaces, of files too', async () => {
    const names = ['U,1@DOM1', 'U"2"@DOM1', 'ANONYMOUS LOGON@C5'];
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    const rows = names.map(
      (name, i) => `${i},${quoted(name)},${quoted(name)},C1,C2,NTLM,Network,LogOn,Success`,
    );
    writeFileSync(inFolder('odd.txt'), rows.join('\n'));
    writeFileSync(inFolder('odd-red.txt'), `0,${quoted(names[0]!)},C1,C2\n`);
    const report = ['--report', inFolder('odd.json')];
    // A name that a pattern of files could be, and a file that it would stand for.
    const scores = inFolder('odd[1]*.csv');
    writeFileSync(inFolder('odd1.csv'), 'something else');
    await cmsc(['score', inFolder('odd.txt'), '--from', '0', '-o', scores, ...report]);
    const candidates = ['--candidates', inFolder('odd.json')];
    const run = await cmsc(['evaluate', scores, '--redteam', inFolder('odd-red.txt'), ...candidates]);
    expect(run).toMatchObject({ status: 0 });
    expect(run.stdout).toContain('1 met by 1 unit');
  });
});
