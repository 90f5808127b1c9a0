import { mix } from '@cmsc/core';
import type { Plan } from '../options.js';
import { REDTEAM_SOURCES } from '../rates.js';
import type { ByteNames } from './byte-names.js';
import { FLAVOR_NAMES, FLAVORS } from './kinds.js';

/** Users that services run as: TGS rows have them for destinations, `U20` and the like. */
export const SERVICE_USERS = 40;

const RED_NUMBERS = REDTEAM_SOURCES.map(([name]) => Number(name.slice(1))).sort((a, b) => a - b);
const NUMBER_STRIDE = 7919;
const NUMBER_OFFSET = 585;

/** Ids of the first names of the families: the name with the number `n`, from 1, has the id `first + n − 1`. */
export type FirstNames = ReturnType<typeof addNames>;

/** Adds all names and fixed texts of a run: users, computers, processes, and the ends of auth rows. */
export function addNames(names: ByteNames, plan: Plan) {
  const { users, computers, processes } = plan;
  const numbers = Array.from({ length: computers }, (_, i) => String(computerNumber(i + 1, computers)));
  const number = (n: number) => numbers[n - 1]!;
  const texts = (text: (type: string, logon: string) => string) =>
    names.addFamily(FLAVOR_NAMES.length, (n) => {
      const [type, logon] = FLAVORS[FLAVOR_NAMES[n - 1]!];
      return text(type, logon);
    });
  return {
    system: names.addFamily(computers, (n) => `SYSTEM@C${number(n)}`),
    localService: names.addFamily(computers, (n) => `LOCAL SERVICE@C${number(n)}`),
    networkService: names.addFamily(computers, (n) => `NETWORK SERVICE@C${number(n)}`),
    computer: names.addFamily(computers, (n) => `C${number(n)}`),
    person: names.addFamily(users, (n) => `U${n}@${domainOf(n)}`),
    noDomain: names.addFamily(users, (n) => `U${n}@?`),
    account: names.addFamily(computers, (n) => `C${number(n)}$@DOM1`),
    anonymous: names.addFamily(computers, (n) => `ANONYMOUS LOGON@C${number(n)}`),
    batch: names.addFamily(computers, (n) => `U${1 + (mix(n, 41) % users)}@C${number(n)}`),
    local: names.addFamily(computers, (n) => `U${users + n}@C${number(n)}`),
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

/**
 * The number in a computer's name, all different. The last computers are the red team's, which keep their published
 * names; the numbers of all others are shuffled, for nothing about LANL's numbers tells a server.
 */
function computerNumber(n: number, computers: number): number {
  const others = computers - REDTEAM_SOURCES.length;
  if (n > others) return Number(REDTEAM_SOURCES[n - others - 1]![0].slice(1));
  const range = others % NUMBER_STRIDE === 0 ? others + 1 : others;
  let number = 1 + (((n - 1) * NUMBER_STRIDE + NUMBER_OFFSET) % range);
  for (const red of RED_NUMBERS) if (number >= red) number++;
  return number;
}

function domainOf(person: number): string {
  const draw = mix(person, 53) % 100;
  if (draw < 97) return 'DOM1';
  return ['DOM3', 'DOM5', 'DOM9'][draw - 97]!;
}
