import { startCluster, unsupportedReason, type TestCluster } from '@cmsc/clickhouse-testbed';
import { PAIRINGS, TIE_RULES, type PresetName } from '@cmsc/core';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RuleOptions } from '../session-plan.js';
import { BothEngines, comparable } from '../testing/both-engines.js';
import { writeEngineFiles, type EngineFiles } from '../testing/engine-files.js';
import { HAS_SHARED, SHARED } from '../testing/shared.js';
import { tempFolder } from '../testing/temp-folder.js';
import type { EngineOptions } from './engine-options.js';
import { runLabelOnEngine, runSessionsOnEngine } from './index.js';

const PRESETS: PresetName[] = ['destination', 'notebook'];
const RULES: RuleOptions[] = TIE_RULES.flatMap((ties) => [
  ...PAIRINGS.map((pairing): RuleOptions => ({ preset: 'destination', ties, pairing })),
  { preset: 'notebook', ties },
]);
const SAMPLES = ['day0_t1-166', 'day1_t86400-86489', 'day2_t172800-172886', 'day7_t634975-635057'];

const sample = (name: string) => join(SHARED, 'data', name);

describe.skipIf(unsupportedReason())('on a ClickHouse cluster', () => {
  const folder = tempFolder();
  let bed: TestCluster;
  let files: EngineFiles;

  beforeAll(async () => {
    files = writeEngineFiles(folder);
    bed = await startCluster({ nodes: 2, users: [{ name: 'ana', password: 'right' }] });
  }, 300_000);

  afterAll(() => bed?.stop());

  /** One node alone, or both as a cluster. */
  function engineOf(nodes: 1 | 2, database: string, user = ''): EngineOptions {
    const hosts = bed.nodes.slice(0, nodes).map(({ host, httpPort }) => `${host}:${httpPort}`);
    const cluster = nodes > 1 ? `?cluster=${bed.name}` : '';
    return { url: `clickhouse://${user}${hosts.join()}/${database}${cluster}` };
  }

  describe.each([1, 2] as const)('of %i nodes, to the byte as on one machine', (nodes) => {
    const both = (database: string) => new BothEngines(folder, engineOf(nodes, `${database}_${nodes}`));

    test.each(RULES)('sessions of random files, %o', async (rule) => {
      const { auth: inputs, redteam } = files;
      const options = { ...rule, command: 'sessions', inputs, redteam, keepOpen: true } as const;
      const { here, there } = await both('random').sessions(options);
      expect(there.text).toBe(here.text);
      expect(comparable(there.report)).toEqual(comparable(here.report));
      expect(here.report.labels?.attackedSessions).toBeGreaterThan(0);
    });

    test('filters, grouped sessions, labels', async () => {
      const { auth: inputs, redteam } = files;
      const engines = both('random');
      const window = { from: 5, to: 25, user: 'U?@*1*', computer: 'C[12]*' };
      for (const more of [
        { redteam, from: 5, to: 25, keepOpen: true, minDurationSeconds: 2 },
        { user: 'U?@*1*', computer: 'C2' },
        window,
        { grouped: true },
      ]) {
        const { here, there } = await engines.sessions({ command: 'sessions', inputs, ...more });
        expect(there.text).toBe(here.text);
        expect(comparable(there.report)).toEqual(comparable(here.report));
      }
      for (const more of [{}, { onlyAttacks: true, to: 25, user: 'U?@*1*' }]) {
        const { here, there } = await engines.label({ inputs, redteam, ...more });
        expect(there.text).toBe(here.text);
        expect(comparable(there.report)).toEqual(comparable(here.report));
      }
    });

    test.skipIf(!HAS_SHARED).each(PRESETS)('the real samples, preset %s', async (preset) => {
      const engines = both('real');
      const inputs = SAMPLES.map((name) => sample(`auth_users_${name}.txt`));
      const redteam = sample('redteam.txt.gz');
      const runs = [
        await engines.sessions({ command: 'sessions', preset, inputs, redteam }),
        await engines.sessions({ command: 'processes', preset, inputs: [sample('proc_first10000.txt')] }),
        await engines.label({ inputs, redteam }),
      ];
      for (const { here, there } of runs) {
        expect(there.text).toBe(here.text);
        expect(comparable(there.report)).toEqual(comparable(here.report));
      }
    });

    test('bad rows that are skipped, also those that go back behind the file before', async () => {
      const inputs = [join(folder, 'bad_0.txt'), join(folder, 'bad_1.txt')];
      const row = (time: number, what: string) => `${time},U1@D,U1@D,C1,C2,?,Network,${what},Success\n`;
      writeFileSync(inputs[0] as string, `${row(10, 'LogOn')}what is this\n${row(20, 'LogOff')}`);
      writeFileSync(inputs[1] as string, `${row(15, 'LogOn')}${row(20, 'LogOn')}${row(30, 'LogOff')}`);
      const { here, there } = await both('bad').sessions({ command: 'sessions', inputs, onBadRow: 'skip' });
      expect(there.text).toBe(here.text);
      expect(there.report.ledger).toMatchObject({ rows: 6, rejected: 2, sessions: 2 });
      expect(comparable(there.report)).toEqual(comparable(here.report));
      await expect(
        runSessionsOnEngine({ command: 'sessions', inputs, engine: engineOf(nodes, 'strict') }),
      ).rejects.toMatchObject({ code: 'COLUMN_COUNT', kind: 'data' });
    });
  });

  test('a file is loaded once, whatever its name', async () => {
    const [file = ''] = files.auth;
    const copy = join(folder, 'copy.txt');
    copyFileSync(file, copy);
    const run = (input: string) =>
      runSessionsOnEngine({ command: 'sessions', inputs: [input], engine: engineOf(2, 'once') });
    expect((await run(file)).engine.loads).toEqual([{ path: file, wasLoaded: false }]);
    const { engine, ledger } = await run(copy);
    expect(engine.loads).toEqual([{ path: copy, wasLoaded: true }]);
    expect(engine.nodes.map(({ bytesSent }) => bytesSent)).toEqual([0, 0]);
    writeFileSync(copy, `${readFileSync(file, 'utf8')}99999,U1@D,U1@D,C1,C2,?,Network,LogOn,Success\n`);
    const grown = await run(copy);
    expect(grown.engine.loads).toEqual([{ path: copy, wasLoaded: false }]);
    expect(grown.ledger.rows).toBe(ledger.rows + 1);
  });

  test('sessions stay in a table of the cluster, and next to nothing comes here', async () => {
    const { auth: inputs, redteam } = files;
    const options = {
      command: 'sessions',
      inputs,
      redteam,
      keep: 'kept',
      engine: engineOf(2, 'keep'),
    } as const;
    const { engine, ledger, outputs } = await runSessionsOnEngine(options);
    expect(outputs).toEqual([]);
    expect(engine.kept).toEqual({ table: 'kept', rows: ledger.sessions });
    for (const { bytesReceived, peakMemoryBytes } of engine.nodes) {
      expect(bytesReceived).toBeLessThan(100_000);
      expect(peakMemoryBytes).toBeGreaterThan(0);
    }
    expect(engine.nodes.reduce((sum, { keys }) => sum + keys, 0)).toBe(ledger.keys);
    await expect(runSessionsOnEngine(options)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS', kind: 'io' });
  });

  test('events in a table that exists', async () => {
    const engine = engineOf(2, 'table');
    const options = { command: 'sessions', ties: 'file', redteam: files.redteam, keepOpen: true } as const;
    const [fromFile, fromTable] = [join(folder, 'file.csv'), join(folder, 'table.csv')];
    await runSessionsOnEngine({ ...options, inputs: files.auth.slice(2), output: fromFile, engine });
    const mapping = join(folder, 'mapping.json');
    const table = {
      ...{ table: 'table.auth_events_local', time: 'time', start: 'edge = 1', end: 'edge = 0', order: 'row' },
      columns: { dst_user: 'dst_user', src_machine: 'upper(src_machine)', dst_machine: 'dst_machine' },
    };
    writeFileSync(mapping, JSON.stringify(table));
    const mapped = { ...options, inputs: [mapping], engine: { ...engine, fromTable: true } };
    const report = await runSessionsOnEngine({ ...mapped, output: fromTable });
    expect(report.engine).toMatchObject({ table: table.table, loads: [] });
    expect(readFileSync(fromTable, 'utf8')).toBe(readFileSync(fromFile, 'utf8'));
    const refused = [
      [{ ...table, tabel: 'x' }, 'tabel is not known here'],
      [{ ...table, time: undefined }, 'time has to be SQL'],
      [{ ...table, columns: { user: 'x' } }, 'the data has no column user'],
      [{ ...table, columns: ['x'] }, 'columns has to be an object'],
    ] as const;
    for (const [text, message] of refused) {
      writeFileSync(mapping, JSON.stringify(text));
      await expect(runSessionsOnEngine(mapped)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(message),
      });
    }
  });

  test('what a cluster can not do is refused', async () => {
    const options = { command: 'sessions', inputs: files.auth, engine: engineOf(2, 'refused') } as const;
    for (const more of [
      { stateIn: join(folder, 'state') },
      { stateOut: join(folder, 'state') },
      { order: 'close' as const },
      { onBadRow: 'skip' as const, rejects: join(folder, 'rejects.csv') },
      { key: ['src_user'] },
      { engine: { ...options.engine, url: options.engine.url.replace(/\?.*/, '') } },
      { engine: { ...options.engine, certificateFile: 'x' } },
      { engine: { ...options.engine, certificateFile: 'x', keyFile: 'x', passwordFile: 'x' } },
    ])
      await expect(runSessionsOnEngine({ ...options, ...more })).rejects.toMatchObject({
        kind: 'usage',
        code: 'BAD_OPTION',
      });
  });

  test('a wrong password, a right one, a node that is not there', async () => {
    const { auth: inputs, redteam } = files;
    const output = join(folder, 'never.csv');
    const label = (engine: EngineOptions) => runLabelOnEngine({ inputs, redteam, output, engine });
    const url = engineOf(2, 'doors', 'ana@').url;
    await expect(label({ url, password: 'wrong' })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('check the user and the password'),
    });
    const gone = `${bed.nodes[1]?.host}:${bed.nodes[1]?.httpPort}`;
    // With the right password, or the node that is there may answer first.
    await expect(label({ url: url.replace(gone, '127.0.0.1:1'), password: 'right' })).rejects.toMatchObject({
      kind: 'io',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    await expect(label({ url, passwordFile: join(folder, 'nothing') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(existsSync(output)).toBe(false);
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'right\n');
    expect((await label({ url, passwordFile })).outputs).toMatchObject([{ path: output }]);
  });
});
