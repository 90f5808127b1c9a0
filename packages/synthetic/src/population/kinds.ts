/** How a logon is made: auth_type and logon_type of a LogOn row. A LogOff row has `?` and the logon_type. */
export const FLAVORS = {
  kerberos: ['Kerberos', 'Network'],
  ntlm: ['NTLM', 'Network'],
  package: ['MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', 'Network'],
  interactive: ['Negotiate', 'Interactive'],
  batch: ['Negotiate', 'Batch'],
  service: ['Negotiate', 'Service'],
  unlock: ['Negotiate', 'Unlock'],
  cleartext: ['Negotiate', 'NetworkCleartext'],
  packageCleartext: ['MICROSOFT_AUTHENTICATION_PACKAGE_V1_0', 'NetworkCleartext'],
  cached: ['Negotiate', 'CachedInteractive'],
  credentials: ['Negotiate', 'NewCredentials'],
  remote: ['Negotiate', 'RemoteInteractive'],
} as const;

/** Names of the flavours. */
export type FlavorName = keyof typeof FLAVORS;

/** The names of {@link FLAVORS}; a flavour's number is its place here. */
export const FLAVOR_NAMES = Object.keys(FLAVORS) as readonly FlavorName[];

/** A kind of (user, computer) pair: who logs on there, and how. */
export interface Kind {
  /** Share of all visits. */
  activity: number;
  /** How many of the logons come from another computer. */
  remote: number;
  /** Number of other computers that one user comes from. */
  origins: 1 | 4;
  /** How many visits never see a LogOff. */
  lost: number;
  /** How many of the logons that come while the key is open are taken; for the others another key is looked for. */
  overlap: number;
  /** Visits that do not end at once last up to 2 to this power seconds, see {@link Random.seconds}. */
  octaves: number;
  /** How many logons fail. Nobody logs off after a failed logon. */
  fail: number;
  /**
   * LogOn rows name the computer's own account as the source user, `C7$@DOM1,SYSTEM@C7,…`. It sorts before the
   * destination user, and so before the LogOff of the same second; all other LogOns sort after it, as `?` is below `K`.
   */
  byAccount: boolean;
  /** Two LogOffs may fall in one second: such users have more than one logon type. */
  twoTypes: boolean;
  /** Weights of the flavours. */
  flavors: Readonly<Partial<Record<FlavorName, number>>>;
}

/** Names of the kinds. */
export type KindName =
  | 'resident'
  | 'visitor'
  | 'account'
  | 'host'
  | 'system'
  | 'service'
  | 'anonymous'
  | 'batch'
  | 'local'
  | 'unknown';

const NETWORK: Kind = {
  activity: 0,
  remote: 1,
  origins: 4,
  lost: 0.02,
  overlap: 0.15,
  octaves: 13,
  fail: 0.004,
  byAccount: false,
  twoTypes: false,
  flavors: { kerberos: 1 },
};

/** A person at their own computer: `U66@DOM1` on C12. Flavours are measured on the local logons of persons. */
const RESIDENT: Kind = {
  ...NETWORK,
  activity: 0.1,
  remote: 0,
  octaves: 16,
  twoTypes: true,
  flavors: {
    kerberos: 40,
    ntlm: 10,
    interactive: 22,
    batch: 10,
    unlock: 9,
    cleartext: 2,
    packageCleartext: 1,
    cached: 2,
    credentials: 1,
    remote: 1,
    service: 2,
  },
};

/** Users that every Windows computer has. They log on and hardly ever off. */
const SERVICE: Kind = {
  ...NETWORK,
  activity: 0.01,
  remote: 0,
  lost: 0.85,
  overlap: 1,
  fail: 0,
  byAccount: true,
  flavors: { service: 1 },
};

/** All kinds, in the order in which their keys are laid out. Activities are chosen: the first 100 real rows are all that shows machines. */
export const KINDS: Readonly<Record<KindName, Kind>> = {
  resident: RESIDENT,
  /** A person on a server, from one of a few computers. */
  visitor: { ...NETWORK, activity: 0.31, remote: 0.9, flavors: { kerberos: 96, ntlm: 3, package: 1 } },
  /** A computer's account on a server: `C609$@DOM1` on C586, from C609. */
  account: { ...NETWORK, activity: 0.36, origins: 1, fail: 0.001 },
  /** A computer's account on its own computer. */
  host: { ...NETWORK, activity: 0.05, remote: 0.5 },
  /** `SYSTEM@C7` on C7. */
  system: { ...SERVICE, activity: 0.07 },
  /** `LOCAL SERVICE@C7` and `NETWORK SERVICE@C7` on C7. */
  service: SERVICE,
  /** `ANONYMOUS LOGON@C586` on C586. */
  anonymous: { ...NETWORK, activity: 0.04, fail: 0, flavors: { ntlm: 1 } },
  /** A local account that a scheduled task runs as: `U45@C1504` on C1504. */
  batch: { ...NETWORK, activity: 0.02, remote: 0, byAccount: true, fail: 0.05, flavors: { batch: 1 } },
  /** A local account over the network, `U7387@C2382` on C2382: every second try fails. */
  local: { ...NETWORK, activity: 0.02, lost: 0.3, fail: 0.5, flavors: { ntlm: 1 } },
  /** A user whose domain is not known, `U1718@?`: never gets in. */
  unknown: { ...NETWORK, activity: 0.01, lost: 1, fail: 1, flavors: { ntlm: 1 } },
};

/** The names of {@link KINDS}; a kind's number is its place here. */
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
