import { SLOT_USER } from './key-table.js';

// What a slot of the key table holds for a sessionizer. 0 means nothing yet: a new key's slot is all zero.

/** Whether the key is idle, open or closed, as in machine.ts. */
export const PHASE = SLOT_USER;
export const IDLE_PHASE = 0;
export const OPEN_PHASE = 1;
export const CLOSED_PHASE = 2;

export const START = SLOT_USER + 1;
export const END = SLOT_USER + 2;
export const STARTS = SLOT_USER + 3;
export const ENDS = SLOT_USER + 4;
/** Handle of the list of origins. */
export const ORIGINS = SLOT_USER + 5;

/** Under fifo and lifo: numbers, from 1, of the nodes of the first and the last open start. */
export const FIRST_OPEN = SLOT_USER + 1;
export const LAST_OPEN = SLOT_USER + 2;

// The events of the key's second that is still going on, for tie rules that need all of it.
export const TIED_TIME = SLOT_USER + 6;
export const TIED_STARTS = SLOT_USER + 7;
export const TIED_ENDS = SLOT_USER + 8;
/** Handle of the list of their starts' origins. */
export const TIED_ORIGINS = SLOT_USER + 9;

/** In the place of an origin where none is asked for. */
export const NO_ORIGIN = -1;
