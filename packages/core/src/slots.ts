import { SLOT_USER } from './key-slots.js';

// What a slot of the key table holds for a sessionizer. 0 means nothing yet: a new key's slot is all zero.

/** Time of the first start of the session that is open or closed. */
export const START = SLOT_USER;
/** {@link IDLE}, {@link OPEN}, or for a closed session the time of the last end, all its bits turned: below 0. */
export const END = SLOT_USER + 1;
export const IDLE = 0;
export const OPEN = 1;
/** Starts in the lower 16 bits, ends in the upper. What does not fit is kept outside the slot. */
export const COUNTS = SLOT_USER + 2;
/** Handle of the set of origins. */
export const ORIGINS = SLOT_USER + 3;

/** Under fifo and lifo: numbers, from 1, of the nodes of the first and the last open start. */
export const FIRST_OPEN = SLOT_USER;
export const LAST_OPEN = SLOT_USER + 1;

/** The entry of the key among those of the second that is going on, if it has one: see current-second.ts. */
export const IN_SECOND = SLOT_USER + 4;

/** In the place of an origin where none is asked for. */
export const NO_ORIGIN = -1;
