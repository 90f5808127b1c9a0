import { COMMAND_STEPS, INSTALL_STEP } from './command-steps.js';
import { LIBRARY_STEPS } from './library-steps.js';
import { NODE_STEPS } from './node-steps.js';
import { CLONE_STEPS, PACK_STEPS } from './prepare-steps.js';
import { RELEASE_STEPS } from './release-steps.js';
import type { Steps } from './step.js';
import { CONTENT_STEP, TARBALL_STEPS } from './tarball-steps.js';

const CONSUMER_STEPS = [...TARBALL_STEPS, ...COMMAND_STEPS, NODE_STEPS, ...LIBRARY_STEPS];

/** A release from a clone, and what users do with it after. */
export const REHEARSAL: Steps = [...CLONE_STEPS, ...RELEASE_STEPS, ...CONSUMER_STEPS];

/** The same in two halves, of which each is taken anew only when something has changed that it judges: how it is released … */
export const RELEASING: Steps = [...CLONE_STEPS, ...RELEASE_STEPS, CONTENT_STEP, INSTALL_STEP];

/** … and what is. */
export const CONSUMING: Steps = [...PACK_STEPS, ...CONSUMER_STEPS];
