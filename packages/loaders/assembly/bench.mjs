// How fast the two scanners are, alone: made-up rows in memory, no files, no inflating.
// usage: node assembly/bench.mjs [rows]   (build the package first)
import { randomNumbers } from '@cmsc/core';
import { formats } from '../dist/formats/registry.js';
import { scanColumns } from '../dist/scanner/scanner.js';
import { TypeScriptScanner } from '../dist/scanner/typescript-scanner.js';
import { createWasmScanner } from '../dist/scanner/wasm-scanner.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const RUNS = 5;
/** About what a reader takes from zlib at once. */
const CHUNK_BYTES = 262_144;
const SELECTED = {
  auth: ['dst_user', 'dst_machine', 'src_machine'],
  proc: ['user_domain', 'computer', 'process_name'],
};

const random = randomNumbers(1);

/** A whole number from 1 to `most`, small ones more often; `skew` 1 is Zipf's law, the data's users are below it, its processes above. */
function rank(most, skew) {
  return Math.floor((most + 1) ** (random() ** skew));
}

function authRow() {
  const source = `C${rank(17_000, 1)}`;
  const server = `C${rank(17_000, 2.3)}`;
  const kind = random();
  const user =
    kind < 0.5
      ? `U${rank(12_000, 0.8)}@DOM1`
      : kind < 0.9
        ? `${source}$@DOM1`
        : kind < 0.97
          ? `ANONYMOUS LOGON@${server}`
          : `SYSTEM@${source}`;
  const action = random();
  if (action < 0.33) return `${user},${user},${server},${server},?,Network,LogOff,Success`;
  if (action < 0.66) {
    const from = random() < 0.76 ? source : server;
    return `${user},${user},${from},${server},Kerberos,Network,LogOn,Success`;
  }
  if (action < 0.86) return `${user},${user},${source},${server},?,?,TGS,Success`;
  if (action < 0.95) return `${user},${user},${source},${source},?,?,TGT,Success`;
  return `${user},C${rank(17_000, 1)}$@DOM1,${source},${source},?,?,AuthMap,Success`;
}

function procRow() {
  const computer = `C${rank(17_000, 0.7)}`;
  const kind = random();
  const user =
    kind < 0.55
      ? `${computer}$@DOM1`
      : kind < 0.85
        ? `U${rank(12_000, 0.7)}@DOM1`
        : kind < 0.93
          ? `SYSTEM@${computer}`
          : `LOCAL SERVICE@${computer}`;
  return `${user},${computer},P${rank(60_000, 5)},${random() < 0.52 ? 'Start' : 'End'}`;
}

/** Rows of several hundred seconds and more, each second sorted as the data is. */
function makeText(row, rowsPerSecond) {
  const pieces = [];
  let time = 600_000;
  for (let left = ROWS; left > 0; time++) {
    const count = Math.min(left, 1 + Math.floor(random() * 2 * rowsPerSecond));
    const rest = Array.from({ length: count }, row).sort();
    pieces.push(Buffer.from(rest.map((text) => `${time},${text}\n`).join(''), 'latin1'));
    left -= count;
  }
  return Buffer.concat(pieces);
}

function planFor(name) {
  const window = { from: 0, to: 2_147_483_647, previousTime: -1, mostStepSeconds: Infinity };
  const wanted = { select: SELECTED[name], others: 'count', raw: false, batchRows: 65_536 };
  return { format: formats[name], dictionaries: {}, failedLogons: 'other', ...window, ...wanted };
}

function scanAll(scanner, text) {
  let time = -1;
  for (let begin = 0; begin < text.length;) {
    const end = text.lastIndexOf(10, begin + CHUNK_BYTES - 1) + 1;
    const chunk = text.subarray(begin, end);
    for (let at = 0; at < chunk.length;) {
      const result = scanner.scan(chunk, at, time);
      if (result.stop === 'careful' || result.stop === 'quote') throw new Error(`stopped for ${result.stop}`);
      at += result.consumed;
      time = result.lastTime;
    }
    begin = end;
  }
}

function seconds(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

console.log('rows      scanner     seconds  million rows/s  GB/s');
for (const [name, row, rowsPerSecond] of [
  ['auth', authRow, 210],
  ['proc', procRow, 85],
]) {
  const text = makeText(row, rowsPerSecond);
  const scanners = [createWasmScanner, (plan, columns) => new TypeScriptScanner(plan, columns)].map(
    (create) => {
      const plan = planFor(name);
      return create(plan, scanColumns(plan));
    },
  );
  const times = scanners.map(() => []);
  for (let run = 0; run < RUNS; run++) {
    scanners.forEach((scanner, index) => times[index].push(seconds(() => scanAll(scanner, text))));
  }
  scanners.forEach(({ kind }, index) => {
    const median = times[index].sort((a, b) => a - b)[RUNS >> 1];
    const rate = [
      median.toFixed(3),
      (ROWS / median / 1e6).toFixed(1),
      (text.length / median / 1e9).toFixed(2),
    ];
    console.log(
      name.padEnd(9),
      kind.padEnd(11),
      rate[0].padStart(7),
      rate[1].padStart(15),
      rate[2].padStart(5),
    );
  });
}
