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
  lastSecond: 5_011_199,
  flowsLastSecond: 3_126_928,
  flowsDuplicates: 6_569_939,
  redteamFirstSecond: 150_885,
  redteamLastSecond: 2_557_047,
} as const;

/** Sources of the red team and the rows of each, published. No other row of ours comes from them. */
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

/** Chosen: from this many rows on, users, computers and keys are as many as they ever get. */
export const FULL_SIZE_ROWS = 20_000_000;
/** Chosen: auth rows for each (user, computer) pair laid out; about 20 come out for each that is seen. */
export const ROWS_PER_PAIR = 20;
/** Chosen: LANL's own density would be one red-team row in 1.4 million. */
export const ROWS_PER_REDTEAM_ROW = 2000;

/** Share of auth rows that are neither LogOn nor LogOff. Measured: 0.28, 0.22, 0.25, 0.30 among persons; fewer for machines. */
export const OTHER_SHARE = 0.21;
/** Among those, measured: TGS, TGT, AuthMap; what is left locks and unlocks screens. */
export const OTHER = {
  tgs: 0.58,
  tgt: 0.24,
  authMap: 0.174,
  /** Of TGS rows, with the destination `TGT`, with a user's name, or the own computer. */
  tgsToTgt: 0.085,
  tgsToUser: 0.09,
  tgsToSelf: 0.18,
  tgsFail: 0.02,
  tgtFail: 0.1,
  /** Of failed TGT rows, the domain is `?`. */
  tgtFailNoDomain: 0.6,
  /** Of AuthMap rows, the destination user is the computer's own account. */
  authMapToComputer: 0.55,
  /** Chosen: of all these rows, the user is a person and not a computer's account. */
  person: 0.6,
} as const;

/** How keys live. Chosen so that the ledgers come near those of the real samples (see the README). */
export const LIFE = {
  /** LogOn and LogOff in one second, of visits by those who log off at all. Measured: 36 to 48 %. */
  zeroLength: 0.42,
  /** A LogOff whose LogOn is not in the file, when the key was never seen before. */
  orphan: 0.2,
  /** Two logons in the second that begins a visit. */
  twoStarts: 0.03,
  /** LogOn, LogOff, LogOn in one second. */
  startEndStart: 0.03,
  /** A LogOff, and in the same second the next LogOn. */
  turnover: 0.06,
  /** Two LogOffs in one second, of two logon types. */
  twoEnds: 0.01,
  /** One more LogOff after the last. */
  extend: 0.1,
  /** The user is back soon. */
  revisit: 0.2,
  /** How long until the next LogOff of several, the one after the last, the next visit: octaves of {@link Random.seconds}. */
  nextLogoffOctaves: 7,
  extendOctaves: 9,
  revisitOctaves: 12,
  /** A Kerberos logon comes over NTLM instead. Measured: 9 %. */
  ntlm: 0.09,
} as const;

/** How processes live. Measured on the proc head, where 8,035 rows start and 1,965 end one, unless chosen. */
export const PROC = {
  /** Starts by the computer's own account, by local services; the others by persons. Measured: 0.88, 0.055. */
  account: 0.8,
  service: 0.06,
  /** Chosen: by a user who logged on just now, on that computer. */
  recent: 0.09,
  /** Chosen: the same process once more while one runs. */
  parallel: 0.05,
  /** Starts and ends in one second. Measured: 780 of 1,539 runs. */
  zeroLength: 0.4,
  /** Never ends. Chosen. */
  lost: 0.05,
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
