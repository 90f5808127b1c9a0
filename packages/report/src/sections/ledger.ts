import { ANOMALY_TEXTS, formatCount, formatMany, type AnomalyReason } from '@cmsc/core';
import { partsChart } from '../charts/bar-charts.js';
import { words, type Block, type Section } from '../section.js';
import { shareText } from '../words.js';

/** The counters of a source, by their names in the ledger. */
type Counters = Readonly<Record<string, number>>;

/** The numbers of the seventh section. */
export interface LedgerNumbers {
  /** The counters of each source, in the order of the build. */
  sources: { source: string; counts: Counters }[];
  /** Why ends are orphans and starts repeats. */
  reasons: { source: string; kind: string; reason: string; count: number }[];
}

/** What the names of the ledger mean, with parts of others indented. */
const MEANINGS: Readonly<Record<string, string>> = {
  rows: 'rows read',
  starts: 'rows that start something',
  ends: 'rows that end something',
  other: 'rows of other kinds',
  failedStarts: 'of other: logons that failed, which start nothing',
  filtered: 'rows that a filter kept out',
  rejected: 'bad rows that were skipped',
  sessions: 'starts with an end, the first of them',
  zeroLength: 'of sessions: those that begin and end in one second',
  repeatedStarts: 'starts while their key was open already',
  extendingEnds: 'ends that moved the end of a session',
  orphanEnds: 'ends that nothing had started',
  open: 'starts without an end',
  keys: 'keys with a start or an end',
  inSession: 'process starts in a complete session',
  ambiguous: 'of these: in more than one, given to the one that began later',
  inOpenSession: 'process starts in a session without an end only',
  outsideSessions: 'process starts outside the sessions of their account there',
  withoutSession: 'process starts of an account without a session there',
  // Windows events.
  processStarts: 'rows that start a process',
  processEnds: 'rows that end a process',
  duplicates: 'rows that were there already',
  stillOpen: 'of open: those without an end in the rows read',
  endedByBoot: 'of open: those that a boot of their host ended',
  endedByReuse: 'of open: those whose id another logon was given',
  runs: 'process starts with their end',
  runsOpen: 'process starts without an end',
  orphanProcessEnds: 'process ends that nothing had started',
  processesInSession: 'process starts in a session that was read',
  processesInService: 'process starts of services and the system',
  processesWithoutLogon: 'process starts of sessions whose logon was not read',
  processesWithoutId: 'process starts that name no session',
  negative: 'of sessions: those whose end is before their start, by a clock that was set back',
  boots: 'boots of hosts',
  clockJumps: 'places where a clock was set back',
  zoneless: 'rows whose time has no zone',
  linkedPairs: 'pairs of a limited and an elevated session',
};

/** What the parts of a whole are, by the name of the whole. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  rows: ['starts', 'ends', 'processStarts', 'processEnds', 'duplicates', 'other', 'filtered', 'rejected'],
  starts: ['sessions', 'open', 'repeatedStarts'],
  ends: ['sessions', 'extendingEnds', 'orphanEnds'],
};

/** Counters of the processes in sessions, among which starts are those of processes alone. */
const SEQUENCES = 'sequences';
const REASONS_OF = ' reasons';
/** The section before has these. */
const LABELS = ['labels', 'labels reasons'];
/** What a source of Windows events has more than one counter of. */
const IN_PARTS = ['other', 'rejected'];

/** What became of every row. */
export const ledger: Section<LedgerNumbers> = {
  id: 'ledger',
  title: 'What was left out',
  async read(campaign) {
    const rows = await campaign.rows<[string, string, number]>(
      'SELECT source, name, value FROM ledger ORDER BY rowid',
    );
    const sources = new Map<string, Record<string, number>>();
    const reasons: LedgerNumbers['reasons'] = [];
    for (const [source, name, value] of rows) {
      if (LABELS.includes(source)) continue;
      if (source.endsWith(REASONS_OF)) {
        const [kind = '', reason = ''] = name.split(': ');
        reasons.push({ source: source.slice(0, -REASONS_OF.length), kind, reason, count: value });
      } else sources.set(source, { ...sources.get(source), [name]: value });
    }
    return { sources: Array.from(sources, ([source, counts]) => ({ source, counts })), reasons };
  },
  show: (numbers, { database }) => [
    ...numbers.sources.flatMap(({ source }) => words(...sentences(source, totalsOf(source, numbers)))),
    ...numbers.sources.flatMap(({ source }) => figure(source, totalsOf(source, numbers))),
    ...(numbers.sources.length > 0 ? [table(numbers)] : words('The ledger is empty.')),
    ...reasonTable(numbers, database),
  ],
};

/** The counters of a source, with the sums of those that stand by themselves. */
function totalsOf(source: string, { sources }: LedgerNumbers): Counters {
  const countsOf = (name: string) => sources.find((each) => each.source === name)?.counts ?? {};
  const sums = IN_PARTS.map((name) => [
    name,
    Object.values(countsOf(`${source} ${name}`)).reduce((sum, count) => sum + count, 0),
  ]);
  return { ...Object.fromEntries(sums.filter(([, sum]) => Number(sum) > 0)), ...countsOf(source) };
}

function sentences(source: string, counts: Counters): string[] {
  const { rows, starts, other = 0, filtered = 0, rejected = 0, sessions, open = 0, orphanEnds = 0 } = counts;
  if (rows === undefined || starts === undefined || sessions === undefined) return [];
  const things = source === 'proc' ? 'run' : 'session';
  return [
    `Of ${formatMany(rows, 'row')} of ${source}, ${formatCount(other)} (${shareText(other, rows)}) are of other kinds, ${formatCount(filtered)} were kept out by a filter and ${formatCount(rejected)} rejected.`,
    `${formatMany(starts, 'start')} became ${formatMany(sessions, `complete ${things}`)}; ${formatCount(open)} ${open === 1 ? 'has' : 'have'} no end, and ${formatMany(orphanEnds, 'end')} no start.`,
  ];
}

function figure(source: string, counts: Counters): Block[] {
  if (!counts['rows'] || counts['starts'] === undefined) return [];
  const parts = Object.entries(PARTS).flatMap(([whole, names]) =>
    names.filter((name) => (counts[name] ?? 0) > 0).map((part) => ({ whole, part, count: counts[part]! })),
  );
  return [
    {
      kind: 'figure',
      name: `ledger-${source}`,
      title: `What became of the rows of ${source}`,
      alternative: parts
        .map(({ whole, part, count }) => `${whole}, ${part}: ${formatCount(count)}`)
        .join('; '),
      chart: partsChart(parts),
    },
  ];
}

function table({ sources }: LedgerNumbers): Block {
  return {
    kind: 'table',
    caption: 'The ledger',
    columns: [
      { title: 'of', kind: 'text' },
      { title: 'name', kind: 'text' },
      { title: 'count', kind: 'count' },
      { title: 'meaning', kind: 'text' },
    ],
    rows: sources.flatMap(({ source, counts }) =>
      Object.entries(counts).map(([name, count]) => [source, name, count, meaningOf(source, name)]),
    ),
  };
}

function meaningOf(source: string, name: string): string {
  return source === SEQUENCES && name === 'starts' ? 'process starts' : (MEANINGS[name] ?? '');
}

function reasonTable({ reasons }: LedgerNumbers, database: string): Block[] {
  if (reasons.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Why ends found no start, and starts found their key open',
      columns: [
        { title: 'of', kind: 'text' },
        { title: 'what', kind: 'text' },
        { title: 'count', kind: 'count' },
        { title: 'code', kind: 'text' },
        { title: 'reason', kind: 'text' },
      ],
      rows: reasons.map(({ source, kind, reason, count }) => [
        ...[source, kind, count, reason],
        ANOMALY_TEXTS[reason as AnomalyReason] ?? '',
      ]),
      rest: `cmsc query ${database} "SELECT * FROM anomalies"`,
    },
  ];
}
