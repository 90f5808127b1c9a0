// Prints, as JSON, how fast the dashboard answers on a database: node measure.js X.duckdb [columns rows]
import type * as Dashboard from '../index.js';
import { FakeTerminal, eventually } from './fake-terminal.js';

const [path = '', columns = '160', rows = '50'] = process.argv.slice(2);
const terminal = new FakeTerminal({ columns: Number(columns), rows: Number(rows) });
const firstPaint = new Promise<number>((resolve) => {
  const write = terminal.stdout.write.bind(terminal.stdout);
  terminal.stdout.write = ((text: string, ...rest: []) => {
    if (text.includes('Overview')) resolve(performance.now());
    return write(text, ...rest);
  }) as never;
});

// Everything that a key asked for is on the screen.
const settled = () =>
  !/(…|Esc stops|opening …|indexing \S+)\s*$/.test(terminal.line(1)) && terminal.line(1) !== '';
const answered = () => !/(…|Esc stops|opening …)\s*$/.test(terminal.line(1)) && terminal.line(1) !== '';

interface Timing {
  keys: string;
  ms: number;
  /** Processor time of all threads: what is left when others keep the machine busy. */
  cpuMs: number;
  rssMb: number;
}

async function timed(keys: readonly string[], label: string): Promise<Timing> {
  for (const key of keys.slice(0, -1)) {
    terminal.press(key);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  terminal.written = '';
  const before = terminal.paints;
  const cpu = process.cpuUsage();
  const start = performance.now();
  terminal.press(keys.at(-1) ?? '');
  // Where nothing can change, on the first row say, nothing is painted.
  await eventually(() => (terminal.paints > before || performance.now() - start > 2000) && answered(), label);
  const ms = terminal.paints > before ? terminal.paintedAt - start : 0;
  const { user, system } = process.cpuUsage(cpu);
  // The neighbouring pages are fetched meanwhile, as they are while somebody reads.
  await new Promise((resolve) => setTimeout(resolve, 250));
  return {
    keys: label,
    ms: Math.round(ms),
    cpuMs: Math.round((user + system) / 1000),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

const { runDashboard } = (await import(import.meta.resolve('@cmsc/dashboard'))) as typeof Dashboard;
const ended = runDashboard(
  { kind: 'database', path },
  { stdin: terminal.stdin, stdout: terminal.stdout, env: {} },
);
const firstPaintMs = Math.round(await firstPaint);
await eventually(answered, 'overview');
const overviewMs = Math.round(performance.now());
await eventually(settled, 'index', 120_000);
const indexedMs = Math.round(performance.now());
const indexedRssMb = Math.round(process.resourceUsage().maxRSS / 1000);

const walk: (readonly [readonly string[], string])[] = [
  [['2'], 'Sessions'],
  ...Array.from({ length: 3 }, (): [string[], string] => [['pagedown'], 'page down']),
  [['end'], 'last row'],
  [['pageup'], 'page up'],
  [['home'], 'first row'],
];
for (const column of [
  'dst_user',
  'dst_machine',
  'start_time',
  'end_time',
  'duration',
  'logons',
  'logoffs',
  'origins',
  'label',
  'attack_times',
]) {
  walk.push(
    [['l', 's'], `sort by ${column}`],
    [['s'], `sort by ${column}, down`],
    [['pagedown'], 'page down'],
    [['end'], 'last row'],
    [['home'], 'first row'],
  );
}
for (const filter of [
  'user=U66@*',
  'duration>3600',
  'user=U66@* duration>3600 attacked',
  '!user=U66@*',
  'computer=C5?',
  'origin=C17693',
  'attacked',
  'user~66 duration>1h',
]) {
  walk.push(
    [['f', filter, 'enter'], `filter ${filter}`],
    [['s'], 'sort the filtered'],
    [['pagedown'], 'page down'],
    [['end'], 'last row'],
    [['escape'], 'clear the filter'],
  );
}
walk.push(
  [['2', '/', 'C17693', 'enter'], 'search C17693'],
  ...Array.from({ length: 5 }, (): [string[], string] => [['n'], 'next match']),
);
walk.push(
  [['N'], 'match before'],
  [['/', 'U666', 'enter'], 'search U666'],
  [['n'], 'next match'],
  [['/', 'nothing-there', 'enter'], 'search in vain'],
);
walk.push(
  [['4'], 'Red team'],
  [['j'], 'down'],
  [['enter'], 'open session'],
  [['5'], 'User'],
  [[']'], 'computers of the user'],
  [[']'], 'origins of the user'],
  [['6'], 'Computer'],
  [[']'], 'users of the computer'],
  [[']'], 'origins of the computer'],
  [[']'], 'went on to'],
  [['1'], 'Overview'],
  [['8'], 'Data'],
  [[']'], 'ledger'],
);
walk.push([['2', 'home', 'h', 'c'], 'counts'], [['escape'], 'back']);

const timings: Timing[] = [];
for (const [keys, label] of walk) timings.push(await timed(keys, label));
const slow: Timing[] = [];
for (const [keys, label] of [
  [['7'], 'Processes'],
  [[']'], 'n-grams'],
  [['1'], 'Overview'],
  [['7'], 'Processes again'],
] as const)
  slow.push(await timed(keys, label));

const shown = ({ keys, ms, cpuMs, rssMb }: Timing) => `${keys}: ${ms} ms, ${cpuMs} ms of CPU, ${rssMb} MB`;
const sorted = timings.map(({ ms }) => ms).sort((a, b) => a - b);
const cpus = timings.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b);
const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
terminal.press('q');
await ended;
console.log(
  JSON.stringify(
    {
      firstPaintMs,
      overviewMs,
      indexedMs,
      keys: sorted.length,
      medianMs: at(0.5),
      p95Ms: at(0.95),
      mostMs: at(1),
      medianCpuMs: cpus[Math.floor(cpus.length / 2)],
      p95CpuMs: cpus[Math.floor(cpus.length * 0.95)],
      indexedPeakRssMb: indexedRssMb,
      memoryMb: Object.fromEntries(
        Object.entries(process.memoryUsage()).map(([name, bytes]) => [name, Math.round(bytes / 1e6)]),
      ),
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1000),
      slowest: [...timings]
        .sort((a, b) => b.cpuMs - a.cpuMs)
        .slice(0, 25)
        .map(shown),
      background: slow.map(shown),
    },
    null,
    1,
  ),
);
process.exit();
