/**
 * Every rate that the generator uses. "Published" are the totals of Kent 2015 (doi:10.17021/1179829) and of scans of the
 * whole files; "measured" means the shares among real rows of the first days, which hold persons only; "chosen"
 * marks what neither tells. The README of this package prints the same with what comes out.
 */

/** The published data set. */
export const LANL = {
  authRows: 1_051_430_459,
  procRows: 426_045_096,
  flowsRows: 129_977_412,
  dnsRows: 40_821_591,
  redteamRows: 749,
  redteamDistinct: 715,
  redteamRepeated: 12,
  redteamOtherDestination: 14,
  redteamLocal: 27,
  redteamUsers: 104,
  redteamDestinations: 301,
  users: 12_425,
  computers: 17_684,
  processes: 62_974,
  days: 58,
  lastSecond: 5_011_199,
  flowsLastSecond: 3_126_928,
  flowsDuplicates: 6_569_939,
  redteamFirstSecond: 150_885,
  redteamLastSecond: 2_557_047,
} as const;

/** Controllers of the domain: the computers that nearly everybody logs on to. They come first among the computers. */
export const CONTROLLERS = 8;
/** Computers that people visit, the controllers among them. The others but the red team's are people's own. */
export const SERVERS = 50;

/** Sources of the red team and the rows of each, published. */
export const REDTEAM_SOURCES: readonly (readonly [name: string, rows: number])[] = [
  ['C17693', 701],
  ['C22409', 26],
  ['C19932', 19],
  ['C18025', 3],
];

/** Rows per second of auth, over 58 days: 1,051,430,459 in 5,011,199 s make 209.8. Published as about 205; kept. */
export const ROWS_PER_SECOND = 205;
/** Chosen: a denser file would run out of distinct rows for one second. */
export const MOST_ROWS_PER_SECOND = 2000;
/** Seconds of a day. */
export const DAY_SECONDS = 86_400;

/** Chosen: two weeks, so that there is a first week to learn from, and the days on which most of LANL's attacks came. */
export const USUAL_DAYS = 14;
/** Chosen: LANL's own density would be 0.7 rows of redteam in a million. */
export const USUAL_ATTACKS_PER_MILLION = 500;
/** Chosen: one row in twenty. */
export const MOST_ATTACKS_PER_MILLION = 50_000;
/** Chosen: from this many rows on, users, computers and processes are as many as they ever get. */
export const FULL_SIZE_ROWS = 20_000_000;

/** Chosen: rows of auth in a second that has any, on average. LANL's seconds have about 200. */
export const BEAT_ROWS = 36;
/** Chosen: so that an hour has rows at several times. */
export const LONGEST_BEAT_SECONDS = 900;

/**
 * The share of new pairs: of all (hour, source, destination) of remote logons, those whose (source, destination) was
 * never there before. Published: 'never seen' finds FPR 0.04 under larroche2023 (see DETECT in the references).
 */
export const NEW_PAIRS = 0.04;
/** Chosen: room for new pairs, for each row of auth; more are never needed. */
export const GROWTH_PER_ROW = 0.02;
/** Chosen: new pairs that there is room for, whatever the rows: memory ends here. */
export const MOST_GROWTH = 1_000_000;

/**
 * How busy people are by hour and by day of the week, and all else beside them. Measured at four places only (30 rows of
 * persons a second at midnight of day 0, 55 of day 1, 57 of day 2, 121 at 8:20 of day 7); the weekend is where the red
 * team rested (days 3, 4, 10, 11, 16 to 18, …). The shape between is chosen.
 */
export const WEEK = {
  /** All that goes on around the clock, where people on a working day are 1 on average. */
  steady: 1.5,
  hours: [
    0.35, 0.3, 0.28, 0.26, 0.28, 0.4, 0.75, 1.35, 1.85, 2, 2, 1.9, 1.6, 1.75, 1.9, 1.85, 1.65, 1.3, 0.9, 0.65,
    0.55, 0.5, 0.45, 0.4,
  ],
  /** What is left of that at the weekend. */
  weekend: 0.35,
  /** Days of the week, counted from day 0. */
  weekendDays: [3, 4] as readonly number[],
} as const;

/** What the red team does. */
export const CAMPAIGN = {
  /** Its days, counted from 0, and the distinct tuples of each. Published, where there are 30 days. */
  days: [
    [1, 10],
    [2, 15],
    [5, 21],
    [6, 3],
    [7, 1],
    [8, 261],
    [9, 5],
    [12, 207],
    [13, 75],
    [14, 25],
    [15, 26],
    [20, 1],
    [21, 4],
    [22, 1],
    [26, 26],
    [27, 9],
    [28, 2],
    [29, 9],
  ] as readonly (readonly [day: number, tuples: number])[],
  daysNeeded: 30,
  /** The same in two weeks: what comes later is spread over the other days. */
  twoWeeks: [
    [1, 10],
    [2, 35],
    [5, 47],
    [6, 29],
    [7, 7],
    [8, 261],
    [9, 30],
    [12, 207],
    [13, 75],
  ] as readonly (readonly [day: number, tuples: number])[],
  twoWeeksNeeded: 14,
  /** Chosen: the hours of the day in which it begins to work. */
  firstHour: 8,
  hours: 9,
  /** Of its logons, those that repeat one with another time. Published: 433 of 701 are distinct. */
  again: 0.44,
  /** Of the others, to a computer that people of its sources log on to anyway. Published: 4.5 % of pairs are known by day 8. */
  knownPair: 0.012,
  /** Chosen: computers that it goes to that are servers; the others are people's own. */
  servers: 0.04,
} as const;

/** Share of auth rows that are neither LogOn nor LogOff. Measured: 0.28, 0.22, 0.25, 0.30 among persons; fewer for machines. */
export const OTHER_SHARE = 0.255;
/** Among those, measured: TGS, TGT, AuthMap; what is left locks and unlocks screens. */
export const OTHER = {
  tgs: 0.78,
  tgt: 0.14,
  authMap: 0.075,
  /** Of the last two, rows of accounts that programs use. Measured: eight computers have a third of them. */
  ofRobots: 0.5,
  /** Of TGS rows, with the destination `TGT`, with a user's name, or the own computer. */
  tgsToTgt: 0.085,
  tgsToUser: 0.09,
  tgsToSelf: 0.15,
  /** Of the others, with the computer that the user visits anyway. Chosen. */
  tgsToVisited: 0.85,
  tgsFail: 0.02,
  tgtFail: 0.1,
  /** Of failed TGT rows, the domain is `?`. */
  tgtFailNoDomain: 0.6,
  /** Of AuthMap rows, the destination user is the computer's own account. */
  authMapToComputer: 0.55,
} as const;

/** Chosen: visits for each row of auth, about what comes out; and how many of them people make. */
export const LOGONS_PER_ROW = 0.36;
export const PEOPLE_ON_AVERAGE = 0.36;

/** How keys live. Chosen so that the ledgers come near those of the real samples (see the README). */
export const LIFE = {
  /** LogOn and LogOff in one second, of visits by those who log off at all. Measured: 36 to 48 % of sessions. */
  zeroLength: 0.44,
  /** A LogOff whose LogOn is not in the file, when the key was never seen before. */
  orphan: 0.25,
  /** Two logons in the second that begins a visit. */
  twoStarts: 0.03,
  /** LogOn, LogOff, LogOn in one second. */
  startEndStart: 0.03,
  /** A LogOff, and in the same second the next LogOn. */
  turnover: 0.12,
  /** Two LogOffs in one second, of two logon types. */
  twoEnds: 0.01,
  /** One more LogOff after the last. */
  extend: 0.08,
  /** A logon while others last has a LogOff of its own. */
  ownLogoff: 0.6,
  /** The user is back soon. */
  revisit: 0.25,
  goOnMachines: 0.88,
  /** Chosen: one more computer in the same second; the keys of real users are as much together. */
  goOn: 0.39,
  /** A logon from the other source. */
  otherSource: 0.16,
  /** Of visits with a length, those that take as long as they do in LANL, 1 to 30 seconds, however slow all else is. */
  prompt: 0.06,
  promptSeconds: 30,
  /**
   * Seconds of a visit in LANL's network, where half of those with a length take 10 to 16, one in ten more than 20; the
   * most of it is a part of the time until the key's next turn.
   */
  visit: { least: 4, span: 22, long: 0.1, longer: 3, ofGap: 0.65 },
  /** How long until the next LogOff of several, the one after the last, the next visit: octaves of {@link Random.seconds}. */
  nextLogoffOctaves: 4,
  extendOctaves: 5,
  revisitOctaves: 6,
  /** A Kerberos logon comes over NTLM instead. Measured: 9 %. */
  ntlm: 0.09,
} as const;

/** Failed logons in storms. Measured: 0.5 to 0.95 % of LogOns of persons fail; one key alone up to 16 times in 80 s. */
export const STORM = {
  /** Storms for each row. */
  perRow: 0.0006,
  /** Logons of a storm: octaves of {@link Random.seconds}, one draw. */
  octaves: 4,
  kinds: ['local', 'batch', 'visitor', 'visitor', 'robot'] as const,
} as const;

/** Who comes and goes, in percent: people who stay away on a day; people and machines that come later or leave earlier. */
export const PRESENCE = { absent: 10, comes: 1, leaves: 4 } as const;

/** How processes live. Measured on the proc head, where 8,035 rows start and 1,965 end one, unless chosen. */
export const PROC = {
  /** Starts by the computer's own account, by local services; the others by persons. Measured: 0.88, 0.055. */
  account: 0.81,
  service: 0.055,
  /** Chosen: by a user who logged on just now, on that computer. */
  recent: 0.1,
  /** Chosen: the same process once more while one runs. */
  parallel: 0.05,
  /** Starts and ends in one second. Measured: 780 of 1,539 runs. */
  zeroLength: 0.35,
  /** Never ends. Measured: four of five starts have no end within 150 s; how many never have one is chosen. */
  lost: 0.3,
  /** How long the others run, in seconds of LANL's network: octaves and draws of {@link Random.seconds}. */
  runOctaves: 10,
  runDraws: 2,
  /** Names that nearly all starts have, as measured: ten have 73 % of the rows, 50 have 96 %, 170 all. */
  usualNames: 15,
  lessUsual: 0.2,
  lessUsualNames: 160,
  /** Chosen: any name at all. */
  rare: 0.004,
} as const;

/** Flows, measured on their head. */
export const FLOWS = {
  duplicates: LANL.flowsDuplicates / LANL.flowsRows,
  noDuration: 0.58,
  tcp: 0.81,
  udp: 0.13,
  /** Both ports are de-identified. */
  noKnownPort: 0.33,
} as const;
/** Ports that LANL left readable, the most frequent first. Measured. */
export const KNOWN_PORTS: readonly number[] = [
  445, 389, 80, 88, 137, 135, 139, 443, 22, 111, 2049, 53, 123, 3389,
];
