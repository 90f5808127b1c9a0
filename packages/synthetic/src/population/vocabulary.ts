import type { Plan } from '../options.js';
import { mix } from '../random.js';
import { REDTEAM_SOURCES } from '../rates.js';
import type { ByteNames } from './byte-names.js';
import { FLAVOR_NAMES, FLAVORS } from './kinds.js';

/** Users that services run as: TGS rows have them for destinations, `U20` and the like. */
export const SERVICE_USERS = 40;

/** Ids of the first names of the families: the name with the number `n`, from 1, has the id `first + n − 1`. */
export type FirstNames = ReturnType<typeof addNames>;

/** Adds all names and fixed texts of a run: users, computers, processes, and the ends of auth rows. */
export function addNames(names: ByteNames, plan: Plan) {
  const { users, computers, processes } = plan;
  const texts = (text: (type: string, logon: string) => string) =>
    names.addFamily(FLAVOR_NAMES.length, (n) => {
      const [type, logon] = FLAVORS[FLAVOR_NAMES[n - 1]!];
      return text(type, logon);
    });
  return {
    system: names.addFamily(computers, (n) => `SYSTEM@C${n}`),
    localService: names.addFamily(computers, (n) => `LOCAL SERVICE@C${n}`),
    networkService: names.addFamily(computers, (n) => `NETWORK SERVICE@C${n}`),
    computer: names.addFamily(computers, (n) => `C${n}`),
    redteam: names.addFamily(REDTEAM_SOURCES.length, (n) => REDTEAM_SOURCES[n - 1]![0]),
    person: names.addFamily(users, (n) => `U${n}@${domainOf(n)}`),
    noDomain: names.addFamily(users, (n) => `U${n}@?`),
    account: names.addFamily(computers, (n) => `C${n}$@DOM1`),
    anonymous: names.addFamily(computers, (n) => `ANONYMOUS LOGON@C${n}`),
    batch: names.addFamily(computers, (n) => `U${1 + (mix(n, 41) % users)}@C${n}`),
    local: names.addFamily(computers, (n) => `U${users + n}@C${n}`),
    unknown: names.addFamily(users, (n) => `U${users + n}@?`),
    serviceUser: names.addFamily(SERVICE_USERS, (n) => `U${n}`),
    ticket: names.add('TGT'),
    tgs: names.add('?,?,TGS,Success'),
    tgsFail: names.add('?,?,TGS,Fail'),
    tgt: names.add('?,?,TGT,Success'),
    tgtFail: names.add('?,?,TGT,Fail'),
    authMap: names.add('?,?,AuthMap,Success'),
    screenLock: names.add('?,?,ScreenLock,Success'),
    screenUnlock: names.add('?,?,ScreenUnlock,Success'),
    process: names.addFamily(processes, (n) => `P${n}`),
    start: names.add('Start'),
    end: names.add('End'),
    logon: texts((type, logon) => `${type},${logon},LogOn,Success`),
    failedLogon: texts((type, logon) => `${type},${logon},LogOn,Fail`),
    logoff: texts((_, logon) => `?,${logon},LogOff,Success`),
    secondLogoff: texts(
      (_, logon) => `?,${logon === 'Unlock' ? 'CachedInteractive' : 'Unlock'},LogOff,Success`,
    ),
  };
}

function domainOf(person: number): string {
  const draw = mix(person, 53) % 100;
  if (draw < 97) return 'DOM1';
  return ['DOM3', 'DOM5', 'DOM9'][draw - 97]!;
}
