#!/usr/bin/env node
// node demonstrate.mjs --events 5000000: the command on one machine, on one node and on two, with the same rows;
// says whether the results are the same to the byte, how fast they came, what went over the wire, how keys are spread.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCluster } from './dist/index.js';

const CMSC = fileURLToPath(new URL('../../apps/cli/bin/cmsc.js', import.meta.url));
const PRESETS = ['destination', 'notebook'];
const MOST_BYTES = 1_000_000;
const MOST_UNEVEN = 0.1;

const { values } = parseArgs({
  options: { events: { type: 'string', default: '5000000' }, parts: { type: 'string', default: '4' } },
});
const folder = mkdtempSync(join(tmpdir(), 'cmsc-demonstrate-'));
const inFolder = (name) => join(folder, name);
let failures = 0;

/** Runs the command; returns its report. */
function cmsc(...args) {
  const report = inFolder('report.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    [CMSC, ...args, '--report', report, '--force', '--quiet'],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (status !== 0) throw new Error(`cmsc ${args.join(' ')}: ${stderr}`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

function check(holds, text) {
  if (!holds) failures++;
  console.log(`  ${holds ? 'holds' : 'FAILS'}: ${text}`);
}

const count = (number) => number.toLocaleString('en-US');
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const wire = ({ nodes }) =>
  `${count(sum(nodes.map((node) => node.bytesSent)))} bytes sent, ${count(sum(nodes.map((node) => node.bytesReceived)))} received, ` +
  `at most ${count(Math.max(...nodes.map((node) => node.peakMemoryBytes)))} of memory on a node`;
const same = (a, b) =>
  a.outputs[0].sha256 === b.outputs[0].sha256 &&
  ['ledger', 'labels'].every((part) =>
    Object.entries(a[part]).every(([name, value]) => b[part][name] === value),
  );

function runOn(nodes, engine, inputs, local) {
  const common = ['sessions', ...inputs, '--redteam', inFolder('redteam.txt.gz'), '--engine', engine];
  const kept = cmsc(...common, '--keep', 'sessions');
  console.log(`${nodes}: loaded, worked out and kept in ${kept.timing.seconds} s; ${wire(kept.engine)}`);
  const received = sum(kept.engine.nodes.map((node) => node.bytesReceived));
  check(received < MOST_BYTES, `${count(received)} bytes came here while all results stayed there`);
  if (kept.engine.nodes.length > 1) {
    const keys = kept.engine.nodes.map((node) => node.keys);
    const uneven = (Math.max(...keys) - Math.min(...keys)) / Math.min(...keys);
    check(
      uneven < MOST_UNEVEN,
      `keys are spread ${keys.map(count).join(' : ')}, ${(uneven * 100).toFixed(2)} % apart`,
    );
  }
  for (const preset of PRESETS) {
    const run = cmsc(...common, '--preset', preset, '--keep-open', '-o', inFolder('there.csv'));
    console.log(
      `${nodes}, preset ${preset}: worked out and read in ${run.timing.seconds} s; ${wire(run.engine)}`,
    );
    check(
      same(local[preset], run),
      `${count(run.outputs[0].rows)} sessions, ledger and labels are those of one machine, SHA-256 ${run.outputs[0].sha256.slice(0, 16)}…`,
    );
  }
}

try {
  const made = spawnSync(
    process.execPath,
    [CMSC, 'generate', folder, '--events', values.events, '--parts', values.parts, '--quiet', '--force'],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const inputs = readdirSync(folder)
    .filter((name) => name.startsWith('auth_part_'))
    .sort()
    .map(inFolder);
  const local = {};
  for (const preset of PRESETS) {
    const redteam = inFolder('redteam.txt.gz');
    const output = ['--keep-open', '-o', inFolder('here.csv')];
    local[preset] = cmsc('sessions', ...inputs, '--redteam', redteam, '--preset', preset, ...output);
    const { ledger, timing } = local[preset];
    console.log(`one machine, preset ${preset}: ${count(ledger.rows)} rows in ${timing.seconds} s`);
  }
  for (const nodes of [1, 2]) {
    const cluster = await startCluster({ nodes });
    try {
      const hosts = cluster.nodes.map(({ host, httpPort }) => `${host}:${httpPort}`);
      const name = nodes > 1 ? `?cluster=${cluster.name}` : '';
      runOn(
        `${nodes} node${nodes > 1 ? 's' : ''}`,
        `clickhouse://${hosts.join()}/cmsc${name}`,
        inputs,
        local,
      );
    } finally {
      await cluster.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
