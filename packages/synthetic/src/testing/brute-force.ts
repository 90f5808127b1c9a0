import { compareBytes, ledgerProblems, type Ledger } from '@cmsc/core';
import { LineDigest } from '@cmsc/core';
import { labelTruth, type AttackTruth, type PresetTruth, type ProcessTruth } from '../truth/truth.js';

interface Event {
  time: number;
  edge: 'S' | 'E';
  source: string;
}

interface Session {
  start: number;
  end: number;
  origins: Set<string>;
  events: string;
}

interface Life {
  sessions: Session[];
  /** Start of the session that never ends. */
  open: number | undefined;
  orphans: number;
}

/** Lines of the files that the truth speaks of. */
export interface Files {
  auth: readonly string[];
  proc: readonly string[];
  redteam: readonly string[];
}

/** The truth, worked out from the text with strings, maps and regular expressions: slow, plain, and all in memory. */
export function bruteForce(files: Files) {
  const rows = files.auth.map((line) => line.split(','));
  // Nobody is logged on by a failed logon. The notebook does not look at results.
  const succeeded = rows.filter((row) => row[7] !== 'LogOn' || row[8] !== 'Fail');
  const destination = livesOf(succeeded, (row) => `${row[2]},${row[4]}`, 'pair');
  const notebook = livesOf(rows, (row) => `${row[2]},${row[3]},${row[4]}`, 'file');
  const attacks = attacksOf(rows, files.redteam, destination);
  const attacked = attackedSessions(attacks, destination);
  const named = (columns: number[], pattern: RegExp) =>
    new Set(
      rows.flatMap((row) => columns.map((column) => row[column]!)).filter((name) => pattern.test(name)),
    );
  return {
    users: named([1, 2], /^U/).size,
    machines: named([3, 4], /^C\d/).size,
    destination: {
      ...presetOf(rows, succeeded, destination),
      key: ['dst_user', 'dst_machine'],
      ties: 'pair',
      failedLogons: 'other',
      attackedSessions: attacked.size,
    },
    notebook: {
      ...presetOf(rows, rows, notebook),
      key: ['dst_user', 'src_machine', 'dst_machine'],
      ties: 'file',
      failedLogons: 'start',
      attackedSessions: attackedByNotebook(files.redteam, notebook),
    },
    labels: labelTruth(attacks, attacked.size),
    attacks,
    processes: processesOf(files.proc, destination, attacked),
  };
}

function livesOf(
  rows: readonly string[][],
  keyOf: (row: string[]) => string,
  ties: 'pair' | 'file',
): Map<string, Life> {
  const events = new Map<string, Event[]>();
  for (const row of rows) {
    if (row[7] !== 'LogOn' && row[7] !== 'LogOff') continue;
    const key = keyOf(row);
    if (!events.has(key)) events.set(key, []);
    events.get(key)!.push({ time: Number(row[0]), edge: row[7] === 'LogOn' ? 'S' : 'E', source: row[3]! });
  }
  const lives = new Map<string, Life>();
  for (const [key, all] of events) lives.set(key, lifeOf(ties === 'pair' ? paired(all) : all));
  return lives;
}

/** Sessions are S+E+ in the string of edges; E before any S is an orphan. */
function lifeOf(events: readonly Event[]): Life {
  const edges = events.map(({ edge }) => edge).join('');
  const sessions: Session[] = [];
  for (const match of edges.matchAll(/S+E+/g)) {
    const own = events.slice(match.index, match.index + match[0].length);
    const origins = new Set(own.filter(({ edge }) => edge === 'S').map(({ source }) => source));
    sessions.push({ start: own[0]!.time, end: own.at(-1)!.time, origins, events: match[0] });
  }
  const open = edges.search(/S+$/);
  return {
    sessions,
    open: open < 0 ? undefined : events[open]!.time,
    orphans: edges.match(/^E*/)![0].length,
  };
}

/** Within a second: while open an end comes first, while not a start; what is left over follows. */
function paired(events: readonly Event[]): Event[] {
  const result: Event[] = [];
  for (const time of new Set(events.map((event) => event.time))) {
    const left = {
      S: events.filter((e) => e.time === time && e.edge === 'S'),
      E: events.filter((e) => e.time === time && e.edge === 'E'),
    };
    while (left.S.length + left.E.length > 0) {
      const wish = result.at(-1)?.edge === 'S' ? 'E' : 'S';
      result.push((left[wish].length > 0 ? left[wish] : left[wish === 'S' ? 'E' : 'S']).shift()!);
    }
  }
  return result;
}

function presetOf(
  rows: readonly string[][],
  counted: readonly string[][],
  lives: Map<string, Life>,
): Pick<PresetTruth, 'ledger' | 'sessionsDigest'> {
  const digest = new LineDigest();
  const of = (orientation: string) => counted.filter((row) => row[7] === orientation).length;
  const ledger: Ledger = {
    rows: rows.length,
    starts: of('LogOn'),
    ends: of('LogOff'),
    other: rows.length - of('LogOn') - of('LogOff'),
    failedStarts: rows.length - counted.length,
    filtered: 0,
    rejected: 0,
    keys: lives.size,
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  };
  for (const [key, life] of lives) {
    ledger.orphanEnds += life.orphans;
    ledger.open += life.open === undefined ? 0 : 1;
    for (const { start, end, events } of life.sessions) {
      const logoffs = events.replaceAll('S', '').length;
      ledger.sessions++;
      ledger.zeroLength += start === end ? 1 : 0;
      ledger.extendingEnds += logoffs - 1;
      digest.add(`${key},${start},${end},${events.length - logoffs},${logoffs}\n`);
    }
  }
  // The one count not taken from the lives: starts that opened nothing.
  ledger.repeatedStarts = ledger.starts - ledger.sessions - ledger.open;
  if (ledgerProblems(ledger).length > 0) throw new Error(ledgerProblems(ledger).join('; '));
  return { ledger, sessionsDigest: digest.toString() };
}

function attacksOf(
  rows: readonly string[][],
  redteam: readonly string[],
  lives: Map<string, Life>,
): AttackTruth[] {
  const exact = new Set(rows.map((row) => [row[0], row[2], row[3], row[4]].join()));
  const origin = new Set(rows.map((row) => [row[0], row[2], row[3]].join()));
  return [...new Set(redteam)].map((line) => {
    const [time, user, source, computer] = line.split(',') as [string, string, string, string];
    const match = exact.has(line) ? 'exact' : 'origin';
    if (match === 'origin' && !origin.has([time, user, source].join()))
      throw new Error(`auth has nothing of ${line}`);
    return {
      attack_time: Number(time),
      src_user: user,
      src_machine: source,
      dst_machine: computer,
      rows: redteam.filter((other) => other === line).length,
      match,
      fate: fateOf(Number(time), source, lives.get(`${user},${computer}`)),
    };
  });
}

function fateOf(time: number, source: string, life: Life | undefined): AttackTruth['fate'] {
  const session = life?.sessions.find((s) => s.start <= time && time <= s.end && s.origins.has(source));
  if (session) return { in: 'session', start_time: session.start, end_time: session.end };
  if (life?.open !== undefined && life.open <= time) return { in: 'open session' };
  return { in: 'none', reason: 'other destination' };
}

function attackedSessions(attacks: readonly AttackTruth[], lives: Map<string, Life>): Set<Session> {
  const attacked = new Set<Session>();
  for (const { attack_time, src_user, src_machine, dst_machine } of attacks) {
    for (const session of lives.get(`${src_user},${dst_machine}`)?.sessions ?? []) {
      const within = session.start <= attack_time && attack_time <= session.end;
      if (within && session.origins.has(src_machine)) attacked.add(session);
    }
  }
  return attacked;
}

function attackedByNotebook(redteam: readonly string[], lives: Map<string, Life>): number {
  return new Set(redteam).size === 0
    ? 0
    : [...new Set(redteam)].flatMap((line) => {
        const [time, ...key] = line.split(',');
        return (lives.get(key.join())?.sessions ?? []).filter(
          (s) => s.start <= Number(time) && Number(time) <= s.end,
        );
      }).length;
}

function processesOf(
  proc: readonly string[],
  lives: Map<string, Life>,
  attacked: Set<Session>,
): ProcessTruth {
  const truth: ProcessTruth = {
    starts: 0,
    inSessions: 0,
    inAttackedSessions: 0,
    inOpenSessions: 0,
    outside: 0,
  };
  for (const line of proc) {
    const [time, user, computer, , action] = line.split(',');
    if (action !== 'Start') continue;
    truth.starts++;
    const life = lives.get(`${user},${computer}`);
    const session = life?.sessions.findLast((s) => s.start <= Number(time) && Number(time) <= s.end);
    if (session) truth.inSessions++;
    if (session && attacked.has(session)) truth.inAttackedSessions++;
    if (!session && life?.open !== undefined && life.open <= Number(time)) truth.inOpenSessions++;
    else if (!session) truth.outside++;
  }
  return truth;
}

/** Rows that break the order of bytes, or repeat, within a second. */
export function disorder(lines: readonly string[]): {
  backwards: number;
  unsorted: number;
  repeated: number;
} {
  const result = { backwards: 0, unsorted: 0, repeated: 0 };
  const split = lines.map((line) => ({
    time: Number(line.slice(0, line.indexOf(','))),
    rest: line.slice(line.indexOf(',') + 1),
  }));
  for (let i = 1; i < split.length; i++) {
    const [before, row] = [split[i - 1]!, split[i]!];
    if (row.time < before.time) result.backwards++;
    if (row.time !== before.time) continue;
    const order = compareBytes(before.rest, row.rest);
    if (order > 0) result.unsorted++;
    if (order === 0) result.repeated++;
  }
  return result;
}
