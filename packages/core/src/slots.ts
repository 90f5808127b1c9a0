/** The slot of a key begins at its id, shifted left by this. */
export const SLOT_BITS = 3;
/** Int32 values a slot: 32 bytes, half a cache line for all there is to know of a key. */
export const SLOT_SIZE = 1 << SLOT_BITS;

/** How many ids make up a key at most; longer keys have their first columns folded into one id. */
export const KEY_WIDTH = 3;

/** Int32 values of a slot that are the user's: all but the key's ids. */
export const SLOT_STATE = SLOT_SIZE - KEY_WIDTH;

/** The first place within a slot that is the user's, zero for a new key. The key's ids are before it. */
export const SLOT_USER = SLOT_SIZE - SLOT_STATE;

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
