import { COMMAND_STEPS } from './command-steps.js';
import { LIBRARY_STEPS } from './library-steps.js';
import { NODE_STEPS } from './node-steps.js';
import { PREPARE_STEPS } from './prepare-steps.js';
import { RELEASE_STEPS } from './release-steps.js';
import type { Step } from './step.js';
import { TARBALL_STEPS } from './tarball-steps.js';

/** The whole rehearsal, in its order. */
export const STEPS: readonly Step[] = [
  ...PREPARE_STEPS,
  ...RELEASE_STEPS,
  ...TARBALL_STEPS,
  ...COMMAND_STEPS,
  ...NODE_STEPS,
  ...LIBRARY_STEPS,
];
