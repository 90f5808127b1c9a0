import type { Protocol } from './protocol.js';
import { RemoteLogons } from './remote-logons.js';

/** The first red-team event: the published code has no split, so the test begins with it. */
const FIRST_ATTACK = 150_885;

/** Every remote logon is a unit: cl-anssi/LMDEval. */
export const lmdeval: Protocol = {
  name: 'lmdeval',
  title: 'LMDEval, github.com/cl-anssi/LMDEval',
  holds: 'that are LogOns with src_machine other than dst_machine',
  timeColumn: 'time',
  key: ['dst_user', 'src_machine', 'dst_machine'],
  unitSeconds: 1,
  every: 1,
  testFrom: FIRST_ATTACK,
  account: 'dst_user',
  start: (dictionaries) => new RemoteLogons(dictionaries),
};
