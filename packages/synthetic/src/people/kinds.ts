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
  /** Share of the visits that people make, or of all others. */
  activity: number;
  /** Whether it is people who come and go with the hours of the day, and not something that goes on around the clock. */
  people: boolean;
  /** How many of the logons come from another computer. */
  remote: number;
  /** How many visits never see a LogOff. */
  lost: number;
  /** How many of the logons that come while the key is open are taken; for the others another key is looked for. */
  overlap: number;
  /** Failures by and by; most come in storms. Nobody logs off after a failed logon. */
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
  | 'robot'
  | 'admin'
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
  people: false,
  remote: 1,
  lost: 0.02,
  overlap: 0.8,
  fail: 0.001,
  byAccount: false,
  twoTypes: false,
  flavors: { kerberos: 1 },
};

/** A person at their own computer: `U66@DOM1` on C12. Flavours are measured on the local logons of persons. */
const RESIDENT: Kind = {
  ...NETWORK,
  activity: 0.07,
  people: true,
  remote: 0,
  twoTypes: true,
  flavors: {
    kerberos: 38,
    ntlm: 10,
    interactive: 22,
    batch: 10,
    unlock: 9,
    cleartext: 2,
    packageCleartext: 1,
    cached: 2,
    credentials: 2,
    remote: 2,
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
  /** A person on a server, from their own computer or one that many share. */
  visitor: {
    ...NETWORK,
    activity: 0.93,
    people: true,
    remote: 0.95,
    flavors: { kerberos: 96, ntlm: 3, package: 1 },
  },
  /** An account that programs use, around the clock: `U22@DOM1`. */
  robot: {
    ...NETWORK,
    activity: 0.17,
    remote: 0.62,
    flavors: { kerberos: 88, ntlm: 8, batch: 3, cleartext: 1 },
  },
  /** An account that looks after many computers, from one of them. */
  admin: { ...NETWORK, activity: 0.008, flavors: { kerberos: 8, ntlm: 2 } },
  /** A computer's account on a server: `C609$@DOM1` on C586, from C609. */
  account: { ...NETWORK, activity: 0.5 },
  /** A computer's account on its own computer. */
  host: { ...NETWORK, activity: 0.16, remote: 0 },
  /** `SYSTEM@C7` on C7. */
  system: { ...SERVICE, activity: 0.15 },
  /** `LOCAL SERVICE@C7` and `NETWORK SERVICE@C7` on C7. */
  service: SERVICE,
  /** `ANONYMOUS LOGON@C586` on C586. */
  anonymous: { ...NETWORK, activity: 0.05, fail: 0, flavors: { ntlm: 1 } },
  /** A local account that a scheduled task runs as: `U45@C1504` on C1504. */
  batch: { ...NETWORK, activity: 0.035, remote: 0, byAccount: true, fail: 0.05, flavors: { batch: 1 } },
  /** A local account over the network, `U7387@C2382` on C2382. */
  local: { ...NETWORK, activity: 0.02, lost: 0.3, flavors: { ntlm: 1 } },
  /** A user whose domain is not known, `U1718@?`: never gets in. */
  unknown: { ...NETWORK, activity: 0.005, lost: 1, fail: 1, flavors: { ntlm: 1 } },
};

/** The names of {@link KINDS}; a kind's number is its place here. */
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
